import { setTimeout as delay } from "node:timers/promises";
import { preciseClock } from "../clock";
import type { Context } from "../context";
import { fleetShape } from "../fleet";
import { lagsOfRevisions } from "../lag";
import { sampleMetrics } from "../metrics";
import { cpuMeter, memory } from "../proc";
import type { Goal, SectionResult } from "../report";
import { type Setting, startSetting, stopSetting } from "../setting";
import { type Distribution, distribution } from "../statistics";
import { startWorker, type Worker } from "../worker";
import type { BareWatchCalls } from "../workers/bare-watch";
import type { ClientsCalls } from "../workers/clients";
import type { Acks } from "../workers/load";

const FULL_CLIENTS = 2;

export interface FanOutResult {
  clients: number;
  instances: number;
  changesPerSecond: number;
  /** What etcd really took in. */
  acknowledgedPerSecond: number;
  floor: Distribution;
  lag: Distribution;
  /** The clients' process itself was late by this much. */
  clientsLoopP99Ms: number;
  serverCpuPercent: number;
  clientsCpuPercent: number;
  etcdCpuPercent: number;
  loadCpuPercent: number;
  bytesPerClientPerSecond: number;
  megabytesPerSecond: number;
  messagesPerClientPerSecond: number;
  /** Before and after: a queue that grows is memory that grows. */
  serverRssMb: [number, number];
  /** The most clients that stood apart with a buffer that did not drain, of the seconds looked at. */
  laggingMost: number | null;
  resyncs: number;
  breaks: number;
  disconnects: number;
  /** Snapshots that were not given when asked for. */
  failures: string[];
  missing: number;
  /** Whether the clients that keep everything hold what the console's snapshot holds, after the storm. */
  equal: boolean;
}

/** 1,000 changes a second to growing numbers of clients of one console. */
export async function measureFanOut(context: Context): Promise<{ section: SectionResult; data: FanOutResult[] }> {
  const instances = context.quick ? 1000 : 10_000;
  const changesPerSecond = context.quick ? 300 : 1000;
  const data: FanOutResult[] = [];
  const setting = await startSetting(context, fleetShape(instances, 40));
  for (const clients of context.quick ? [1, 20] : [1, 50, 200]) {
    context.say(`fan-out, ${clients} clients`);
    data.push(await measureOne(context, setting, { clients, instances, changesPerSecond }));
  }
  await stopSetting(setting);
  return { section: describe(data), data };
}

interface Size {
  clients: number;
  instances: number;
  changesPerSecond: number;
}

async function measureOne(context: Context, setting: Setting, size: Size): Promise<FanOutResult> {
  const { load, etcd, console: server } = setting;
  const crowd = startWorker<ClientsCalls>(context.workers.clients, context.life);
  const bareWatch = startWorker<BareWatchCalls>(context.workers["bare-watch"], context.life);
  await bareWatch.call("start", { hosts: etcd.url });
  await crowd.call("connect", { url: server.url, clients: size.clients, full: Math.min(FULL_CLIENTS, size.clients) });
  await load.call("start", { changesPerSecond: size.changesPerSecond, probeShare: 0, churnShare: 0.1 });
  await delay(context.quick ? 1500 : 4000);

  await crowd.call("reset", undefined);
  const metrics = sampleMetrics(server.url);
  const clock = preciseClock();
  const meters = [server.pid, crowd.pid, etcd.pid, load.pid].map((pid) => cpuMeter(pid, clock.now));
  const rssBefore = memory(server.pid).rssMb;
  const from = clock.now();
  await delay(context.quick ? 4000 : 15_000);
  const [serverCpu = 0, clientsCpu = 0, etcdCpu = 0, loadCpu = 0] = meters.map((read) => read());
  const to = clock.now();
  const rssAfter = memory(server.pid).rssMb;
  const { records: measured, loopDelayP99Ms } = await crowd.call("collect", undefined);
  const { highest } = metrics.stop();
  const acks = await load.call("stop", undefined);
  await delay(2000);
  const equal = await becomeTheSame(server.url, crowd);
  const { records, failures } = await crowd.call("collect", undefined);
  const floorHeard = await bareWatch.call("stop", undefined);
  await crowd.call("close", undefined);
  await crowd.stop();
  await bareWatch.stop();

  const inWindow = within(acks, from, to);
  const lags = records.map((record) => lagsOfRevisions(inWindow, record));
  const seconds = (to - from) / 1000;
  const bytes = sum(measured, (record) => record.bytes);
  return {
    ...size,
    acknowledgedPerSecond: inWindow.at.length / seconds,
    floor: distribution(lagsOfRevisions(inWindow, floorHeard).samples.map(({ value }) => value)),
    lag: distribution(lags.flatMap(({ samples }) => samples.map(({ value }) => value))),
    clientsLoopP99Ms: loopDelayP99Ms,
    serverCpuPercent: serverCpu,
    clientsCpuPercent: clientsCpu,
    etcdCpuPercent: etcdCpu,
    loadCpuPercent: loadCpu,
    bytesPerClientPerSecond: bytes / size.clients / seconds,
    megabytesPerSecond: bytes / seconds / 1e6,
    messagesPerClientPerSecond: sum(measured, (record) => record.messages) / size.clients / seconds,
    serverRssMb: [rssBefore, rssAfter],
    laggingMost: highest.get("rollcall_clients_lagging") ?? null,
    resyncs: sum(records, (record) => record.resyncs.length),
    breaks: sum(records, (record) => record.breaks),
    disconnects: sum(records, (record) => record.disconnects),
    failures,
    missing: sum(lags, (lag) => lag.missing),
    equal,
  };
}

