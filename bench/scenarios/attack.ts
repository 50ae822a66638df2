import { setTimeout as delay } from "node:timers/promises";
import type { HeldAnswer } from "@/lib/api/registrations";
import { createEtcdClient } from "@/lib/etcd/client";
import { preciseClock } from "../clock";
import type { Context } from "../context";
import { fleetShape, PREFIX } from "../fleet";
import { parseMetrics } from "../metrics";
import { lagsWithin, startOnlookers } from "../onlookers";
import { cpuMeter, memory } from "../proc";
import type { Goal, SectionResult } from "../report";
import { startSetting, stopSetting } from "../setting";
import { type Distribution, distribution } from "../statistics";
import { startWorker } from "../worker";
import type { Attacked, AttackersCalls } from "../workers/attackers";

/** A normal day. */
const INSTANCES = 1_000;
const CHANGES_PER_SECOND = 20;
const PROBES = 10;
/** Each row on screen changes once a second. */
const PROBE_SHARE = 0.5;
const HELD = 20;
const HELD_TTL = 10;
/** Of the attack's length. */
const CALM_SHARE = 0.25;
const SAMPLE_MS = 3_000;
/** Small enough to be full early, so that what grows then is no budget that fills up. */
const SETTINGS = { ROLLCALL_WRITES: "1", ROLLCALL_HISTORY_MEGABYTES: "16", ROLLCALL_TOMBSTONE_SECONDS: "60" };
const COUNTED = [
  "rollcall_reads_turned_away_total",
  "rollcall_live_cut_total",
  "rollcall_http_connections_ended_total",
  "rollcall_resyncs_total",
  "rollcall_messages_thrown_total",
] as const;

interface Sample {
  at: number;
  rssMb: number;
  heapMb: number;
}

interface Phase {
  name: string;
  from: number;
  to: number;
  cpu: number;
}

interface Measured {
  phase: string;
  /** A bare watch on the same etcd: what the machine and etcd took. */
  floor: Distribution;
  /** A bare client of the console's socket. */
  socket: Distribution;
  dom: Distribution;
  missing: number;
  /** The console's share of one core, in per cent. */
  cpu: number;
}

interface Found {
  minutes: number;
  phases: Measured[];
  samples: Sample[];
  held: { key: string; state: string; words: string }[];
  attacked: Attacked;
  counted: Record<string, number>;
  log: Record<string, number>;
  pageErrors: string[];
}

/** A normal day, and the same with a hostile writer, a hostile page and slow readers beside it. */
export async function measureAttack(context: Context): Promise<{ section: SectionResult; data: Found }> {
  const { life, workers, soakMinutes: minutes, say } = context;
  const services = fleetShape(INSTANCES, 40, PROBES);
  const setting = await startSetting(context, services, SETTINGS);
  const { url, pid } = setting.console;
  const attackers = startWorker<AttackersCalls>(workers.attackers, life);
  const keys = await hold(url);
  const onlookers = await startOnlookers(context, setting);
  await setting.load.call("start", {
    changesPerSecond: CHANGES_PER_SECOND,
    probeShare: PROBE_SHARE,
    churnShare: 0.1,
  });
  await delay(5_000);

  const clock = preciseClock();
  const phases: Phase[] = [];
  async function phase(name: string, during: () => Promise<unknown>): Promise<void> {
    say(`attack: ${name}`);
    const cpu = cpuMeter(pid, clock.now);
    const from = clock.now();
    await during();
    phases.push({ name, from, to: clock.now(), cpu: cpu() });
  }

  const samples: Sample[] = [];
  let metrics = new Map<string, number>();
  let over = false;
  const sampling = (async () => {
    while (!over) {
      metrics = await metricsOf(url).catch(() => metrics);
      const heap = metrics.get("rollcall_nodejs_heap_size_used_bytes") ?? Number.NaN;
      samples.push({ at: clock.now(), rssMb: memory(pid).rssMb, heapMb: heap / 2 ** 20 });
      await delay(SAMPLE_MS);
    }
  })();
  await phase("calm", () => delay(minutes * CALM_SHARE * 60_000));
  await phase("being planted", () => attackers.call("plant", { hosts: setting.etcd.url, url }));
  await attackers.call("goOn", undefined);
  await phase("under attack", () => delay(minutes * 60_000));
  const attacked = await attackers.call("stop", undefined);
  over = true;
  await sampling;
  const acks = await setting.load.call("stop", undefined);
  const seen = await onlookers.leave();
  const held = await lost(url, setting.etcd.url, keys);
  const log = Object.fromEntries(setting.console.logged());
  await attackers.stop();
  await stopSetting(setting);

  const measured = phases.map(({ name, from, to, cpu }): Measured => {
    const { floor, socket, dom } = lagsWithin({ from, to }, acks, services, seen);
    const of = (lags: { samples: { value: number }[] }) => distribution(lags.samples.map(({ value }) => value));
    return { phase: name, floor: of(floor), socket: of(socket), dom: of(dom), missing: dom.missing, cpu };
  });
  const attackFrom = phases.at(-1)?.from ?? 0;
  const found: Found = {
    minutes,
    phases: measured,
    samples: samples.filter(({ at }) => at >= attackFrom),
    held,
    attacked,
    counted: Object.fromEntries([...metrics].filter(([name]) => COUNTED.some((counted) => name.startsWith(counted)))),
    log,
    pageErrors: seen.pageErrors,
  };
  return { section: sectionOf(found), data: found };
}

async function metricsOf(url: string): Promise<Map<string, number>> {
  return parseMetrics(await (await fetch(`${url}/metrics`)).text());
}

