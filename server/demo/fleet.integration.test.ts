import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { type Fleet, type FleetInstance, fleetSchema } from "@/lib/api/fleet";
import { type TrafficAnswer, trafficAnswerSchema } from "@/lib/api/traffic";
import type { RegistryEvent } from "@/lib/registry/types";
import { forgetProcess, guardProcess, temporaryFolder } from "@/server/testing/leftovers";
import { canListen } from "@/server/testing/ports";
import { FAMILY } from "./family";
import { programPath } from "./program-path";

const program = fileURLToPath(new URL("console-like.testing.ts", import.meta.url));
const EVERYBODY = FAMILY.reduce((sum, { count }) => sum + count, 0);

interface Console {
  child: ChildProcess;
  supervisor: number;
  fleet(): Promise<Fleet>;
  traffic(): Promise<TrafficAnswer>;
  /** The answer's status; the fleet afterwards, or the problem's words. */
  order(verb: string, body: object, headers?: Record<string, string>): Promise<{ status: number; detail: string }>;
  registered(service?: string): Promise<string[]>;
  /** When leases ran out, as far as the console saw it. */
  expiredAt(): Promise<number[]>;
}

const consoles: ChildProcess[] = [];
beforeAll(programPath);
afterAll(async () => {
  for (const child of consoles.splice(0)) await ended(child, "SIGTERM");
});

async function ended(child: ChildProcess, signal: NodeJS.Signals): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const gone = once(child, "exit");
  child.kill(signal);
  await gone;
}

async function startConsole(dataDir: string): Promise<Console> {
  const child = spawn(process.execPath, ["--import", "tsx", program], {
    stdio: ["ignore", "pipe", "inherit"],
    env: { ...process.env, ROLLCALL_DATA_DIR: dataDir },
  });
  consoles.push(child);
  guardProcess(child);
  child.once("exit", () => forgetProcess(child));
  const [line] = await once(child.stdout.setEncoding("utf8"), "data");
  const { port, supervisor } = JSON.parse(line) as { port: number; supervisor: number };
  const base = `http://127.0.0.1:${port}`;
  return {
    child,
    supervisor,
    fleet: async () => fleetSchema.parse(await (await fetch(`${base}/api/v1/fleet`)).json()),
    traffic: async () => trafficAnswerSchema.parse(await (await fetch(`${base}/api/v1/traffic`)).json()),
    async order(verb, body, headers = { origin: base, "content-type": "application/json" }) {
      const options = { method: "POST", headers, body: JSON.stringify(body) };
      const response = await fetch(`${base}/api/v1/fleet/${verb}`, options);
      const { detail = "" } = (await response.json()) as { detail?: string };
      return { status: response.status, detail };
    },
    async registered(service) {
      const query = service === undefined ? "" : `&service=${service}`;
      const answer = await fetch(`${base}/api/v1/instances?limit=1000${query}`);
      const { instances = [] } = (await answer.json()) as { instances?: { instance: string }[] };
      return instances.map(({ instance }) => instance).sort();
    },
    async expiredAt() {
      const answer = await fetch(`${base}/api/v1/events?type=removed&limit=1000`);
      const { events } = (await answer.json()) as { events: RegistryEvent[] };
      return events.flatMap(({ cause, at }) => (cause === "expired" && typeof at === "number" ? [at] : []));
    },
  };
}

