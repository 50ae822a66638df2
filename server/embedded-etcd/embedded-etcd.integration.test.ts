import { existsSync, readFileSync, statSync } from "node:fs";
import { readdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { setImmediate } from "node:timers/promises";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { createSupervisor, type Supervisor } from "../supervisor/supervisor";
import { chooseEtcd } from "../testing/etcd-binaries";
import { availableEtcdVersions } from "../testing/etcd-process";
import { temporaryFolder } from "../testing/leftovers";
import { createEmbeddedEtcd, type EmbeddedEtcd, type EmbeddedEtcdState } from "./embedded-etcd";

const silent = { info() {}, warn() {} };
let supervisor: Supervisor;
let dataDir: string;
let running: EmbeddedEtcd[] = [];

beforeEach(async () => {
  supervisor = createSupervisor();
  dataDir = await temporaryFolder("embedded");
});

afterEach(async () => {
  await Promise.all(running.map((one) => one.stop()));
  running = [];
  await supervisor.stop(500);
});

function embedded(options: { version?: string; states?: EmbeddedEtcdState[] } = {}): EmbeddedEtcd {
  const etcd = createEmbeddedEtcd({
    supervisor,
    dataDir,
    log: silent,
    binary: chooseEtcd(options.version),
    firstBackoffMs: 50,
    onState: (state) => options.states?.push(state),
  });
  running.push(etcd);
  return etcd;
}

const up = (etcd: EmbeddedEtcd) =>
  expect.poll(() => etcd.state.kind, { timeout: 20_000, interval: 20 }).toBe("running");

function pidOf(etcd: EmbeddedEtcd): number {
  if (etcd.state.kind !== "running") throw new Error(`etcd is ${etcd.state.kind}`);
  return etcd.state.pid;
}

async function put(etcd: EmbeddedEtcd, key: string): Promise<void> {
  const answer = await fetch(`${etcd.endpoints[0]}/v3/kv/put`, {
    method: "POST",
    body: JSON.stringify({ key: btoa(key), value: "" }),
  });
  expect(answer.status).toBe(200);
}

async function count(etcd: EmbeddedEtcd): Promise<number> {
  const body = JSON.stringify({ key: "AA==", range_end: "AA==", count_only: true });
  const answer = await fetch(`${etcd.endpoints[0]}/v3/kv/range`, { method: "POST", body });
  return Number(((await answer.json()) as { count?: string }).count ?? 0);
}

/** Ends as soon as its log is there: it knows of no member yet. */
async function endEarly(version: string, how: "stopped" | "killed"): Promise<void> {
  const log = join(dataDir, "etcd", "member", "wal", "0000000000000000-0000000000000000.wal");
  const etcd = embedded({ version });
  await etcd.start();
  while (!existsSync(log)) await setImmediate();
  if (how === "killed") {
    await supervisor.stop(0);
    supervisor = createSupervisor();
  }
  await etcd.stop();
}

describe.each(availableEtcdVersions())("an embedded etcd %s", (version) => {
  it("comes up on loopback with a private directory, and again after kill -9 with its data on the same port", async () => {
    const states: EmbeddedEtcdState[] = [];
    const etcd = embedded({ version, states });
    await etcd.start();
    await up(etcd);
    expect(etcd.endpoints[0]).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/);
    expect(statSync(join(dataDir, "etcd")).mode & 0o777).toBe(0o700);
    await put(etcd, "/services/a");
    const endpoints = [...etcd.endpoints];
    for (let round = 0; round < 3; round++) {
      const pid = pidOf(etcd);
      process.kill(pid, "SIGKILL");
      await expect.poll(() => etcd.state.kind === "running" && etcd.state.pid !== pid, { timeout: 20_000 }).toBe(true);
    }
    expect(etcd.endpoints).toEqual(endpoints);
    expect(await count(etcd)).toBe(1);
    expect(states.find((state) => state.kind === "down")).toMatchObject({ reason: expect.stringContaining("SIGKILL") });
    await etcd.stop();
    expect(etcd.state.kind).toBe("stopped");
    expect((await readdir(dataDir)).sort()).toEqual(["etcd", "etcd-ports.json", "etcd-version", "etcd.log"]);
  });

  it("leads also where it was stopped, or killed, before it led for the first time", async () => {
    for (let round = 0; round < 6; round++) await endEarly(version, round % 2 === 0 ? "stopped" : "killed");
    const etcd = embedded({ version });
    await etcd.start();
    await up(etcd);
    await put(etcd, "/services/a");
    await etcd.stop();
    const again = embedded({ version });
    await again.start();
    await up(again);
    expect(await count(again)).toBe(1);
  });

  it("takes nothing away from data that were put in the place of such a beginning", async () => {
    const [data, backup] = [join(dataDir, "etcd"), join(dataDir, "backup")];
    const first = embedded({ version });
    await first.start();
    await up(first);
    await put(first, "/services/a");
    await first.stop();
    await rename(data, backup);
    await endEarly(version, "stopped");
    await rm(data, { recursive: true });
    await rename(backup, data);
    const restored = embedded({ version });
    await restored.start();
    await up(restored);
    expect(await count(restored)).toBe(1);
  });

  it("does not stumble over ETCD_ variables that are meant for the console", async () => {
    process.env.ETCD_NAME = "somebody";
    process.env.ETCD_DATA_DIR = "/nowhere";
    try {
      const etcd = embedded({ version });
      await etcd.start();
      await up(etcd);
    } finally {
      delete process.env.ETCD_NAME;
      delete process.env.ETCD_DATA_DIR;
    }
  });
});

