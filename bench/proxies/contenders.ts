import { type ChildProcess, spawn } from "node:child_process";
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { freePort } from "@/server/testing/ports";
import { root } from "../compile";
import type { Life } from "../life";
import { until } from "../until";
import { haproxyConfig, nginxConfig, originConfig } from "./configs";
import { CORES, pinned } from "./pinned";
import type { Program } from "./programs";

/** Something that hands requests on, under load's eye. */
export interface Contender {
  readonly name: string;
  readonly url: string;
  /** Whose processor time counts. */
  readonly pid: number;
  stop(): Promise<void>;
}

interface Site {
  /** Configurations and whatever the programs write. */
  scratch: string;
  life: Life;
}

export const ORIGINS = 4;

/** The instances: an nginx that answers at once, on as many ports as there are instances. */
export async function startOrigins(
  nginx: Program,
  { scratch, life }: Site,
): Promise<{ ports: number[]; stop(): Promise<void> }> {
  const ports = await Promise.all(Array.from({ length: ORIGINS }, freePort));
  const file = join(scratch, "origin.conf");
  writeFileSync(file, originConfig(scratch, ports));
  const { stop } = await start(
    "origins",
    nginx,
    ["-e", "stderr", "-p", scratch, "-c", file],
    CORES?.rest ?? 0,
    life,
    ports[0] ?? 0,
  );
  return { ports, stop };
}

export async function startNginx(nginx: Program, origins: number[], { scratch, life }: Site): Promise<Contender> {
  const port = await freePort();
  const file = join(scratch, "nginx.conf");
  writeFileSync(file, nginxConfig(scratch, port, origins));
  const core = CORES?.proxy ?? 0;
  const master = await start("nginx", nginx, ["-e", "stderr", "-p", scratch, "-c", file], core, life, port);
  // The master only watches its worker.
  return { ...master, pid: childOf(master.pid) ?? master.pid };
}

export async function startHaproxy(haproxy: Program, origins: number[], { scratch, life }: Site): Promise<Contender> {
  const port = await freePort();
  const file = join(scratch, "haproxy.cfg");
  writeFileSync(file, haproxyConfig(port, origins));
  return start("HAProxy", haproxy, ["-db", "-f", file], CORES?.proxy ?? 0, life, port);
}

const node: Program = { path: process.execPath, env: { NODE_ENV: "production" } };

export async function startNodeProxy(name: string, worker: string, origins: number[], life: Life): Promise<Contender> {
  const port = await freePort();
  return start(name, node, [worker, name, String(port), origins.join(",")], CORES?.proxy ?? 0, life, port);
}

/** The built product, following an etcd. */
export async function startOurs(etcd: string, life: Life, env: Record<string, string> = {}): Promise<Contender> {
  const port = await freePort();
  const settings = { ETCD_ENDPOINTS: etcd, ROLLCALL_GATEWAY_PORT: String(port), ROLLCALL_REACH_ALLOW: "127.0.0.0/8" };
  const program = { ...node, env: { ...node.env, ...settings, ...env } };
  const gateway = await start("ours", program, [join(root, "dist", "gateway.js")], CORES?.proxy ?? 0, life, port);
  const url = `${gateway.url}proxy/web/`;
  await until(`an answer at ${url}`, 20_000, 20, async () => (await fetch(url)).status === 200);
  return { ...gateway, url };
}

async function start(
  name: string,
  { path, env }: Program,
  args: string[],
  core: number,
  life: Life,
  port: number,
): Promise<Contender> {
  const [command, ...rest] = pinned(core, [path, ...args]);
  const child = spawn(command, rest, {
    cwd: root,
    stdio: ["ignore", "ignore", "pipe"],
    env: { ...process.env, ...env },
  });
  let said = "";
  child.stderr.setEncoding("utf8").on("data", (text: string) => {
    said = (said + text).slice(-2_000);
  });
  const stop = life.onEnd(() => end(child));
  const url = `http://127.0.0.1:${port}/`;
  await until(`${name} at ${url}`, 20_000, 20, async () => {
    if (child.exitCode !== null) throw new Error(`${name} ended with code ${child.exitCode}: ${said}`);
    await (await fetch(url)).arrayBuffer();
    return true;
  });
  return { name, url, pid: child.pid ?? -1, stop };
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const gone = new Promise((resolve) => child.once("exit", resolve));
  child.kill("SIGTERM");
  const force = setTimeout(() => child.kill("SIGKILL"), 5_000);
  await gone;
  clearTimeout(force);
}

function childOf(pid: number): number | null {
  for (const name of readdirSync("/proc")) {
    if (!/^\d+$/.test(name)) continue;
    try {
      if (/^PPid:\s+(\d+)$/m.exec(readFileSync(`/proc/${name}/status`, "utf8"))?.[1] === String(pid))
        return Number(name);
    } catch {
      // It ended while we looked.
    }
  }
  return null;
}