/** What the console registers by hand and keeps alive; the keys. */
async function hold(url: string): Promise<string[]> {
  const keys: string[] = [];
  for (let index = 0; index < HELD; index++) {
    const answer = await fetch(`${url}/api/v1/registrations`, {
      method: "POST",
      headers: { "content-type": "application/json", origin: url },
      body: JSON.stringify({
        layout: "path",
        prefix: PREFIX,
        service: "held",
        instance: `held-${index}`,
        datacenter: "eu-west",
        host: "10.7.0.1",
        port: 8_000 + index,
        ttlSeconds: HELD_TTL,
      }),
    });
    const body = (await answer.json()) as { key: string };
    if (answer.status !== 201) throw new Error(`registration refused: ${JSON.stringify(body)}`);
    keys.push(body.key);
  }
  return keys;
}

/** Of these, what the console no longer holds, or holds and etcd no longer has as it was created. */
async function lost(url: string, hosts: string, keys: readonly string[]): Promise<Found["held"]> {
  const { registrations } = (await (await fetch(`${url}/api/v1/registrations`)).json()) as HeldAnswer;
  const etcd = createEtcdClient({ endpoints: [hosts] });
  try {
    const missing: Found["held"] = [];
    for (const key of keys) {
      const one = registrations.find((registration) => registration.key === key);
      const { keyValues } = await etcd.range({ range: { start: key, end: `${key}\0` } });
      const stands = keyValues[0]?.createRevision === one?.modRevision;
      if (one?.state === "holding" && stands) continue;
      missing.push({ key, state: one?.state ?? "unknown", words: one?.words ?? "The console does not know it." });
    }
    return missing;
  } finally {
    etcd.close();
  }
}

function sectionOf({ minutes, phases, samples, held, attacked, counted, log, pageErrors }: Found): SectionResult {
  const [calm, , attack] = phases;
  const third = Math.floor(samples.length / 3);
  const parts = [samples.slice(0, third), samples.slice(third, 2 * third), samples.slice(2 * third)];
  // What is in use right after a collection is what is kept: the lowest of a stretch of time tells.
  const lowest = (of: "rssMb" | "heapMb") => parts.map((part) => Math.min(...part.map((sample) => sample[of])));
  const growth = (of: "rssMb" | "heapMb") => {
    const [first = Number.NaN, , last = Number.NaN] = lowest(of);
    return (last / first - 1) * 100;
  };
  const megabytes = (of: "rssMb" | "heapMb") =>
    lowest(of)
      .map((value) => value.toFixed(0))
      .join(", ");
  const errors = Object.entries(log).filter(([what]) => /^(error|fatal):/.test(what));
  const goal = (what: string, value: number, unit: string, limit: number): Goal => ({
    what,
    value,
    unit,
    limit,
    sense: "at most",
  });
  return {
    title: `(o) A normal day, and the same under attack for ${minutes} minutes: milliseconds from etcd's acknowledgement`,
    columns: [
      "",
      "looked at",
      "watch p50",
      "p99",
      "socket p50",
      "p99",
      "DOM p50",
      "p99",
      "longest",
      "missing",
      "CPU, %",
    ],
    rows: phases.map(({ phase, floor, socket, dom, missing, cpu }) => [
      phase,
      dom.count,
      floor.p50,
      floor.p99,
      socket.p50,
      socket.p99,
      dom.p50,
      dom.p99,
      dom.max,
      missing,
      cpu,
    ]),
    goals: [
      goal(
        "commit to DOM, p99 under attack over calm p99",
        (attack?.dom.p99 ?? NaN) / (calm?.dom.p99 ?? NaN),
        "times",
        2,
      ),
      goal(
        "changes never shown",
        phases.reduce((sum, { missing }) => sum + missing, 0),
        "changes",
        0,
      ),
      goal("held registrations lost", held.length, "registrations", 0),
      goal("heap kept, last third over first third", growth("heapMb"), "%", 10),
      goal("resident, last third over first third", growth("rssMb"), "%", 10),
      goal(
        "errors in the log",
        errors.reduce((sum, [, count]) => sum + count, 0),
        "lines",
        0,
      ),
    ],
    notes: [
      `${INSTANCES.toLocaleString("en-US")} instances, ${CHANGES_PER_SECOND} changes/s, ${HELD} registrations held. Lowest of each third under attack: heap in use ${megabytes("heapMb")} MB, resident ${megabytes("rssMb")} MB; highest resident ${Math.max(...samples.map(({ rssMb }) => rssMb))} MB.`,
      `Commit to a bare client of the socket, p99 under attack over calm p99: ${((attack?.socket.p99 ?? NaN) / (calm?.socket.p99 ?? NaN)).toFixed(1)} times. What the DOM takes beyond that is the browser's, which holds the attacker's instances, too.`,
      `Written: ${attacked.written.done.toLocaleString("en-US")} puts and deletes; refused by etcd: ${counts(attacked.written.refused)}. Opened: ${counts(attacked.opened)}.`,
      ...Object.entries(attacked.answers).map(([what, answers]) => `${what}: ${counts(answers)}`),
      `Counted by the console: ${counts(counted)}.`,
      ...Object.entries(log).map(([what, count]) => `log, ${count} times: ${what}`),
      ...held.map(({ key, state, words }) => `lost: ${key}, ${state}: ${words}`),
      ...new Set(pageErrors.map((error) => `page error: ${error}`)),
    ],
  };
}

function counts(of: Readonly<Record<string, number>>): string {
  const told = Object.entries(of).filter(([, count]) => count > 0);
  return told.length === 0 ? "none" : told.map(([what, count]) => `${what} × ${count}`).join(", ");
}
