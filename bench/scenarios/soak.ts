import { setTimeout as pause } from "node:timers/promises";
import { io } from "socket.io-client";
import { LIVE_PATH, PROTOCOL_VERSION } from "@/lib/live/protocol";
import { startConsole } from "../console";
import type { Context } from "../context";
import { startEtcd } from "../etcd";
import { type Tally, type Told, tally } from "../leases";
import { parseMetrics } from "../metrics";
import { memory } from "../proc";
import { removals } from "../removals";
import type { SectionResult } from "../report";
import { startWorker } from "../worker";
import type { OwnersCalls } from "../workers/owners";

const TTL = 10;
const LEASES = 300;
const PER_SECOND = 2;
const SETTLE_MS = TTL * 1_000 + 8_000;
const SAMPLE_MS = 5_000;
/** Tombstones stand this long, so that memory can be flat within a soak of half an hour. */
const TOMBSTONE_SECONDS = 120;

interface Sample {
  rssMb: number;
  heapMb: number;
}

/** Churn for a long time: every cause told is compared with the truth, and memory must not grow. */
export async function measureSoak(context: Context): Promise<{ section: SectionResult; data: unknown }> {
  const minutes = context.soakMinutes;
  const etcd = await startEtcd(context.life);
  const owners = startWorker<OwnersCalls>(context.workers.owners, context.life);
  await owners.call("seed", { hosts: etcd.url, count: LEASES, ttlSeconds: TTL, beatMs: 3_300, perService: 30 });
  // The budget of a console on somebody's own etcd.
  const console = await startConsole(etcd.url, context.life, {
    ROLLCALL_TOMBSTONE_SECONDS: String(TOMBSTONE_SECONDS),
    ROLLCALL_HISTORY_EVENTS: "5000",
  });
  const watcher = io(console.url, {
    path: LIVE_PATH,
    transports: ["websocket"],
    auth: { version: PROTOCOL_VERSION, position: null },
  });
  watcher.emit("interest", { services: ["svc-0000"] });

  const told = new Map<string, Told>();
  const samples: Sample[] = [];
  let over = false;
  const sampling = (async () => {
    for (let taken = 0; !over; taken++) {
      samples.push({ rssMb: memory(console.pid).rssMb, heapMb: await heapMb(console.url) });
      // Well within what the history keeps.
      if (taken % 12 === 0) for (const removal of await removals(console.url)) told.set(removal.id, removal);
      if (taken % 60 === 59) context.say(`soak: ${Math.round((taken * SAMPLE_MS) / 60_000)} of ${minutes} min`);
      await pause(SAMPLE_MS);
    }
  })();
  await pause(SETTLE_MS);
  await owners.call("churn", { each: Math.round((minutes * 60 * PER_SECOND) / 3), perSecond: PER_SECOND });
  await pause(SETTLE_MS);
  over = true;
  await sampling;
  for (const removal of await removals(console.url)) told.set(removal.id, removal);
  const causes = tally(await owners.call("truth", null), [...told.values()]);
  watcher.disconnect();
  await console.stop();
  await owners.stop();
  await etcd.stop();
  return { section: sectionOf(minutes, causes, samples), data: { minutes, causes, samples } };
}

/** What is in use right after a collection is what is kept: the lowest of a stretch of time tells. */
async function heapMb(url: string): Promise<number> {
  const metrics = parseMetrics(await (await fetch(`${url}/metrics`)).text());
  return (metrics.get("rollcall_nodejs_heap_size_used_bytes") ?? Number.NaN) / 2 ** 20;
}

function sectionOf(minutes: number, causes: Record<string, Tally>, samples: readonly Sample[]): SectionResult {
  const sums = Object.values(causes);
  const share = (of: keyof Tally) => {
    const total = sums.reduce((sum, one) => sum + one.right + one.wrong + one.unknown + one.missing, 0);
    return (sums.reduce((sum, one) => sum + one[of], 0) / total) * 100;
  };
  const third = Math.floor(samples.length / 3);
  const middle = samples.slice(third, 2 * third);
  const last = samples.slice(2 * third);
  const lowest = (of: keyof Sample, part: readonly Sample[]) => Math.min(...part.map((sample) => sample[of]));
  const growth = (lowest("heapMb", last) / lowest("heapMb", middle) - 1) * 100;
  const goal = (what: string, value: number, limit: number) =>
    ({ what, value, unit: "%", limit, sense: "at most" }) as const;
  return {
    title: `Churn for ${minutes} minutes`,
    columns: ["truth", "right", "wrong", "unknown", "not told"],
    rows: Object.entries(causes).map(([how, one]) => [how, one.right, one.wrong, one.unknown, one.missing]),
    goals: [
      goal("wrong causes", share("wrong"), 0),
      goal("causes not told", share("missing"), 0),
      goal("unknown causes", share("unknown"), 1),
      goal("heap kept, last third over middle third", growth, 10),
    ],
    notes: [
      `${LEASES} leases of ${TTL} s, ${PER_SECOND} ends a second; lowest heap in use ${lowest("heapMb", middle).toFixed(1)} MB, then ${lowest("heapMb", last).toFixed(1)} MB; resident ${lowest("rssMb", middle)} MB, then ${lowest("rssMb", last)} MB.`,
    ],
  };
}
