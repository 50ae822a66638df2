import { setTimeout as pause } from "node:timers/promises";
import { startConsole } from "../console";
import type { Context } from "../context";
import { startEtcd } from "../etcd";
import { cpuMeter } from "../proc";
import type { SectionResult } from "../report";
import { startWorker } from "../worker";
import type { OwnersCalls } from "../workers/owners";

const LOADS = [
  { leases: 1_000, ttlSeconds: 10 },
  { leases: 3_000, ttlSeconds: 10 },
  { leases: 10_000, ttlSeconds: 30 },
] as const;

/** What observing leases costs the console and etcd; the owners run in a process apart. */
export async function measureLeaseLoad(context: Context): Promise<{ section: SectionResult; data: unknown }> {
  const data: Awaited<ReturnType<typeof measure>>[] = [];
  for (const load of context.quick ? LOADS.slice(0, 1) : LOADS) data.push(await measure(context, load));
  return {
    section: {
      title: "What observing leases costs (share of one core)",
      columns: ["leases", "TTL s", "console %", "etcd %", "etcd without %", "questions/s", "resolution ms"],
      rows: data.map((one) => [
        one.leases,
        one.ttlSeconds,
        one.console,
        one.etcd,
        one.etcdAlone,
        one.perSecond,
        one.resolutionMs,
      ]),
      goals: data.slice(1).map(({ leases, ttlSeconds, console }) => ({
        what: `console at ${leases} leases, TTL ${ttlSeconds} s`,
        value: console,
        unit: "% of a core",
        limit: 40,
        sense: "at most",
      })),
      notes: ["Owners renew at a third of the grant. Budget 1,000 questions a second."],
    },
    data,
  };
}

async function measure(context: Context, { leases, ttlSeconds }: (typeof LOADS)[number]) {
  const windowMs = context.quick ? 8_000 : 30_000;
  const etcd = await startEtcd(context.life);
  const owners = startWorker<OwnersCalls>(context.workers.owners, context.life);
  const beatMs = (ttlSeconds * 1_000) / 3;
  await owners.call("seed", { hosts: etcd.url, count: leases, ttlSeconds, beatMs, perService: 50 });
  const now = () => performance.now();
  const alone = cpuMeter(etcd.pid, now);
  await pause(10_000);
  const etcdAlone = alone();
  const running = await startConsole(etcd.url, context.life, { ROLLCALL_LEASE_POLL_BUDGET: "1000" });
  // Every rhythm is learned by then.
  await pause(Math.min(60_000, 6 * beatMs));
  const before = await asked(running.url);
  const meters = { console: cpuMeter(running.pid, now), etcd: cpuMeter(etcd.pid, now) };
  await pause(windowMs);
  const lane = await laneOf(running.url);
  if (lane.count < 0.99 * leases)
    throw new Error(`Of ${leases} leases only ${lane.count} live: the owners are too slow.`);
  const result = {
    leases,
    ttlSeconds,
    console: meters.console(),
    etcd: meters.etcd(),
    etcdAlone,
    perSecond: ((await asked(running.url)) - before) / (windowMs / 1_000),
    resolutionMs: lane.resolutionMs ?? Number.NaN,
  };
  context.say(`leases: ${leases}: console ${result.console.toFixed(1)} %, etcd ${result.etcd.toFixed(1)} %`);
  await running.stop();
  await owners.stop();
  await etcd.stop();
  return result;
}

async function asked(url: string): Promise<number> {
  const text = await (await fetch(`${url}/metrics`)).text();
  return Number(/^rollcall_lease_polls_total (\d+)/m.exec(text)?.[1] ?? Number.NaN);
}

async function laneOf(url: string): Promise<{ count: number; resolutionMs: number | null }> {
  const { leases } = (await (await fetch(`${url}/api/v1/status`)).json()) as {
    leases: Awaited<ReturnType<typeof laneOf>>;
  };
  return leases;
}
