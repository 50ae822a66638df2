import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createEtcdClient } from "@/lib/etcd/client";
import type { Context } from "../context";
import { startEtcd } from "../etcd";
import { cpuSeconds } from "../proc";
import {
  type Contender,
  startHaproxy,
  startNginx,
  startNodeProxy,
  startOrigins,
  startOurs,
} from "../proxies/contenders";
import { CORES } from "../proxies/pinned";
import { findProgram } from "../proxies/programs";
import { load } from "../proxies/wrk";
import type { Goal, SectionResult } from "../report";
import { median } from "../statistics";

const CONNECTIONS = 64;
const NODE_PROXIES = ["http-proxy-3", "@fastify/http-proxy", "undici dispatch"] as const;
const RIVALS: readonly string[] = NODE_PROXIES.slice(0, 2);

interface Round {
  name: string;
  requestsPerSecond: number;
  p99Ms: number;
  failed: number;
  /** Of one core. */
  cpuShare: number;
  /** What a second of processor time carries: the measure that a busy machine does not distort. */
  requestsPerCpuSecond: number;
}

/** Small keep-alive requests through the gateway as it is built, and through what others would put in its place. */
export async function measureGateway(context: Context): Promise<{ section: SectionResult; data: unknown }> {
  const { life, quick, say, workers } = context;
  const [wrk, nginx, haproxy] = await Promise.all([findProgram("wrk"), findProgram("nginx"), findProgram("haproxy")]);
  if (typeof wrk === "string") throw new Error(wrk);
  if (typeof nginx === "string") throw new Error(nginx);
  const notes: string[] = [];
  const scratch = mkdtempSync(join(tmpdir(), "rollcall-bench-proxies-"));
  const cleared = life.onEnd(() => rmSync(scratch, { recursive: true, force: true }));
  const site = { scratch, life };
  const { ports: origins, stop: stopOrigins } = await startOrigins(nginx, site);
  const etcd = await startEtcd(life);
  await register(etcd.url, origins);

  const starters: (() => Promise<Contender>)[] = [
    () => startNginx(nginx, origins, site),
    ...NODE_PROXIES.map((name) => () => startNodeProxy(name, workers["node-proxies"], origins, life)),
    () => startOurs(etcd.url, life),
  ];
  if (typeof haproxy === "string") notes.push(`Without HAProxy: ${haproxy}`);
  else starters.unshift(() => startHaproxy(haproxy, origins, site));

  const rounds: Round[] = [];
  // In turns, so that a noisy minute falls on everybody.
  for (let turn = 0; turn < (quick ? 1 : 3); turn++)
    for (const start of starters) {
      const contender = await start();
      say(`gateway: ${contender.name}`);
      const core = CORES?.rest ?? 0;
      await load(wrk, contender.url, { connections: CONNECTIONS, seconds: quick ? 2 : 4, core });
      rounds.push(
        await round(
          contender,
          (seconds) => load(wrk, contender.url, { connections: CONNECTIONS, seconds, core }),
          quick ? 3 : 8,
        ),
      );
      await contender.stop();
    }
  await etcd.stop();
  await stopOrigins();
  await cleared();
  return { section: sectionOf(rounds, notes), data: rounds };
}

async function round(
  { name, pid }: Contender,
  send: (seconds: number) => ReturnType<typeof load>,
  seconds: number,
): Promise<Round> {
  const startedAt = performance.now();
  const before = cpuSeconds(pid);
  const { requestsPerSecond, p99Ms, failed } = await send(seconds);
  const cpuShare = (cpuSeconds(pid) - before) / ((performance.now() - startedAt) / 1_000);
  return { name, requestsPerSecond, p99Ms, failed, cpuShare, requestsPerCpuSecond: requestsPerSecond / cpuShare };
}

async function register(etcd: string, origins: readonly number[]): Promise<void> {
  const client = createEtcdClient({ endpoints: [etcd] });
  for (const [index, port] of origins.entries())
    await client.put(
      `/services/web/eu/${index}`,
      new TextEncoder().encode(JSON.stringify({ hostname: "127.0.0.1", port })),
    );
  client.close();
}

function sectionOf(rounds: readonly Round[], notes: readonly string[]): SectionResult {
  const names = [...new Set(rounds.map(({ name }) => name))];
  const of = (name: string, key: Exclude<keyof Round, "name">) =>
    median(rounds.filter((one) => one.name === name).map((one) => one[key]));
  const ours = of("ours", "requestsPerCpuSecond");
  const bestRival = Math.max(...RIVALS.map((name) => of(name, "requestsPerCpuSecond")));
  const goals: Goal[] = [
    {
      what: "ours beside the better Node proxy, by processor time",
      value: ours / bestRival,
      unit: "times",
      limit: 1.5,
      sense: "at least",
    },
    {
      what: "ours beside nginx, by processor time",
      value: ours / of("nginx", "requestsPerCpuSecond"),
      unit: "times",
      limit: 0.25,
      sense: "at least",
    },
    { what: "failed requests through ours", value: of("ours", "failed"), unit: "requests", limit: 0, sense: "at most" },
  ];
  return {
    title: `Small keep-alive requests over ${CONNECTIONS} connections`,
    columns: ["proxy", "requests/s", "p99 ms", "of a core", "requests per CPU second", "beside nginx", "failed"],
    rows: names.map((name) => [
      name,
      of(name, "requestsPerSecond"),
      of(name, "p99Ms"),
      of(name, "cpuShare"),
      of(name, "requestsPerCpuSecond"),
      of(name, "requestsPerCpuSecond") / of("nginx", "requestsPerCpuSecond"),
      of(name, "failed"),
    ]),
    goals,
    notes: [
      CORES
        ? "The proxy has one core, wrk and the four instances (an nginx) share another: a fast proxy waits for them, so that ratios are of processor time."
        : "Proxy, load and instances share all cores: ratios are of processor time.",
      "The others have static instances; ours is `npm run gateway`, following an etcd, with policy, deadlines, retries and counts.",
      ...notes,
    ],
  };
}
