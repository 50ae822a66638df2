/** Writes the registry and then changes it at a steady rate; keeps when etcd acknowledged each change, and its revision. */
import { Etcd3 } from "etcd3";
import { type Change, createChanges } from "../changes";
import { type PreciseClock, preciseClock } from "../clock";
import { type FleetMember, type FleetService, fleetMembers, portOf, registrationValue } from "../fleet";
import { serve } from "../worker";

export interface SeedInput {
  hosts: string;
  services: FleetService[];
  /** `each`: a lease of its own for every instance, granted for longer than a run lasts. */
  leases: "none" | "each";
}

export interface StartInput {
  changesPerSecond: number;
  probeShare: number;
  churnShare: number;
}

/** Columns, one entry per acknowledged change, in the order of the acknowledgements. */
export interface Acks {
  member: Int32Array;
  /** 0 for a removal. */
  port: Int32Array;
  revision: Float64Array;
  /** Wall clock, milliseconds with fractions. */
  at: Float64Array;
  failed: number;
  /** Changes that were due and found every candidate busy. */
  skipped: number;
}

const LEASE_SECONDS = 3600;
const KEYS_PER_TRANSACTION = 100;
const IN_FLIGHT = 48;

let client: Etcd3 | undefined;
let members: FleetMember[] = [];
let leases: (string | undefined)[] = [];
let beats = new Int32Array(0);
let running: { stop(): Promise<Acks> } | undefined;

async function seed(input: SeedInput): Promise<{ keys: number; revision: number; milliseconds: number }> {
  const startedAt = performance.now();
  client?.close();
  const etcd = new Etcd3({ hosts: input.hosts });
  client = etcd;
  members = fleetMembers(input.services);
  beats = new Int32Array(members.length);
  leases = new Array<string | undefined>(members.length).fill(undefined);
  if (input.leases === "each") {
    await inParallel(members.length, async (index) => {
      leases[index] = (await etcd.leaseClient.leaseGrant({ TTL: LEASE_SECONDS })).ID;
    });
  }
  let revision = 0;
  await inParallel(Math.ceil(members.length / KEYS_PER_TRANSACTION), async (page) => {
    const from = page * KEYS_PER_TRANSACTION;
    const success = members
      .slice(from, from + KEYS_PER_TRANSACTION)
      .map((_, index) => ({ request_put: putRequest(from + index) }));
    const { header } = await etcd.kv.txn({ success });
    revision = Math.max(revision, Number(header.revision));
  });
  return { keys: members.length, revision, milliseconds: performance.now() - startedAt };
}

function putRequest(index: number) {
  const member = members[index];
  if (!member) throw new RangeError(`no member ${index}`);
  const lease = leases[index];
  return {
    key: Buffer.from(member.key),
    value: Buffer.from(registrationValue(member, portOf(beats[index] ?? 0))),
    ...(lease === undefined ? {} : { lease }),
  };
}

async function inParallel(count: number, run: (index: number) => Promise<void>): Promise<void> {
  let next = 0;
  const lane = async () => {
    while (next < count) await run(next++);
  };
  await Promise.all(Array.from({ length: Math.min(IN_FLIGHT, count) }, lane));
}

function start(input: StartInput): void {
  if (running) throw new Error("already running");
  running = change(input, preciseClock());
}

/** Paced by an absolute schedule: a late tick is made up for at once, the rate never drifts. */
function change({ changesPerSecond, probeShare, churnShare }: StartInput, clock: PreciseClock) {
  if (!client) throw new Error("seed first");
  const { kv } = client;
  const probes = members.flatMap(({ probe }, index) => (probe ? [index] : []));
  const changes = createChanges({ members: members.length, probes, probeShare, churnShare, seed: 4711 });
  const acks: { member: number; port: number; revision: number; at: number }[] = [];
  const busy = new Set<number>();
  const underWay = new Set<Promise<void>>();
  let failed = 0;
  let skipped = 0;
  let made = 0;
  const startedAt = performance.now();

  async function make({ member, kind }: Change): Promise<void> {
    busy.add(member);
    try {
      if (kind === "put") beats[member] = (beats[member] ?? 0) + 1;
      const request = putRequest(member);
      const answer = await (kind === "put" ? kv.put(request) : kv.deleteRange({ key: request.key }));
      // An earlier run on the same registry took it away: nothing happened now.
      if ("deleted" in answer && answer.deleted === "0") return;
      const { header } = answer;
      const port = kind === "put" ? portOf(beats[member] ?? 0) : 0;
      acks.push({ member, port, revision: Number(header.revision), at: clock.now() });
    } catch {
      failed++;
    } finally {
      busy.delete(member);
    }
  }

  const timer = setInterval(() => {
    const due = Math.floor(((performance.now() - startedAt) / 1000) * changesPerSecond);
    for (; made < due; made++) {
      const next = changes.next((member) => busy.has(member));
      if (!next) {
        skipped++;
        continue;
      }
      const one = make(next);
      underWay.add(one);
      void one.then(() => underWay.delete(one));
    }
  }, 1);

  return {
    async stop(): Promise<Acks> {
      clearInterval(timer);
      await Promise.all(underWay);
      return {
        member: Int32Array.from(acks, (ack) => ack.member),
        port: Int32Array.from(acks, (ack) => ack.port),
        revision: Float64Array.from(acks, (ack) => ack.revision),
        at: Float64Array.from(acks, (ack) => ack.at),
        failed,
        skipped,
      };
    },
  };
}

async function stop(): Promise<Acks> {
  if (!running) throw new Error("not running");
  const { stop: end } = running;
  running = undefined;
  return end();
}

const calls = { seed, start, stop };
export type LoadCalls = typeof calls;
serve(calls);
