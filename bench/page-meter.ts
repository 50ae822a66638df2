/** What a page costs the browser: Chromium's own account of its main thread, and the frames that came. */
import { setTimeout as delay } from "node:timers/promises";
import type { CDPSession, Page } from "@playwright/test";

/** Per cent of the time. */
export interface Share {
  /** Busy with a task, waiting for a core included. */
  mainThread: number;
  /** The same tasks, counted in the thread's own processor time. */
  cpu: number;
  script: number;
  layout: number;
  style: number;
}

export interface Frames {
  perSecond: number;
  longestGapMs: number;
}

export interface PageMeter {
  /** What the main thread did over the next seconds. */
  share(seconds: number): Promise<Share>;
  heapMb(): Promise<number>;
}

/** By the clock, and by the main thread's processor time. */
export async function meterOf(page: Page): Promise<PageMeter> {
  const busy = await session(page, "timeTicks");
  const cpu = await session(page, "threadTicks");
  return {
    share: (seconds) => share({ busy, cpu }, seconds),
    heapMb: async () => ((await metricsOf(busy)).get("JSHeapUsedSize") ?? Number.NaN) / 1e6,
  };
}

async function metricsOf(session: CDPSession): Promise<Map<string, number>> {
  const { metrics } = await session.send("Performance.getMetrics");
  return new Map(metrics.map(({ name, value }) => [name, value]));
}

async function session(page: Page, timeDomain: "timeTicks" | "threadTicks"): Promise<CDPSession> {
  const opened = await page.context().newCDPSession(page);
  await opened.send("Performance.enable", { timeDomain });
  return opened;
}

async function share({ busy, cpu }: { busy: CDPSession; cpu: CDPSession }, seconds: number): Promise<Share> {
  const before = { busy: await metricsOf(busy), cpu: await metricsOf(cpu) };
  await delay(seconds * 1000);
  const after = { busy: await metricsOf(busy), cpu: await metricsOf(cpu) };
  const between = (meter: "busy" | "cpu", name: string) =>
    (after[meter].get(name) ?? Number.NaN) - (before[meter].get(name) ?? Number.NaN);
  const percent = (meter: "busy" | "cpu", name: string) => (between(meter, name) / between("busy", "Timestamp")) * 100;
  return {
    mainThread: percent("busy", "TaskDuration"),
    cpu: percent("cpu", "TaskDuration"),
    script: percent("busy", "ScriptDuration"),
    layout: percent("busy", "LayoutDuration"),
    style: percent("busy", "RecalcStyleDuration"),
  };
}

/** Runs in the page. */
export function countFrames(milliseconds: number): Promise<Frames> {
  return new Promise((resolve) => {
    let first = 0;
    let last = 0;
    let count = 0;
    let longestGapMs = 0;
    const frame = (now: number) => {
      if (first === 0) first = now;
      else {
        count++;
        longestGapMs = Math.max(longestGapMs, now - last);
      }
      last = now;
      if (now - first < milliseconds) requestAnimationFrame(frame);
      else resolve({ perSecond: count / ((last - first) / 1000), longestGapMs });
    };
    requestAnimationFrame(frame);
  });
}
