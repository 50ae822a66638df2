import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { EvictionPreview } from "@/lib/api/evictions";
import { auditKeyOf, readEntry } from "@/lib/audit/stored";
import type { Actor } from "@/lib/auth/roles";
import { createEtcdClient } from "@/lib/etcd/client";
import { prefixRange } from "@/lib/etcd/key-range";
import type { EtcdPort, WatchEvent } from "@/lib/etcd/port";
import { testRecords } from "@/lib/records/testing";
import { startEtcd, type TestEtcd } from "@/server/testing/etcd-process";
import { deregister } from "./deregister";
import { drain } from "./drain";
import { evict } from "./evict";
import { pauseHold } from "./hold";
import { importOne } from "./import-one";
import { previewEviction } from "./preview-eviction";
import { encode } from "./register";
import { restore } from "./restore";
import { resume } from "./resume";
import { startOperator } from "./testing";

type Operator = Awaited<ReturnType<typeof startOperator>>;

let etcd: TestEtcd;
let port: EtcdPort;
const running: Operator[] = [];

// An etcd for each try: what is counted here is everything that happened in it.
beforeEach(async () => {
  etcd = await startEtcd();
  port = createEtcdClient({ endpoints: etcd.endpoints });
});
afterEach(async () => {
  for (const one of running.splice(0)) one.stop();
  port?.close();
  await etcd?.cleanup();
});

async function operator(...more: Parameters<typeof startOperator> extends [unknown, ...infer Rest] ? Rest : never) {
  const one = await startOperator(etcd.endpoints, ...more);
  running.push(one);
  return one;
}

const admin: Actor = { name: "admin", role: "admin" };
const value = (text: string) => new TextEncoder().encode(JSON.stringify({ hostname: text, port: 80 }));
const at = async (key: string) => (await port.range({ range: { key } })).keyValues[0] ?? null;

/** Mulberry32: a failing seed can be run again. */
function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

async function hops(random: () => number): Promise<void> {
  for (let left = Math.floor(random() * 12); left > 0; left--) await new Promise((resolve) => setImmediate(resolve));
}

/**
 * What a seed lets its parties do. The order of half of them is fixed, so that both outcomes are certain to be met
 * however fast the machine is; in the other half they race.
 */
const SEEDS = 1_000;
const ORDERS = ["evicted before it registers again", "registered again before it is evicted", "race", "race"] as const;

describe("a thousand interleavings of two operators and an owner that registers again", () => {
  it("delete nothing newer than what was seen, and nothing without its entry", { timeout: 400_000 }, async () => {
    const [one, two] = [await operator(), await operator()];
    const events: WatchEvent[] = [];
    const stop = port.watch({ range: prefixRange("/services/race"), startRevision: "1" }, (message) => {
      if (message.kind === "events") events.push(...message.events);
    });
    const lease = (await port.grantLease(3_600)).leaseId;
    const done: { key: string; seen: string; revision: string; auditId: string }[] = [];
    const refused: string[] = [];

    async function play(seed: number): Promise<void> {
      const random = seeded(seed);
      const order = ORDERS[seed % ORDERS.length];
      // Each a service of its own: those of one service wait for each other.
      const key = `/services/race-${seed}/eu/one`;
      const seen = (await port.put(key, value("0"), { lease })).revision;
      /** Its outcome: evicted, or the code of the refusal. */
      const evictBy = async ({ actions }: Operator, looksAgain: boolean): Promise<string> => {
        await hops(random);
        const look = looksAgain ? ((await at(key))?.modRevision ?? seen) : seen;
        await hops(random);
        const input = { key, modRevision: look, mode: "key", reason: `seed ${seed}` } as const;
        const answer = await actions
          .perform(evict, input, admin)
          .catch((error: { code?: string }) => error.code ?? error);
        if (typeof answer === "string") {
          expect(["conflict", "guarded"]).toContain(answer);
          refused.push(key);
          return answer;
        }
        if (!("revision" in answer)) throw answer;
        done.push({ key, seen: look, revision: answer.revision, auditId: answer.auditId });
        return "evicted";
      };
      const own = async () => {
        for (let turn = 1; turn <= 2; turn++) {
          await hops(random);
          await port.put(key, value(String(turn)), { lease });
        }
      };
      if (order === "evicted before it registers again") {
        const outcomes = await Promise.all([evictBy(one, false), evictBy(two, false)]);
        expect(outcomes.filter((outcome) => outcome === "evicted")).toHaveLength(1);
        await own();
      } else if (order === "registered again before it is evicted") {
        await own();
        const outcomes = await Promise.all([evictBy(one, false), evictBy(two, false)]);
        expect(outcomes).toEqual(["conflict", "conflict"]);
      } else await Promise.all([evictBy(one, random() < 0.5), evictBy(two, random() < 0.5), own()]);
    }

    for (let seed = 0; seed < SEEDS; seed += 25)
      await Promise.all(Array.from({ length: 25 }, (_, offset) => play(seed + offset)));

    const puts = await port.put("/services/race-end/eu/one", value("end"));
    await expect
      .poll(() => events.at(-1), { timeout: 60_000 })
      .toMatchObject({ type: "put", keyValue: { modRevision: puts.revision } });
    stop();
    const deletions = events.filter((event) => event.type === "delete");
    expect(deletions.length).toBe(done.length);
    expect(done.length + refused.length).toBe(2 * SEEDS);
    // Of every four seeds one is evicted first and one is refused twice, whatever came of the races.
    expect(done.length).toBeGreaterThanOrEqual(SEEDS / 4);
    expect(refused.length).toBeGreaterThanOrEqual((3 * SEEDS) / 4);
    for (const { key, seen, revision, auditId } of done) {
      const event = deletions.find((one_) => one_.key === key && one_.modRevision === revision);
      expect([key, event?.previous?.modRevision]).toEqual([key, seen]);
      const found = await at(auditKeyOf(auditId));
      expect(found && readEntry(found, testRecords())).toMatchObject({
        state: "signed",
        record: { outcome: "done", revision, key },
      });
    }
  });
});

describe("leases of other people", () => {
  it("stay attached to their keys over every way of writing", async () => {
    const { actions, world } = await operator();
    const lease = (await port.grantLease(600)).leaseId;
    const key = "/services/kept/eu/10.0.0.1:80";
    const put = await port.put(key, value("10.0.0.1"), { lease });
    const isKept = async () => expect([(await at(key))?.leaseId, key]).toEqual([lease, key]);
    const preview: EvictionPreview = await previewEviction(key, world);
    expect(preview.lease?.keys).toHaveLength(1);
    await actions.perform(drain, { key, modRevision: put.revision, until: null, reason: "test" }, admin);
    await isKept();
    await actions.perform(resume, { key }, admin);
    await isKept();
    const encoded = encode(
      { layout: "path", service: "kept", host: "10.0.0.1", port: 80, datacenter: "eu", metadata: { tag: "b" } },
      world.layouts,
    );
    expect(encoded.key).toBe(key);
    await actions.perform(importOne, { encoded, before: await at(key) }, admin);
    await isKept();
    const there = await at(key);
    const evicted = await actions.perform(
      evict,
      { key, modRevision: there?.modRevision ?? "", mode: "key", reason: "test" },
      admin,
    );
    await actions.perform(restore, { auditId: evicted.auditId }, admin);
    await isKept();
    await expect(actions.perform(pauseHold, { key }, admin)).rejects.toMatchObject({ code: "not-found" });
    await expect(actions.perform(deregister, { key, modRevision: "1" }, admin)).rejects.toMatchObject({
      code: "not-found",
    });
    await isKept();
  });
});
