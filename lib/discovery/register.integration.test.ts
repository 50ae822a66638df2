import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { createEtcdClient } from "@/lib/etcd/client";
import { prefixRange } from "@/lib/etcd/key-range";
import type { EtcdPort, KeyValue } from "@/lib/etcd/port";
import { startCluster } from "@/server/testing/cluster";
import { startEtcd, type TestEtcd } from "@/server/testing/etcd-process";
import { forgetProcess, guardProcess } from "@/server/testing/leftovers";
import { connectEtcd } from "./etcd";
import { type RegisterOptions, register } from "./register";
import type { Registration, RegistrationState } from "./registration.types";

const ends: (() => unknown)[] = [];
let etcd: TestEtcd;
let reader: EtcdPort;
// An etcd for each try: nothing that another one left is counted.
beforeEach(async () => {
  etcd = await startEtcd();
  reader = createEtcdClient({ endpoints: etcd.endpoints });
});
afterEach(async () => {
  for (const end of ends.splice(0).reverse()) await end();
  reader?.close();
  await etcd?.cleanup();
});

async function stored(port: EtcdPort = reader): Promise<KeyValue[]> {
  return (await port.range({ range: prefixRange("/services/") })).keyValues;
}

/** Every lease that etcd holds, with its keys. */
async function leases(port: EtcdPort = reader): Promise<string[][]> {
  const ids = await port.leases();
  return Promise.all(ids.map(async (id) => (await port.timeToLive(id, { keys: true })).keys));
}

function registered(options: Partial<RegisterOptions> = {}, endpoints = etcd.endpoints): Registration {
  const one = register({
    etcd: endpoints,
    service: "web",
    datacenter: "eu",
    instance: "one",
    host: "127.0.0.1",
    port: 8080,
    ttlSeconds: 3,
    heartbeatSeconds: 1,
    leaveOnExit: false,
    ...options,
  });
  ends.push(() => one.deregister());
  return one;
}

/** What its state was, change by change. */
function follow(one: Registration): RegistrationState[] {
  const states: RegistrationState[] = [];
  one.onState((state) => states.push(state));
  return states;
}

