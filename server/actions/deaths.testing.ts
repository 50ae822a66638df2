/**
 * A program for tests: everything that changes the registry, in a process of its own that kills itself (SIGKILL) at the
 * call to etcd it is told. `deaths.integration.test.ts` starts it.
 */
import type { Actor } from "@/lib/auth/roles";
import { createEtcdClient } from "@/lib/etcd/client";
import { eventually } from "@/server/testing/console";
import { deregister } from "./deregister";
import { dismiss } from "./dismiss";
import { drain } from "./drain";
import { evict } from "./evict";
import { pauseHold, releaseHold, resumeHold } from "./hold";
import { importOne } from "./import-one";
import { encode, register } from "./register";
import { restore } from "./restore";
import { resume } from "./resume";
import { setMinimum } from "./set-minimum";
import { startOperator } from "./testing";

/** Parent to child, in this order; the child answers `started`, `prepared`, and `done` where it got away alive. */
export type Order = { prepare: string; atCall: number; sent: boolean } | "go";

type Operator = Awaited<ReturnType<typeof startOperator>>;
type Act = () => Promise<unknown>;

const admin: Actor = { name: "admin", role: "admin" };
const reason = "test";

/** By what it is: prepares what it needs, and answers what is done then. */
export const CASES: Readonly<Record<string, (by: Operator, key: string) => Promise<Act>>> = {
  "evict a key": async (by, key) => {
    const modRevision = await owned(by, key);
    return () => by.actions.perform(evict, { key, modRevision, mode: "key", reason }, admin);
  },
  "evict a lease": async (by, key) => {
    const modRevision = await owned(by, key);
    return () => by.actions.perform(evict, { key, modRevision, mode: "lease", leaseKeys: [key], reason }, admin);
  },
  "put back": async (by, key) => {
    const modRevision = await owned(by, key);
    const { auditId } = await by.actions.perform(evict, { key, modRevision, mode: "key", reason }, admin);
    return () => by.actions.perform(restore, { auditId }, admin);
  },
  "drain for a time": async (by, key) => {
    const modRevision = await owned(by, key);
    return () => by.actions.perform(drain, { key, modRevision, until: Date.now() + 600_000, reason }, admin);
  },
  resume: async (by, key) => {
    const modRevision = await owned(by, key);
    await by.actions.perform(drain, { key, modRevision, until: null, reason }, admin);
    return () => by.actions.perform(resume, { key }, admin);
  },
  register: async (by, key) => () => by.actions.perform(register, registrationOf(key), admin),
  "pause what is held": async (by, key) => {
    await hold(by, key);
    return () => by.actions.perform(pauseHold, { key }, admin);
  },
  "resume what is held": async (by, key) => {
    await hold(by, key);
    await by.actions.perform(pauseHold, { key }, admin);
    return () => by.actions.perform(resumeHold, { key }, admin);
  },
  "release what is held": async (by, key) => {
    await hold(by, key);
    return () => by.actions.perform(releaseHold, { key }, admin);
  },
  deregister: async (by, key) => {
    const modRevision = await hold(by, key);
    return () => by.actions.perform(deregister, { key, modRevision }, admin);
  },
  "import what is new": async (by, key) => {
    const encoded = encode(registrationOf(key), by.world.layouts);
    return () => by.actions.perform(importOne, { encoded, before: null }, admin);
  },
  "import over what is there": async (by, key) => {
    await owned(by, key);
    const [before = null] = (await by.world.etcd().range({ range: { key } })).keyValues;
    const encoded = encode({ ...registrationOf(key), metadata: { tag: "b" } }, by.world.layouts);
    return () => by.actions.perform(importOne, { encoded, before }, admin);
  },
  "set a minimum": async (by, key) => () => by.actions.perform(setMinimum, { service: key, minimum: 2 }, admin),
  "clear a minimum": async (by, key) => {
    await by.actions.perform(setMinimum, { service: key, minimum: 2 }, admin);
    return () => by.actions.perform(setMinimum, { service: key, minimum: null }, admin);
  },
  "dismiss a service at zero": async (by, key) => {
    await by.actions.perform(setMinimum, { service: key, minimum: 2 }, admin);
    await eventually(
      () => by.world.registry.view()?.minimums.has(key),
      (known) => known === true,
    );
    return () => by.actions.perform(dismiss, { services: [key] }, admin);
  },
};

/** Somebody else's, under a lease. */
async function owned({ world }: Operator, key: string): Promise<string> {
  const { leaseId } = await world.etcd().grantLease(600);
  const value = new TextEncoder().encode(JSON.stringify({ hostname: "other", port: 80 }));
  return (await world.etcd().put(key, value, { lease: leaseId })).revision;
}

async function hold(by: Operator, key: string): Promise<string> {
  return (await by.actions.perform(register, registrationOf(key), admin)).modRevision;
}

function registrationOf(key: string) {
  const [, , service = "", datacenter = "", address = ""] = key.split("/");
  const [host = "", port = ""] = address.split(":");
  return { layout: "path", service, host, port: Number(port), datacenter, ttlSeconds: 600, hold: "console" } as const;
}

function told(): Promise<Order> {
  return new Promise((resolve) => process.once("message", (order: Order) => resolve(order)));
}

async function main(endpoint: string): Promise<void> {
  const warm = createEtcdClient({ endpoints: [endpoint] });
  await warm.range({ range: { key: "/" } });
  warm.close();
  process.send?.("started");
  const order = await told();
  if (order === "go") throw new Error("Nothing is prepared yet");
  const { prepare, atCall, sent } = order;
  const die = (): void => void process.kill(process.pid, "SIGKILL");
  const by = await startOperator([endpoint], { death: { atCall, sent, die } });
  const key = `/services/dying/eu/10.0.0.1:${1 + Math.floor(Math.random() * 65_000)}`;
  const act = await CASES[prepare]?.(by, key);
  if (!act) throw new Error(`There is no ${prepare}`);
  process.send?.("prepared");
  await told();
  by.arm();
  await act();
  process.send?.("done");
  process.disconnect();
  by.stop();
}

const [, , endpoint] = process.argv;
if (endpoint !== undefined && process.send !== undefined && process.env.ROLLCALL_DYING === "1") void main(endpoint);
