/** Owners of leases, as services have them: one keepalive stream for all, and the truth about every beat and every end. */
import { Etcd3 } from "etcd3";
import { PREFIX } from "../fleet";
import { serve } from "../worker";

export type End = "expired" | "revoked" | "deleted";

export interface SeedInput {
  hosts: string;
  count: number;
  ttlSeconds: number;
  beatMs: number;
  /** Instances of each service. */
  perService: number;
}

interface Owner {
  key: string;
  leaseId: string;
  nextBeat: number;
  silent: boolean;
  sent: number[];
  /** Sent and answered, wall clock. */
  beats: [number, number][];
}

const PARALLEL = 48;
const TURN_MS = 5;

let client: Etcd3 | undefined;
let plan: SeedInput | undefined;
const owners = new Map<string, Owner>();
const byLease = new Map<string, Owner>();
const ended: { key: string; how: End }[] = [];
let born = 0;
let write: ((leaseId: string) => void) | undefined;

function etcd(): Etcd3 {
  if (!client) throw new Error("seed first");
  return client;
}

async function seed(input: SeedInput): Promise<{ keys: number }> {
  client = new Etcd3({ hosts: input.hosts });
  plan = input;
  const stream = await client.leaseClient.leaseKeepAlive();
  stream.on("data", ({ ID, TTL }: { ID: string; TTL: string }) => {
    const owner = byLease.get(ID);
    const sent = owner?.sent.shift();
    if (owner && sent !== undefined && Number(TTL) > 0) owner.beats.push([sent, Date.now()]);
  });
  stream.on("error", () => process.exit(1));
  write = (ID) => stream.write({ ID });
  // From the first on: the others may take longer than a grant.
  setInterval(turn, TURN_MS);
  await many(input.count, () => bear());
  return { keys: owners.size };
}

async function bear(): Promise<void> {
  if (!plan) return;
  const number = born++;
  const service = `svc-${String(Math.floor((number % plan.count) / plan.perService)).padStart(4, "0")}`;
  const { ID } = await etcd().leaseClient.leaseGrant({ TTL: plan.ttlSeconds });
  const key = `${PREFIX}${service}/eu/${service}-${number}`;
  const value = JSON.stringify({ hostname: `10.0.${(number >> 8) & 255}.${number & 255}`, port: 8080 });
  await etcd().kv.put({ key: Buffer.from(key), value: Buffer.from(value), lease: ID });
  const nextBeat = Date.now() + Math.random() * plan.beatMs;
  const owner: Owner = { key, leaseId: ID, nextBeat, silent: false, sent: [], beats: [] };
  owners.set(key, owner);
  byLease.set(ID, owner);
}

function turn(): void {
  const now = Date.now();
  for (const owner of owners.values()) {
    if (owner.silent || owner.nextBeat > now) continue;
    owner.nextBeat += plan?.beatMs ?? 1_000;
    owner.sent.push(now);
    write?.(owner.leaseId);
  }
}

async function end(owner: Owner, how: End): Promise<void> {
  owner.silent = true;
  owners.delete(owner.key);
  const truth: { key: string; how: End } = { key: owner.key, how };
  ended.push(truth);
  // On a machine that is too busy to renew in time a lease may have run out by itself before.
  try {
    if (how === "revoked") await etcd().leaseClient.leaseRevoke({ ID: owner.leaseId });
    if (how === "deleted") {
      const { deleted } = await etcd().kv.deleteRange({ key: Buffer.from(owner.key) });
      if (deleted === "0") truth.how = "expired";
    }
  } catch (error) {
    if (!String(error).includes("requested lease not found")) throw error;
    truth.how = "expired";
  }
}

/** Ends so many of each kind at this rate, each replaced by a new one, so that their number stays. */
async function churn({ each, perSecond }: { each: number; perSecond: number }): Promise<void> {
  const startedAt = performance.now();
  for (let made = 0; made < 3 * each; made++) {
    const wait = startedAt + (made / perSecond) * 1_000 - performance.now();
    if (wait > 0) await new Promise((resolve) => setTimeout(resolve, wait));
    const old = [...owners.values()].filter(({ beats }) => beats.length > 2);
    const owner = old[Math.floor(Math.random() * old.length)];
    if (!owner) continue;
    await end(owner, (["expired", "revoked", "deleted"] as const)[made % 3] ?? "expired");
    await bear();
  }
}

/** All fall silent in the same moment after one common beat; some are revoked or deleted as the others run out. */
async function storm({ revoked, deleted }: { revoked: number; deleted: number }): Promise<void> {
  const all = [...owners.values()];
  const now = Date.now();
  for (const owner of all) {
    owner.sent.push(now);
    write?.(owner.leaseId);
    owner.nextBeat = now + (plan?.beatMs ?? 1_000);
  }
  const rest = all.slice(revoked + deleted);
  for (const owner of rest) {
    owner.silent = true;
    ended.push({ key: owner.key, how: "expired" });
  }
  await new Promise((resolve) => setTimeout(resolve, (plan?.ttlSeconds ?? 10) * 1_000));
  await many(revoked + deleted, async (index) => {
    const owner = all[index];
    if (!owner) return;
    await new Promise((resolve) => setTimeout(resolve, Math.random() * 2_000));
    await end(owner, index < revoked ? "revoked" : "deleted");
  });
}

async function many(count: number, run: (index: number) => Promise<void>): Promise<void> {
  let next = 0;
  const lane = async () => {
    while (next < count) await run(next++);
  };
  await Promise.all(Array.from({ length: Math.min(PARALLEL, count) }, lane));
}

const calls = {
  seed,
  churn,
  storm,
  truth: (_input: null) => ended,
  beats: ({ service }: { service: string }) =>
    [...owners.values()]
      .filter(({ key }) => key.startsWith(`${PREFIX}${service}/`))
      .map(({ leaseId, beats }) => ({ leaseId, beats })),
};
export type OwnersCalls = typeof calls;
serve(calls);
