/** Somebody who may write to etcd and means harm: to every prefix that the console watches, and to its own. */
import { setTimeout as pause } from "node:timers/promises";
import fc from "fast-check";
import { createEtcdClient } from "@/lib/etcd/client";
import { testRecords } from "@/lib/records/testing";
import { drainKeyOf, encodeDrain, encodeMinimum, minimumKeyOf } from "@/lib/registry/marks";
import { oddValue } from "@/server/fuzz/hostile";
import { PREFIX } from "../fleet";

export interface Written {
  /** Puts and deletes that etcd took. */
  done: number;
  /** Calls that etcd refused or did not answer, by code. */
  refused: Record<string, number>;
}

export interface HostileWriter {
  /** Puts what stays for the whole attack. */
  plant(): Promise<void>;
  start(): void;
  stop(): Promise<Written>;
}

/** Services times datacenters, with one tiny key each. */
const CROWD = 100;
const CROWD_PER_TRANSACTION = 50;
const LONG_NAMES = 20;
/** Just below what etcd takes in one request. */
const LONG_NAME_BYTES = 1 << 20;
const FAT_KEYS = 3;
const FAT_BYTES = 470_000;
const TURN_MS = 250;
/** Of each kind in one turn, beside one fat value. */
const SMALL_PER_TURN = 3;
/** History of so many turns stays in etcd; everything older is compacted, as etcd's operators do. */
const KEPT_TURNS = 80;
const FORGED = 500;

const bytes = (text: string) => new TextEncoder().encode(text);
const TINY = bytes('{"hostname":"h","port":1}');

export function createHostileWriter(hosts: string): HostileWriter {
  const etcd = createEtcdClient({ endpoints: [hosts] });
  const others = testRecords({ secret: "the secret of somebody else's consoles" });
  const odd = fc.sample(oddValue, { numRuns: 1_000, seed: 4711 });
  const written: Written = { done: 0, refused: {} };
  let running: Promise<void> = Promise.resolve();
  let over = false;

  async function tried<T>(work: Promise<T>): Promise<T | null> {
    try {
      const answer = await work;
      written.done++;
      return answer;
    } catch (error) {
      const code = error instanceof Error && "code" in error ? String(error.code) : String(error);
      written.refused[code] = (written.refused[code] ?? 0) + 1;
      return null;
    }
  }

  const crowdKey = (index: number) => `${PREFIX}crowd-${Math.floor(index / CROWD)}/dc-${index % CROWD}/1`;
  const longKey = (index: number) => `${PREFIX}long/eu/${index}-${"n".repeat(LONG_NAME_BYTES)}`;

  function fat(turn: number): Promise<unknown> {
    const metadata = { filling: String(turn % 10).repeat(FAT_BYTES) };
    const value = JSON.stringify({ hostname: "10.8.0.1", port: 1 + (turn % 60_000), metadata });
    return tried(etcd.put(`${PREFIX}fat/eu/${turn % FAT_KEYS}`, bytes(value)));
  }

  /** Of the right form, and not ours: without a signature, with somebody else's, with times that are none. */
  function forged(number: number): Promise<unknown> {
    const at = Date.now();
    const id = `${at + (number % 2 === 0 ? 0 : 9e11)}-${String(number % FORGED).padStart(8, "0")}`;
    const drained = `${PREFIX}service-0000/eu-west/service-0000-${String(number % 40).padStart(5, "0")}`;
    const drain = { until: at + 3_600_000, reason: "x", actor: "admin", at, createRevision: "1" };
    const service = `service-${String(number % 20).padStart(4, "0")}`;
    const kinds: [string, Uint8Array][] = [
      [drainKeyOf(drained), encodeDrain(drained, drain, others)],
      [`/rollcall/drains/${number % FORGED}`, bytes(JSON.stringify({ ...drain, until: 9e15 }))],
      [minimumKeyOf(service), encodeMinimum({ service, minimum: 9_999, actor: "admin", at }, others)],
      [
        `/rollcall/audit/${id}`,
        bytes(JSON.stringify({ at: number % 3 === 0 ? 1e300 : at, action: "evict", keys: [drained] })),
      ],
      [`/rollcall/gateways/${number % FORGED}`, bytes(JSON.stringify({ name: "g", address: "x", revision: "0", at }))],
    ];
    const [key, value] = kinds[number % kinds.length] ?? [`/rollcall/${number % FORGED}`, bytes("")];
    return tried(etcd.put(key, value));
  }

  async function turnOf(turn: number): Promise<string | null> {
    await fat(turn);
    if (turn % 8 === 0)
      await tried(etcd.put(longKey(turn % LONG_NAMES), bytes(`{"hostname":"h","port":${1 + (turn % 9_999)}}`)));
    if (turn % 8 === 4) await tried(etcd.delete({ key: longKey((turn - 4) % LONG_NAMES) }));
    let revision: string | null = null;
    for (let one = 0; one < SMALL_PER_TURN; one++) {
      const number = turn * SMALL_PER_TURN + one;
      await forged(number);
      await tried(etcd.put(`${PREFIX}odd/eu/${number % FORGED}`, odd[number % odd.length] ?? bytes("")));
      await tried(etcd.delete({ key: crowdKey(number % CROWD ** 2) }));
      const header = await tried(
        etcd.put(crowdKey(number % CROWD ** 2), bytes(`{"hostname":"h","port":${1 + (turn % 9_999)}}`)),
      );
      revision = header?.revision ?? revision;
    }
    return revision;
  }

  return {
    async plant() {
      for (let from = 0; from < CROWD ** 2 && !over; from += CROWD_PER_TRANSACTION) {
        const keys = Array.from({ length: CROWD_PER_TRANSACTION }, (_, index) => crowdKey(from + index));
        await tried(
          etcd.transact({ when: [], then: keys.map((key) => ({ kind: "put", key, value: TINY })), otherwise: [] }),
        );
        await pause(TURN_MS / 4);
      }
      for (let index = 0; index < LONG_NAMES && !over; index++) {
        await tried(etcd.put(longKey(index), TINY));
        await pause(TURN_MS);
      }
      for (let number = 0; number < FORGED && !over; number++) await forged(number);
    },
    start() {
      running = (async () => {
        const revisions: (string | null)[] = [];
        for (let turn = 0; !over; turn++) {
          revisions.push(await turnOf(turn));
          const oldest = revisions.length > KEPT_TURNS ? revisions.shift() : null;
          if (oldest && turn % KEPT_TURNS === 0) await tried(etcd.compact(oldest));
          await pause(TURN_MS);
        }
      })();
    },
    async stop() {
      over = true;
      await running;
      etcd.close();
      return written;
    },
  };
}