async function until(what: () => Promise<boolean>, withinMs = 240_000): Promise<void> {
  const giveUpAt = performance.now() + withinMs;
  while (!(await what())) {
    if (performance.now() > giveUpAt) throw new Error("It did not come about in time");
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

const instancesOf = (fleet: Fleet): FleetInstance[] => fleet.services.flatMap(({ instances }) => instances);

/** Neither a zombie nor gone. */
function lives(pid: number): boolean {
  try {
    return !/\) [ZX] /.test(readFileSync(`/proc/${pid}/stat`, "utf8"));
  } catch {
    return false;
  }
}

/** Ports that nobody can have, but for those that some other fleet on this machine has taken meanwhile. */
async function heldBy(pids: readonly number[], ports: readonly number[]): Promise<number[]> {
  const held = await Promise.all(
    ports.map(async (port) => {
      if (await canListen(port)) return [];
      const answer = await fetch(`http://127.0.0.1:${port}/`, { signal: AbortSignal.timeout(500) }).catch(() => null);
      const { pid } = ((await answer?.json().catch(() => null)) ?? {}) as { pid?: number };
      return pid === undefined || pids.includes(pid) ? [port] : [];
    }),
  );
  return held.flat();
}

describe("the demo fleet", () => {
  let own: Console;
  beforeAll(async () => {
    own = await startConsole(await temporaryFolder("fleet"));
    await until(async () => (await own.registered()).length === EVERYBODY);
    await until(async () => (await own.fleet()).state === "ready");
  });
  afterEach(() => own.order("reset", {}));

  const one = async (id: string) => {
    const found = instancesOf(await own.fleet()).find((instance) => instance.id === id);
    if (!found) throw new Error(`There is no ${id}`);
    return found;
  };

  it("is processes of their own, each at a port from 8080 up, which say who they are", async () => {
    const all = instancesOf(await own.fleet());
    expect(new Set(all.map(({ pid }) => pid)).size).toBe(EVERYBODY);
    for (const { port, id } of all) {
      expect(port).toBeGreaterThanOrEqual(8080);
      const answer = (await (await fetch(`http://127.0.0.1:${port}/`)).json()) as { instance: string; pid: number };
      expect([answer.instance, lives(answer.pid)]).toEqual([id, true]);
      expect((await fetch(`http://127.0.0.1:${port}/health`)).status).toBe(200);
    }
    expect(new Set(all.map(({ datacenter }) => datacenter))).toEqual(new Set(["eu-west", "eu-central", null]));
  });

  it("calls what it depends on", async () => {
    const { port } = await one("web-1");
    await until(async () => {
      const answer = (await (await fetch(`http://127.0.0.1:${port}/`)).json()) as { calls: { answered: number }[] };
      return answer.calls.length === 5 && answer.calls.every(({ answered }) => answered > 0);
    });
    // The console hears of each call a moment after it.
    await until(async () => {
      const { traffic } = await own.traffic();
      const called = traffic.filter(({ way, caller }) => way === "fleet" && caller?.instance?.endsWith("/web-1"));
      return new Set(called.flatMap(({ service, answered }) => (answered > 0 ? service : []))).size === 5;
    });
  });

  it("stops gracefully and starts, pauses and goes on, is cut off and comes back", async () => {
    expect((await own.order("stop", { instances: ["web-1"] })).status).toBe(200);
    expect(await one("web-1")).toMatchObject({ process: "stopped", ended: { signal: "SIGTERM" } });
    await until(async () => !(await own.registered("Web")).includes("web-1"));
    await own.order("start", { instances: ["web-1"] });
    await own.order("pause", { instances: ["web-2"] });
    await own.order("cut", { instances: ["web-3"] });
    await until(async () => (await own.registered("Web")).join() === "web-1");
    expect(await one("web-2")).toMatchObject({ process: "paused" });
    expect(await one("web-3")).toMatchObject({ process: "running", cut: true, registration: { state: "unconfirmed" } });
    await own.order("resume", { instances: ["web-2"] });
    await own.order("mend", { instances: ["web-3"] });
    await until(async () => (await own.registered("Web")).length === 3);
  });

  it("is slow and fails as asked, by whoever holds the token only", async () => {
    const wish = { instances: ["ratings-1"], latencyMs: 200, errorRate: 1 };
    expect((await own.order("latency", wish)).status).toBe(200);
    const { port } = await one("ratings-1");
    const startedAt = performance.now();
    expect((await fetch(`http://127.0.0.1:${port}/`)).status).toBe(500);
    expect(performance.now() - startedAt).toBeGreaterThanOrEqual(190);
    expect((await fetch(`http://127.0.0.1:${port}/health`)).status).toBe(200);
    const without = await fetch(`http://127.0.0.1:${port}/control`, { method: "POST", body: '{"latencyMs":0}' });
    expect(without.status).toBe(403);
  });

  it("grows, shrinks and storms", async () => {
    await own.order("scale", { service: "SearchService", count: 4 });
    await until(async () => (await own.registered("SearchService")).length === 4);
    await own.order("scale", { service: "SearchService", count: 1 });
    await until(async () => (await own.registered("SearchService")).length === 1);
    await own.order("storm", { perSecond: 50, standing: 20, seconds: 60 });
    await until(async () => (await own.registered("Storm")).length >= 15);
    await own.order("storm", { perSecond: 0 });
    await until(async () => (await own.registered("Storm")).length === 0);
  });

  it("is as at the beginning after a reset, without waiting for a lease", async () => {
    await own.order("kill", { instances: ["web-1", "comments-1", "cassandra-1"] });
    await own.order("pause", { instances: ["user-management-1"] });
    await own.order("cut", { instances: ["video-catalog-1"] });
    await own.order("scale", { service: "RatingsService", count: 4 });
    expect((await own.order("reset", {})).status).toBe(200);
    const answeredAt = Date.now();
    await until(async () => (await own.registered()).length === EVERYBODY);
    // What a busy machine let run out before the reset was through is none of its doing.
    expect((await own.expiredAt()).filter((at) => at > answeredAt)).toEqual([]);
    const all = instancesOf(await own.fleet());
    expect(all.every(({ process, cut }) => process === "running" && !cut)).toBe(true);
  });

  it("refuses what makes no sense, and whoever may not write", async () => {
    expect((await own.order("kill", { instances: ["nobody"] })).status).toBe(404);
    expect((await own.order("scale", { service: "Web", count: 60 })).status).toBe(400);
    expect((await own.order("kill", { instances: [] })).status).toBe(400);
    await own.order("stop", { instances: ["web-1"] });
    expect(await own.order("pause", { instances: ["web-1"] })).toMatchObject({
      status: 400,
      detail: expect.stringContaining("does not run"),
    });
    const json = { "content-type": "application/json" };
    expect((await own.order("reset", {}, json)).status).toBe(403);
    expect((await own.order("reset", {}, { ...json, origin: "http://evil.example" })).status).toBe(403);
  });
});

describe("a console that is killed with -9", () => {
  it.each([1, 2, 3])("leaves no process and no port, half of its fleet paused (%i)", async () => {
    const dataDir = await temporaryFolder("fleet-killed");
    const own = await startConsole(dataDir);
    await until(async () => (await own.fleet()).state === "ready");
    const all = instancesOf(await own.fleet());
    const half = all.filter((_, index) => index % 2 === 0).map(({ id }) => id);
    await own.order("pause", { instances: half });
    const pids = [...all.flatMap(({ pid }) => pid ?? []), own.supervisor];
    const ports = all.flatMap(({ port }) => port ?? []);
    expect([pids.length, pids.filter((pid) => !lives(pid)), ports.length]).toEqual([EVERYBODY + 1, [], EVERYBODY]);
    await ended(own.child, "SIGKILL");
    const left = async () => [...pids.filter(lives), ...(await heldBy(pids, ports))];
    await expect.poll(left, { timeout: 60_000 }).toEqual([]);
  });
});
