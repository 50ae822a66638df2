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
  /** They stand in several datacenters, and each service declares that it calls two others. */
  calling?: boolean;
}

interface Owner {
  key: string;
  /** What it registers, but for its port. */
  registration: object;
  leaseId: string;
  nextBeat: number;
  silent: boolean;
  sent: number[];
  /** Sent and answered, wall clock. */
  beats: [number, number][];
}

const DATACENTERS = ["eu-west", "us-east", "ap-south"] as const;
const FIRST_PORT = 8_080;
const PARALLEL = 48;
const TURN_MS = 5;

let client: Etcd3 | undefined;
let plan: SeedInput | undefined;
const owners = new Map<string, Owner>();
const byLease = new Map<string, Owner>();
const ended: { key: string; how: End }[] = [];
let born = 0;
let changing: NodeJS.Timeout | undefined;
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
  const index = Math.floor((number % plan.count) / plan.perService);
  const service = serviceName(index);
  const { ID } = await etcd().leaseClient.leaseGrant({ TTL: plan.ttlSeconds });
  const datacenter = plan.calling ? (DATACENTERS[number % DATACENTERS.length] ?? "eu") : "eu";
  const key = `${PREFIX}${service}/${datacenter}/${service}-${number}`;
  const registration = {
    hostname: `10.0.${(number >> 8) & 255}.${number & 255}`,
    ...(plan.calling && { dependsOn: calledBy(index, plan.count / plan.perService) }),
  };
  const nextBeat = Date.now() + Math.random() * plan.beatMs;
  const owner: Owner = { key, registration, leaseId: ID, nextBeat, silent: false, sent: [], beats: [] };
  await put(owner, FIRST_PORT);
  owners.set(key, owner);
  byLease.set(ID, owner);
}

const serviceName = (index: number) => `svc-${String(index).padStart(4, "0")}`;

/** A tree: every service but the first is called by one other. */
function calledBy(index: number, services: number): string[] {
  return [2 * index + 1, 2 * index + 2].filter((called) => called < services).map(serviceName);
}

async function put({ key, registration, leaseId }: Owner, port: number): Promise<void> {
  const value = Buffer.from(JSON.stringify({ ...registration, port }));
  await etcd().kv.put({ key: Buffer.from(key), value, lease: leaseId });
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

/** So many changes a second until it is stopped: nine in ten a new port, the others one that goes and one that comes. */
function change({ perSecond }: { perSecond: number }): void {
  const startedAt = performance.now();
  let made = 0;
  const one = async (number: number) => {
    const all = [...owners.values()];
    const owner = all[(number * 7_919) % all.length];
    if (!owner) return;
    if (number % 20 !== 0) return put(owner, FIRST_PORT + (number % 10_000));
    await end(owner, "revoked");
    await bear();
  };
  changing = setInterval(() => {
    const due = Math.floor(((performance.now() - startedAt) / 1_000) * perSecond);
    // Somebody who ends is two changes.
    for (; made < due; made += made % 20 === 0 ? 2 : 1) void one(made).catch(() => process.exit(1));
  }, TURN_MS);
}

/** All but `left` fall silent in the same moment after one common beat; resolves when their leases are over. */
async function fallSilent({ left }: { left: number }): Promise<void> {
  const silent = [...owners.values()].slice(left);
  const now = Date.now();
  for (const owner of silent) {
    write?.(owner.leaseId);
    owner.sent.push(now);
    owner.silent = true;
    owners.delete(owner.key);
  }
  await new Promise((resolve) => setTimeout(resolve, (plan?.ttlSeconds ?? 10) * 1_000));
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
  change,
  stand: (_input: null) => clearInterval(changing),
  fallSilent,
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
