import { execFileSync } from "node:child_process";
import { existsSync, readdirSync, readFileSync, readlinkSync, statSync } from "node:fs";
import { readdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { setImmediate } from "node:timers/promises";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { createEtcdClient } from "@/lib/etcd/client";
import { prefixRange } from "@/lib/etcd/key-range";
import { createSupervisor, type Supervisor } from "../supervisor/supervisor";
import { chooseEtcd } from "../testing/etcd-binaries";
import { availableEtcdVersions } from "../testing/etcd-process";
import { temporaryFolder } from "../testing/leftovers";
import { createEmbeddedEtcd, type EmbeddedEtcd, type EmbeddedEtcdState } from "./embedded-etcd";
import { asPage } from "./pages-and-etcd.testing";

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
  const client = createEtcdClient({ endpoints: etcd.endpoints });
  await client.put(key, new Uint8Array()).finally(() => client.close());
}

async function count(etcd: EmbeddedEtcd): Promise<number> {
  const client = createEtcdClient({ endpoints: etcd.endpoints });
  const answer = await client.range({ range: prefixRange("/services/") }).finally(() => client.close());
  return answer.count;
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
    expect((await readdir(dataDir)).sort()).toEqual([
      "etcd",
      "etcd-ports.json",
      "etcd-sockets",
      "etcd-version",
      "etcd.log",
    ]);
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

  it("answers nothing that a page in a browser beside it could send, and etcdctl as ever", async () => {
    const etcd = embedded({ version });
    await etcd.start();
    await up(etcd);
    await put(etcd, "/services/a");
    const port = Number(new URL(etcd.endpoints[0] ?? "").port);
    const kv = { key: btoa("/services/b"), value: btoa("x") };
    for (const api of ["v3", "v3beta", "v3alpha"]) {
      for (const call of ["kv/put", "kv/range", "kv/deleterange", "lease/grant", "maintenance/snapshot"]) {
        for (const host of ["127.0.0.1", "localhost", "evil.example"]) {
          // text/plain needs no preflight: any page can send it.
          const headers = { "content-type": "text/plain" };
          const sent = { method: "POST", path: `/${api}/${call}`, host, headers, body: JSON.stringify(kv) };
          const answer = await asPage(port, sent);
          expect(answer.status, `${sent.path} as ${host}`).toBe(host === "evil.example" ? 421 : 404);
        }
      }
    }
    for (const path of ["/version", "/health", "/metrics", "/debug/vars", "/members"]) {
      expect((await asPage(port, { method: "GET", path })).readableBy, path).toBeUndefined();
      expect((await asPage(port, { method: "OPTIONS", path })).readableBy, path).toBeUndefined();
      expect((await asPage(port, { method: "GET", path, host: "evil.example" })).status, path).toBe(421);
    }
    expect(await count(etcd)).toBe(1);
    expect(listeningPorts(pidOf(etcd)), "ports that etcd listens on").toEqual([port]);
    const control = chooseEtcd(version).control ?? "";
    const said = execFileSync(control, ["--endpoints", etcd.endpoints.join(), "get", "/services/a", "--keys-only"], {
      encoding: "utf8",
      env: { ETCDCTL_API: "3" } as unknown as NodeJS.ProcessEnv,
    });
    expect(said.trim()).toBe("/services/a");
  });

  it("gets none of the console's own variables", async () => {
    process.env.ROLLCALL_SECRET = "canary-1";
    process.env.ETCD_PASSWORD = "canary-2";
    process.env.ROLLCALL_WEBHOOK_SECRET = "canary-3";
    try {
      const etcd = embedded({ version });
      await etcd.start();
      await up(etcd);
      for (const pid of [pidOf(etcd), supervisor.pid ?? 0])
        expect(readFileSync(`/proc/${pid}/environ`, "utf8")).not.toMatch(/canary/);
      expect(readFileSync(`/proc/${pidOf(etcd)}/environ`, "utf8")).toContain("PATH=");
    } finally {
      for (const name of ["ROLLCALL_SECRET", "ETCD_PASSWORD", "ROLLCALL_WEBHOOK_SECRET"]) delete process.env[name];
    }
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

/** TCP ports that a process listens on, as /proc tells: its sockets' inodes, found in the system's tables. */
function listeningPorts(pid: number): number[] {
  const mine = new Set(
    readdirSync(`/proc/${pid}/fd`).flatMap((fd) => {
      const inode = /^socket:\[(\d+)\]$/.exec(linkOf(`/proc/${pid}/fd/${fd}`))?.[1];
      return inode === undefined ? [] : [inode];
    }),
  );
  const ports = ["tcp", "tcp6"].flatMap((table) =>
    readFileSync(`/proc/${pid}/net/${table}`, "utf8")
      .split("\n")
      .slice(1)
      .flatMap((line) => {
        const [, local = "", , state, , , , , , inode = ""] = line.trim().split(/\s+/);
        return state === "0A" && mine.has(inode) ? [Number.parseInt(local.split(":")[1] ?? "", 16)] : [];
      }),
  );
  return [...new Set(ports)];
}

function linkOf(path: string): string {
  try {
    return readlinkSync(path);
  } catch {
    return "";
  }
}

async function clusterVersion(etcd: EmbeddedEtcd): Promise<string> {
  const answer = await fetch(`${etcd.endpoints[0]}/version`);
  return ((await answer.json()) as { etcdcluster: string }).etcdcluster;
}