describe("the embedded etcd", () => {
  it("takes the last run's ports again", async () => {
    const first = embedded();
    await first.start();
    await first.stop();
    const second = embedded();
    await second.start();
    expect(second.endpoints).toEqual(first.endpoints);
  });

  it("comes up again when it is lost together with the supervisor", async () => {
    const etcd = embedded();
    await etcd.start();
    await up(etcd);
    const pid = pidOf(etcd);
    process.kill(supervisor.pid ?? 0, "SIGKILL");
    await expect.poll(() => etcd.state.kind === "running" && etcd.state.pid !== pid, { timeout: 20_000 }).toBe(true);
  });

  it("refuses a directory that another console uses, and takes over the lock of one that is gone", async () => {
    await embedded().start();
    await expect(embedded().start()).rejects.toThrow(/Another Rollcall \(process \d+\) uses the data directory/);
    await Promise.all(running.splice(0).map((one) => one.stop()));
    await writeFile(join(dataDir, "console.lock"), JSON.stringify({ pid: process.pid, startedAt: "1" }));
    const third = embedded();
    await third.start();
    await up(third);
    expect(JSON.parse(readFileSync(join(dataDir, "console.lock"), "utf8")).pid).toBe(process.pid);
  });

  const [newest = "", ...older] = availableEtcdVersions();
  const oldest = older.at(-1);
  it.runIf(oldest)("says so where the data are newer than etcd, from its own note or from etcd's words", async () => {
    const first = embedded({ version: newest });
    await first.start();
    await up(first);
    await put(first, "/a");
    // The cluster's version is settled some seconds after the start, and only then is the older one refused.
    await expect
      .poll(() => clusterVersion(first), { timeout: 20_000 })
      .toContain(newest.split(".").slice(0, 2).join("."));
    await first.stop();
    const noted = embedded({ version: oldest ?? "" });
    await expect(noted.start()).rejects.toThrow(`was written by etcd ${newest}, and this etcd is ${oldest}`);
    await rm(join(dataDir, "etcd-version"));
    const unnoted = embedded({ version: oldest ?? "" });
    await unnoted.start();
    await expect.poll(() => unnoted.state.kind, { timeout: 20_000 }).toBe("failed");
    expect(unnoted.state).toMatchObject({ reason: expect.stringContaining("was written by a newer etcd") });
  });

  it("keeps trying, slower and slower, and names its log, where etcd cannot run", async () => {
    const states: EmbeddedEtcdState[] = [];
    const etcd = createEmbeddedEtcd({
      supervisor,
      dataDir,
      log: silent,
      binary: { server: "/bin/false", version: "3.4.0" },
      firstBackoffMs: 20,
      onState: (state) => states.push(state),
    });
    running.push(etcd);
    await etcd.start();
    const waits = () => states.flatMap((state) => (state.kind === "down" ? [state.retryInMs] : []));
    await expect.poll(() => waits().length, { timeout: 20_000 }).toBeGreaterThan(3);
    expect(waits().slice(0, 4)).toEqual([20, 40, 80, 160]);
    expect(await readFile(join(dataDir, "etcd.log"), "utf8")).toBe("");
  });
});

async function clusterVersion(etcd: EmbeddedEtcd): Promise<string> {
  const answer = await fetch(`${etcd.endpoints[0]}/version`);
  return ((await answer.json()) as { etcdcluster: string }).etcdcluster;
}