async function until(what: () => boolean | Promise<boolean>, withinMs = 90_000): Promise<void> {
  const giveUpAt = performance.now() + withinMs;
  while (!(await what())) {
    if (performance.now() > giveUpAt) throw new Error("It did not come about in time");
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

describe("a registration in a real etcd", () => {
  it("comes back by itself when its lease is revoked by somebody, and when its key is deleted: one of it", async () => {
    // Its lease outlives a machine that stands still: what ends it is what the test does.
    const one = registered({ ttlSeconds: 60 });
    await one.ready();
    const states = follow(one);
    await reader.revokeLease(one.leaseId ?? "");
    await until(() => states.at(-1)?.kind === "registered");
    expect(states[0]).toMatchObject({ kind: "registering", why: "revoked" });
    const { leaseId } = one;
    states.length = 0;
    await reader.delete({ key: one.key });
    await until(() => states.at(-1)?.kind === "registered");
    expect(states[0]).toMatchObject({ kind: "registering", why: "deleted" });
    expect((await stored()).map((found) => [found.key, found.leaseId])).toEqual([[one.key, leaseId]]);
    expect(await leases()).toEqual([[one.key]]);
  });

  it.each(["killed", "frozen"] as const)("is there once after etcd was %s for eight seconds", async (how) => {
    const own = await startEtcd();
    ends.push(() => own.cleanup());
    const port = createEtcdClient({ endpoints: own.endpoints });
    ends.push(() => port.close());
    const shared = connectEtcd(own.endpoints);
    ends.push(() => shared.close());
    const one = registered({ etcd: shared });
    const two = registered({ etcd: shared, instance: "two", keeping: "re-put" });
    await Promise.all([one.ready(), two.ready()]);
    const states = follow(one);
    if (how === "killed") await own.kill9();
    else own.pause();
    await until(() => states.at(-1)?.kind === "unconfirmed");
    await new Promise((resolve) => setTimeout(resolve, 8_000));
    if (how === "killed") await own.restart();
    else own.resume();
    await until(() => one.state.kind === "registered" && two.state.kind === "registered");
    // Another two beats: nothing comes after, but for a beat that a busy machine delays.
    await new Promise((resolve) => setTimeout(resolve, 2_500));
    await until(() => one.state.kind === "registered" && two.state.kind === "registered");
    const found = await stored(port);
    expect(found.map(({ key }) => key)).toEqual([one.key, two.key]);
    expect(found[0]?.leaseId).toBe(one.leaseId);
    await until(async () => (await leases(port)).length === 2);
  });

  it("stays one while three members lose their leader and find another", async () => {
    const cluster = await startCluster(3);
    ends.push(() => cluster.cleanup());
    const port = createEtcdClient({ endpoints: cluster.endpoints });
    ends.push(() => port.close());
    const one = registered({}, cluster.endpoints);
    await one.ready();
    const states = follow(one);
    const leader = await cluster.leader();
    await leader.kill9();
    await cluster.leader();
    await leader.restart();
    const others = cluster.members.slice(1);
    for (const member of others) member.pause();
    await until(() => states.at(-1)?.kind === "unconfirmed");
    await new Promise((resolve) => setTimeout(resolve, 4_000));
    for (const member of others) member.resume();
    await cluster.leader();
    await until(() => one.state.kind === "registered");
    await new Promise((resolve) => setTimeout(resolve, 2_500));
    await until(() => one.state.kind === "registered");
    expect((await stored(port)).map(({ key, leaseId }) => [key, leaseId])).toEqual([[one.key, one.leaseId]]);
    await until(async () => (await leases(port)).length === 1);
  });

  it("holds five hundred in one process, through beats and an etcd that comes back", async () => {
    const own = await startEtcd();
    ends.push(() => own.cleanup());
    const port = createEtcdClient({ endpoints: own.endpoints, timeoutMs: 20_000 });
    ends.push(() => port.close());
    const shared = connectEtcd(own.endpoints);
    ends.push(() => shared.close());
    const all = Array.from({ length: 500 }, (_, index) =>
      registered({ etcd: shared, instance: `i${index}`, ttlSeconds: 60, heartbeatSeconds: 2 }),
    );
    await Promise.all(all.map((one) => one.ready()));
    await new Promise((resolve) => setTimeout(resolve, 8_000));
    await until(() => all.every(({ state }) => state.kind === "registered"));
    expect((await stored(port)).map(({ version }) => version)).toEqual(all.map(() => "1"));
    await own.kill9();
    await until(() => all.every(({ state }) => state.kind === "unconfirmed"));
    await own.restart();
    await until(() => all.every(({ state }) => state.kind === "registered"));
    expect((await stored(port)).length).toBe(500);
    await Promise.all(all.map((one) => one.deregister({ timeoutMs: 20_000 })));
    expect([await stored(port), await leases(port)]).toEqual([[], []]);
  });
});

describe("a program that registers itself", () => {
  const program = fileURLToPath(new URL("program.testing.ts", import.meta.url));

  async function run(task: string): Promise<{
    child: ChildProcess;
    states: { kind?: string; why?: string }[];
    exited: Promise<[number | null, string | null]>;
    errors(): string;
  }> {
    const args = ["--import", "tsx", program, etcd.endpoints[0] ?? "", task];
    const child = spawn(process.execPath, args, { stdio: ["ignore", "pipe", "pipe"] });
    guardProcess(child);
    const exited = once(child, "exit") as Promise<[number | null, string | null]>;
    void exited.then(() => forgetProcess(child));
    ends.push(() => child.kill("SIGKILL"));
    let errors = "";
    child.stderr.setEncoding("utf8").on("data", (text: string) => {
      errors += text;
    });
    const states: { kind?: string; why?: string; port?: number }[] = [];
    child.stdout.setEncoding("utf8").on("data", (text: string) => {
      for (const line of text.split("\n")) if (line) states.push(JSON.parse(line));
    });
    await until(() => {
      if (child.exitCode !== null) throw new Error(`It ended early: ${errors}`);
      return states.some(({ port }) => port !== undefined);
    });
    return { child, states, exited, errors: () => errors };
  }

  const nothingLeft = async () => expect([await stored(), await leases()]).toEqual([[], []]);

  it.each(["SIGTERM", "SIGINT", "SIGHUP"] as const)("has left etcd before %s ends it", async (signal) => {
    const { child, exited } = await run("serve");
    child.kill(signal);
    expect(await exited).toEqual([null, signal]);
    await nothingLeft();
  });

  it("has left when it ends itself on a signal that it handles", async () => {
    const { child, exited } = await run("handle");
    child.kill("SIGTERM");
    expect(await exited).toEqual([7, null]);
    await nothingLeft();
  });

  it("ends when it has nothing left to do, registered and following others as it is", async () => {
    const { exited, errors } = await run("finish");
    expect([await exited, errors()]).toEqual([[0, null], ""]);
    await nothingLeft();
  });

  it.each([
    ["throw", "nobody catches this"],
    ["reject", "nobody awaits this"],
  ])("leaves before an error that nobody handles ends it as it would have (%s)", async (task, message) => {
    const { exited, errors } = await run(task);
    expect(await exited).toEqual([1, null]);
    expect(errors()).toContain(message);
    await nothingLeft();
  });

  it("registers again after it was frozen for longer than its time to live", async () => {
    const { child, states, exited } = await run("serve");
    child.kill("SIGSTOP");
    await until(async () => (await stored()).length === 0);
    states.length = 0;
    child.kill("SIGCONT");
    await until(() => states.at(-1)?.kind === "registered");
    expect(states.filter(({ kind }) => kind === "registering")).toMatchObject([{ why: "expired" }]);
    expect([(await stored()).length, (await leases()).length]).toEqual([1, 1]);
    child.kill("SIGTERM");
    await exited;
    await nothingLeft();
  });

  it("takes its time to live to go where it is killed with -9", async () => {
    const { child } = await run("serve");
    child.kill("SIGKILL");
    expect((await stored()).length).toBe(1);
    await until(async () => (await stored()).length === 0);
  });
});
