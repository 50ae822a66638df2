import { setTimeout as pause } from "node:timers/promises";
import type { Page } from "@playwright/test";
import { VIEWPORT } from "../browser";
import { startConsole } from "../console";
import type { Context } from "../context";
import { startEtcd } from "../etcd";
import { inPage } from "../in-page";
import { controlStream, forgetTasks, installProbe, readProbe, type Seen, type Stream } from "../map-probe";
import { countFrames, type Frames } from "../page-meter";
import type { Goal, SectionResult } from "../report";
import { median } from "../statistics";
import { until } from "../until";
import { startWorker } from "../worker";
import type { OwnersCalls } from "../workers/owners";

const CHANGES_PER_SECOND = 200;
/** After the stream was held back the page reads the registry anew first: that is not what is measured. */
const SETTLE_MS = { off: 3_000, on: 8_000 } as const;
const FULL = { services: 200, perService: 50, ttlSeconds: 30, loads: 5, turns: 3, seconds: 4, silent: 5_000 };
const QUICK = { services: 40, perService: 25, ttlSeconds: 10, loads: 2, turns: 1, seconds: 2, silent: 500 };

/** What is done with the map while its frames are counted. */
const HANDS = { still: () => Promise.resolve(), panning: pan, zooming: zoom } as const;
type Hand = keyof typeof HANDS;

interface Turn {
  hand: Hand;
  on: Frames;
  off: Frames;
}

/** The map of 10,000 instances under live leases: how soon it is there, how it moves while they change, and when half of them die. */
export async function measureMap(context: Context): Promise<{ section: SectionResult; data: unknown }> {
  const size = context.quick ? QUICK : FULL;
  const instances = size.services * size.perService;
  const etcd = await startEtcd(context.life);
  const owners = startWorker<OwnersCalls>(context.workers.owners, context.life);
  const { ttlSeconds, perService } = size;
  await owners.call("seed", {
    hosts: etcd.url,
    count: instances,
    ttlSeconds,
    beatMs: (ttlSeconds * 1_000) / 3,
    perService,
    calling: true,
  });
  const running = await startConsole(etcd.url, context.life, { ROLLCALL_LEASE_POLL_BUDGET: "1000" });
  const browser = await context.browser();

  const loads: Seen[] = [];
  for (let load = 0; load < size.loads; load++) {
    const { page, close } = await browser.open(`${running.url}/`, { before: installProbe });
    await until("the map", 60_000, 100, async () => (await readProbe(page)).settledMs !== null);
    loads.push(await readProbe(page));
    await close();
  }
  context.say(`map: first pictures after ${loads.map(({ pictureMs }) => Math.round(pictureMs ?? 0)).join(", ")} ms`);

  let stream: Stream | undefined;
  const { page, errors, close } = await browser.open(`${running.url}/`, {
    async before(opened) {
      await installProbe(opened);
      stream = await controlStream(opened);
    },
  });
  await until("the map", 60_000, 100, async () => (await readProbe(page)).settledMs !== null);
  await owners.call("change", { perSecond: CHANGES_PER_SECOND });
  const turns: Turn[] = [];
  for (let turn = 0; turn < size.turns; turn++)
    for (const hand of Object.keys(HANDS) as Hand[]) {
      const off = await framesWith(page, hand, size.seconds, "off", stream);
      const on = await framesWith(page, hand, size.seconds, "on", stream);
      turns.push({ hand, on, off });
    }
  await owners.call("stand", null);

  const before = await tombstonesIn(running.url);
  await page.locator('[data-key="0"]').click();
  await pause(SETTLE_MS.on);
  await forgetTasks(page);
  const counted = inPage(page, countFrames, (size.ttlSeconds + 15) * 1_000);
  await owners.call("fallSilent", { left: instances - size.silent });
  const storm = await counted;
  // A busy etcd takes its time to remove them: the longest task is the longest until the last one is gone.
  const gone = async () => (await tombstonesIn(running.url)) - before;
  const inTime = await gone();
  await until("every expiry", 120_000, 500, async () => (await gone()) >= size.silent);
  const { longestTaskMs } = await readProbe(page);
  context.say(`map: ${inTime} of ${size.silent} gone in time, longest task ${Math.round(longestTaskMs)} ms`);
  await close();
  await running.stop();
  await owners.stop();
  await etcd.stop();
  const data = { instances, loads, turns, storm: { ...storm, gone: inTime, longestTaskMs }, errors };
  return { section: describe(data, size.silent), data };
}

