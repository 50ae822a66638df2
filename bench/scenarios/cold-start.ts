import { spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { setTimeout as delay } from "node:timers/promises";
import { startConsole } from "../console";
import type { Context } from "../context";
import { startEtcd } from "../etcd";
import { fleetShape } from "../fleet";
import { cpuSeconds, type Memory, memory } from "../proc";
import type { Goal, SectionResult } from "../report";
import { median } from "../statistics";
import { startWorker } from "../worker";
import type { LoadCalls } from "../workers/load";

export interface Start extends Memory {
  /** From before the process was started until it was there. */
  ms: number;
  /** Processor time until then, of all threads. */
  cpuMs: number;
}

export interface ColdStartResult {
  keys: number;
  bare: Start[];
  console: Start[];
  bareMs: number;
  /** What the bare script says of the list alone. */
  listMs: number;
  consoleMs: number;
  ratio: number;
  bareCpuMs: number;
  consoleCpuMs: number;
  bareRssMb: number;
  consoleRssMb: number;
  consolePeakMb: number;
}

/** Time and memory of the console to a live view, beside a bare script that lists the same keys and keeps them. */
export async function measureColdStart(context: Context): Promise<{ section: SectionResult; data: ColdStartResult[] }> {
  const data: ColdStartResult[] = [];
  for (const keys of context.quick ? [0, 2000] : [0, 10_000, 100_000]) {
    context.say(`cold start, ${keys} keys`);
    data.push(await measureOne(context, keys, context.quick ? 1 : 3));
  }
  return { section: describe(data), data };
}

async function measureOne(context: Context, keys: number, times: number): Promise<ColdStartResult> {
  const etcd = await startEtcd(context.life);
  const load = startWorker<LoadCalls>(context.workers.load, context.life);
  await load.call("seed", { hosts: etcd.url, services: fleetShape(keys, 40), leases: "none" });
  await load.stop();
  const bare: (Start & { listMs: number })[] = [];
  const product: Start[] = [];
  // In turns, so that a noisy minute falls on both. One of each first, unmeasured: files and etcd's pages are then warm.
  for (let turn = -1; turn < times; turn++) {
    const bareStart = await startBare(context, etcd.url, keys);
    const productStart = await startProduct(context, etcd.url, keys);
    if (turn < 0) continue;
    bare.push(bareStart);
    product.push(productStart);
  }
  await etcd.stop();
  const bareMs = median(bare.map(({ ms }) => ms));
  const consoleMs = median(product.map(({ ms }) => ms));
  return {
    keys,
    bare,
    console: product,
    bareMs,
    listMs: median(bare.map(({ listMs }) => listMs)),
    consoleMs,
    ratio: consoleMs / bareMs,
    bareCpuMs: median(bare.map(({ cpuMs }) => cpuMs)),
    consoleCpuMs: median(product.map(({ cpuMs }) => cpuMs)),
    bareRssMb: median(bare.map(({ rssMb }) => rssMb)),
    consoleRssMb: median(product.map(({ rssMb }) => rssMb)),
    consolePeakMb: Math.max(...product.map(({ peakMb }) => peakMb)),
  };
}

async function startBare(context: Context, hosts: string, keys: number): Promise<Start & { listMs: number }> {
  const startedAt = performance.now();
  const child = spawn(process.execPath, [context.workers["bare-list"], hosts], { stdio: ["pipe", "pipe", "inherit"] });
  const gone = once(child, "close");
  const stop = context.life.onEnd(async () => {
    child.kill("SIGKILL");
    await gone;
  });
  const lines = createInterface(child.stdout);
  const line = await Promise.race([once(lines, "line"), gone.then(() => [])]);
  const ms = performance.now() - startedAt;
  const said = JSON.parse(String(line[0] ?? "{}")) as { keys?: number; listMs?: number };
  if (said.keys !== keys) throw new Error(`The bare list found ${said.keys} keys of ${keys}.`);
  const used = memory(child.pid ?? -1);
  const cpuMs = cpuSeconds(child.pid ?? -1) * 1000;
  await stop();
  return { ms, cpuMs, listMs: said.listMs ?? Number.NaN, ...used };
}

async function startProduct(context: Context, etcdUrl: string, keys: number): Promise<Start> {
  const running = await startConsole(etcdUrl, context.life);
  const atReady = memory(running.pid);
  const cpuMs = cpuSeconds(running.pid) * 1000;
  await checkCount(running.url, keys);
  // What comes right after the list (the first collection of garbage, the first snapshot) belongs to the peak.
  await delay(1500);
  const { peakMb } = memory(running.pid);
  await running.stop();
  return { ms: running.readyMs, cpuMs, rssMb: atReady.rssMb, peakMb };
}

/** A console that says it is live without having everything would win any race. */
async function checkCount(url: string, keys: number): Promise<void> {
  const snapshot = (await (await fetch(`${url}/api/v1/snapshot`)).json()) as { instances: unknown[] };
  if (snapshot.instances.length !== keys) {
    throw new Error(`The console was live with ${snapshot.instances.length} instances of ${keys}.`);
  }
}

function describe(data: readonly ColdStartResult[]): SectionResult {
  const empty = data.find(({ keys }) => keys === 0);
  const largest = data[data.length - 1];
  const goals: Goal[] = [];
  if (largest) {
    const at = `live view of ${largest.keys.toLocaleString("en-US")} keys`;
    goals.push({ what: `${at} over the bare list`, value: largest.ratio, unit: "times", limit: 1.5, sense: "at most" });
    goals.push({ what: `${at}, peak memory`, value: largest.consolePeakMb, unit: "MB", limit: 600, sense: "at most" });
  }
  return {
    title: "(b) Cold start: from starting the process to a live view",
    columns: [
      "keys",
      "bare list ms",
      "console ms",
      "ratio",
      "list only ms",
      "console over empty ms",
      "bare CPU ms",
      "console CPU ms",
      "bare RSS MB",
      "RSS at live MB",
      "peak MB",
    ],
    rows: data.map((one) => [
      one.keys.toLocaleString("en-US"),
      one.bareMs,
      one.consoleMs,
      one.ratio,
      one.listMs,
      empty ? one.consoleMs - empty.consoleMs : null,
      one.bareCpuMs,
      one.consoleCpuMs,
      one.bareRssMb,
      one.consoleRssMb,
      one.consolePeakMb,
    ]),
    goals,
    notes: [
      "Both from the start of their process: the console brings Next, the bare script only etcd3. 'over empty' takes the console's own start away; compare it with 'list only'.",
      "Peak includes the first snapshot of all instances over HTTP.",
    ],
  };
}