function within(acks: Acks, from: number, to: number): { revision: Float64Array; at: Float64Array } {
  const inside = (_: number, index: number) => (acks.at[index] ?? 0) >= from && (acks.at[index] ?? 0) < to;
  return { revision: acks.revision.filter(inside), at: acks.at.filter(inside) };
}

/** Given some seconds to get there: how late they are is another question. */
async function becomeTheSame(url: string, crowd: Worker<ClientsCalls>): Promise<boolean> {
  const snapshot = (await (await fetch(`${url}/api/v1/snapshot`)).json()) as {
    instances: { id: string; modRevision: string }[];
  };
  const wanted = snapshot.instances
    .map(({ id, modRevision }) => `${id} ${modRevision}`)
    .sort()
    .join("\n");
  for (let attempt = 0; attempt < 10; attempt++) {
    const held = await crowd.call("held", undefined);
    if (held.every((instances) => instances.join("\n") === wanted)) return true;
    await delay(1000);
  }
  return false;
}

function sum<T>(list: readonly T[], of: (one: T) => number): number {
  return list.reduce((total, one) => total + of(one), 0);
}

function describe(data: readonly FanOutResult[]): SectionResult {
  const largest = data[data.length - 1];
  const goals: Goal[] = [];
  if (largest) {
    const at = `${largest.clients} clients`;
    goals.push({ what: `${at}, p99 lag`, value: largest.lag.p99, unit: "ms", limit: 300, sense: "at most" });
    goals.push({
      what: "told to start again without need",
      value: sum(data, ({ resyncs, disconnects }) => resyncs + disconnects),
      unit: "times",
      limit: 0,
      sense: "at most",
    });
    goals.push({
      what: "changes missing, deltas out of place, clients that differ from the snapshot",
      value: sum(data, ({ missing, breaks, equal }) => missing + breaks + (equal ? 0 : 1)),
      unit: "",
      limit: 0,
      sense: "at most",
    });
  }
  const first = data[0];
  return {
    title: `(c) Fan-out: ${first?.changesPerSecond} changes/s in ${first?.instances.toLocaleString("en-US")} instances, to many socket clients`,
    columns: [
      "clients",
      "acked/s",
      "watch p99",
      "lag p50",
      "lag p99",
      "lag max",
      "server CPU %",
      "clients CPU %",
      "kB/s each",
      "MB/s",
      "msg/s each",
      "lagging",
      "RSS MB",
      "resyncs",
    ],
    rows: data.map((one) => [
      one.clients,
      one.acknowledgedPerSecond,
      one.floor.p99,
      one.lag.p50,
      one.lag.p99,
      one.lag.max,
      one.serverCpuPercent,
      one.clientsCpuPercent,
      one.bytesPerClientPerSecond / 1000,
      one.megabytesPerSecond,
      one.messagesPerClientPerSecond,
      one.laggingMost,
      one.serverRssMb.map(String).join(" to "),
      one.resyncs + one.disconnects,
    ]),
    goals,
    notes: [
      "lag: from etcd's acknowledgement to each client, over all changes and clients, milliseconds. lagging: the most clients with a buffer that did not drain, as /metrics says each second. RSS: the console before and after.",
      ...data.flatMap(({ clients, failures }) => [...new Set(failures)].map((one) => `${clients} clients: ${one}`)),
      `All clients share one process; its own event loop was late by p99 ${data.map(({ clientsLoopP99Ms }) => clientsLoopP99Ms.toFixed(0)).join(", ")} ms, which is part of the lag.`,
    ],
  };
}