async function framesWith(page: Page, hand: Hand, seconds: number, flow: "on" | "off", stream?: Stream) {
  await stream?.flow(flow === "on");
  // Wherever the hand before has left it.
  await page.locator('[data-key="0"]').click();
  await pause(SETTLE_MS[flow]);
  const counted: Promise<Frames> = inPage(page, countFrames, seconds * 1_000);
  await HANDS[hand](page, seconds);
  return counted;
}

/** To and fro, as a hand does it. */
async function pan(page: Page, seconds: number): Promise<void> {
  const giveUpAt = performance.now() + seconds * 1_000;
  // The ground beside the frames: a card would be moved itself.
  const ground = await page.locator(".map-ground").boundingBox();
  const [x, y] = [(ground?.x ?? 0) + 8, (ground?.y ?? 0) + 8];
  await page.mouse.move(x, y);
  await page.mouse.down();
  for (let step = 0; performance.now() < giveUpAt; step++)
    await page.mouse.move(x + (1 - Math.cos(step / 12)) * 200, y + (1 - Math.cos(step / 12)) * 80);
  await page.mouse.move(x, y);
  await page.mouse.up();
}

async function zoom(page: Page, seconds: number): Promise<void> {
  const giveUpAt = performance.now() + seconds * 1_000;
  await page.mouse.move(VIEWPORT.width / 2, VIEWPORT.height / 2);
  for (let step = 0; performance.now() < giveUpAt; step++) {
    // In for forty steps, out for forty: it ends where it began.
    await page.mouse.wheel(0, step % 80 < 40 ? -40 : 40);
    await pause(16);
  }
}

async function tombstonesIn(url: string): Promise<number> {
  const { counts } = (await (await fetch(`${url}/api/v1/status`)).json()) as { counts: { tombstones: number } };
  return counts.tombstones;
}

interface Measured {
  instances: number;
  loads: Seen[];
  turns: Turn[];
  storm: Frames & { gone: number; longestTaskMs: number };
  errors: string[];
}

function describe({ instances, loads, turns, storm, errors }: Measured, silent: number): SectionResult {
  const pictureMs = median(loads.map((load) => load.pictureMs ?? Number.POSITIVE_INFINITY));
  const livingMs = median(loads.map((load) => load.livingMs ?? Number.POSITIVE_INFINITY));
  const settledMs = median(loads.map((load) => load.settledMs ?? Number.POSITIVE_INFINITY));
  const rows = (Object.keys(HANDS) as Hand[]).map((hand) => {
    const of = turns.filter((turn) => turn.hand === hand);
    const on = median(of.map((turn) => turn.on.perSecond));
    const off = median(of.map((turn) => turn.off.perSecond));
    const longest = Math.max(...of.map((turn) => turn.on.longestGapMs));
    return { hand, on, off, share: (on / off) * 100, longest };
  });
  const goals: Goal[] = [
    { what: "first picture", value: pictureMs, unit: "ms", limit: 2_000, sense: "at most" },
    ...rows.map(({ hand, share }) => ({
      what: `frames with the stream on, ${hand}`,
      value: share,
      unit: "%",
      limit: 80,
      sense: "at least" as const,
    })),
    { what: `longest task, ${silent} expiries`, value: storm.longestTaskMs, unit: "ms", limit: 500, sense: "at most" },
  ];
  return {
    title: `(n) The map of ${instances.toLocaleString("en-US")} instances, ${CHANGES_PER_SECOND} changes/s`,
    columns: ["hand", "stream off fps", "stream on fps", "share %", "longest frame ms"],
    rows: rows.map(({ hand, off, on, share, longest }) => [hand, off, on, share, longest]),
    goals,
    notes: [
      `First picture after ${Math.round(pictureMs)} ms, as the server drew it; the map itself after ${Math.round(livingMs)} ms, every card in its place after ${Math.round(settledMs)} ms: medians of ${loads.length} navigations with an empty cache.`,
      `${storm.gone} of ${silent} expired while frames were counted, the others after that: ${storm.perSecond.toFixed(1)} fps, longest frame ${Math.round(storm.longestGapMs)} ms.`,
      "Stream off: what changes and beats arrives, and is held back before the page sees it; the load on the machine stays the same.",
      ...errors.map((error) => `page error: ${error}`),
    ],
  };
}
