import { setTimeout as pause } from "node:timers/promises";
import { startConsole } from "../console";
import type { Context } from "../context";
import { startEtcd } from "../etcd";
import { inPage } from "../in-page";
import { countFrames, type Frames, meterOf, type Share } from "../page-meter";
import type { SectionResult } from "../report";
import { median } from "../statistics";
import { startWorker } from "../worker";
import type { OwnersCalls } from "../workers/owners";

const LOADS = [
  { leases: 100, ttlSeconds: 10 },
  { leases: 1_000, ttlSeconds: 10 },
  { leases: 10_000, ttlSeconds: 30 },
] as const;
const BEATS_LEARNED = 3;

/** What a browser pays for so many countdowns on one page, all of them in sight as rings, each renewed by its owner. */
export async function measureCountdowns(context: Context): Promise<{ section: SectionResult; data: unknown }> {
  const data: Awaited<ReturnType<typeof measure>>[] = [];
  for (const load of context.quick ? LOADS.slice(0, 2) : LOADS) data.push(await measure(context, load));
  return {
    section: {
      title: "Live countdowns on one page",
      columns: ["leases", "TTL s", "fps", "longest frame ms", "main thread %", "its CPU %", "heap MB"],
      rows: data.map((one) => [
        one.leases,
        one.ttlSeconds,
        one.framesPerSecond,
        one.longestFrameMs,
        one.mainThread,
        one.cpu,
        one.heapMb,
      ]),
      goals: data.flatMap(({ leases, framesPerSecond, mainThread }) => [
        { what: `${leases} countdowns`, value: framesPerSecond, unit: "fps", limit: 55, sense: "at least" as const },
        { what: `${leases}, main thread`, value: mainThread, unit: "%", limit: 25, sense: "at most" as const },
      ]),
      notes: ["The page /leases, whose canvas shows every lease; medians of windows, frames and main thread in turns."],
    },
    data,
  };
}

async function measure(context: Context, { leases, ttlSeconds }: (typeof LOADS)[number]) {
  const etcd = await startEtcd(context.life);
  const owners = startWorker<OwnersCalls>(context.workers.owners, context.life);
  const beatMs = (ttlSeconds * 1_000) / 3;
  await owners.call("seed", { hosts: etcd.url, count: leases, ttlSeconds, beatMs, perService: 50 });
  const running = await startConsole(etcd.url, context.life, { ROLLCALL_LEASE_POLL_BUDGET: "1000" });
  const { page, errors, close } = await (await context.browser()).open(`${running.url}/leases`);
  await page.getByRole("row").nth(2).waitFor({ timeout: 30_000 });
  await pause(BEATS_LEARNED * beatMs);
  const meter = await meterOf(page);
  const seconds = context.quick ? 2 : 5;
  const shares: Share[] = [];
  const frames: Frames[] = [];
  for (let turn = 0; turn < (context.quick ? 1 : 3); turn++) {
    shares.push(await meter.share(seconds));
    frames.push(await inPage(page, countFrames, seconds * 1_000));
  }
  const result = {
    leases,
    ttlSeconds,
    framesPerSecond: median(frames.map(({ perSecond }) => perSecond)),
    longestFrameMs: Math.max(...frames.map(({ longestGapMs }) => longestGapMs)),
    mainThread: median(shares.map(({ mainThread }) => mainThread)),
    cpu: median(shares.map(({ cpu }) => cpu)),
    heapMb: await meter.heapMb(),
    errors,
  };
  context.say(
    `countdowns: ${leases}: ${result.framesPerSecond.toFixed(1)} fps, main thread ${result.mainThread.toFixed(1)} %`,
  );
  await close();
  await running.stop();
  await owners.stop();
  await etcd.stop();
  return result;
}
