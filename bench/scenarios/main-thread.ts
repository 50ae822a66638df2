import { setTimeout as delay } from "node:timers/promises";
import type { Context } from "../context";
import { fleetShape } from "../fleet";
import { inPage } from "../in-page";
import { countFrames, type Frames, meterOf, type Share } from "../page-meter";
import type { Goal, SectionResult } from "../report";
import { startSetting, stopSetting } from "../setting";
import { median } from "../statistics";

const CHANGES_PER_SECOND = 200;

export interface PageCost {
  page: string;
  /** Medians over the windows. */
  mainThreadPercent: number;
  cpuPercent: number;
  scriptPercent: number;
  layoutPercent: number;
  stylePercent: number;
  framesPerSecond: number;
  longestFrameMs: number;
  rowsInDom: number;
  heapMb: number;
  /** A quiet registry and the same page: what it costs to be open. */
  idlePercent: number;
  shares: Share[];
  frames: Frames[];
  pageErrors: string[];
}

interface Look {
  page: string;
  path: string;
  /** What the page shows once it is there. */
  text: string;
}

/** What it costs a browser to have a page open while the registry lives. */
export async function measureMainThread(context: Context): Promise<{ section: SectionResult; data: PageCost[] }> {
  const instances = context.quick ? 1000 : 10_000;
  const all = instances.toLocaleString("en-US");
  const data: PageCost[] = [];

  const many = await startSetting(context, fleetShape(instances, 40));
  for (const look of [
    { page: `Services, ${Math.ceil(instances / 40)} of them`, path: "/services", text: "service-0000" },
    { page: "Service of 40 instances", path: "/services/service-0001", text: "service-0001-" },
  ]) {
    context.say(`main thread, ${look.page}`);
    data.push(await measureOne(context, many, look));
  }
  await stopSetting(many);

  const one = await startSetting(context, [{ name: "service-0000", instances }]);
  const look = { page: `Service of ${all} instances`, path: "/services/service-0000", text: "service-0000-" };
  context.say(`main thread, ${look.page}`);
  data.push(await measureOne(context, one, look));
  await stopSetting(one);
  return { section: describe(data, all), data };
}

async function measureOne(
  context: Context,
  { console: server, load }: Awaited<ReturnType<typeof startSetting>>,
  { page: name, path, text }: Look,
): Promise<PageCost> {
  const { page, errors, close } = await (await context.browser()).open(`${server.url}${path}`);
  await page.getByText(text).first().waitFor({ timeout: 20_000 });
  const meter = await meterOf(page);
  const seconds = context.quick ? 2 : 5;
  await delay(context.quick ? 1000 : 3000);
  const idle = await meter.share(seconds);

  await load.call("start", { changesPerSecond: CHANGES_PER_SECOND, probeShare: 0, churnShare: 0.1 });
  await delay(context.quick ? 1000 : 3000);
  const shares: Share[] = [];
  const frames: Frames[] = [];
  // In turns: asking for every frame makes the browser draw every frame, which would count as the page's own work.
  for (let turn = 0; turn < (context.quick ? 1 : 3); turn++) {
    shares.push(await meter.share(seconds));
    frames.push(await inPage(page, countFrames, seconds * 1000));
  }
  const heapMb = await meter.heapMb();
  const rowsInDom = await page.locator("[role=row], tr").count();
  await load.call("stop", undefined);
  await close();
  return {
    page: name,
    mainThreadPercent: median(shares.map(({ mainThread }) => mainThread)),
    cpuPercent: median(shares.map(({ cpu }) => cpu)),
    scriptPercent: median(shares.map(({ script }) => script)),
    layoutPercent: median(shares.map(({ layout }) => layout)),
    stylePercent: median(shares.map(({ style }) => style)),
    framesPerSecond: median(frames.map(({ perSecond }) => perSecond)),
    longestFrameMs: Math.max(...frames.map(({ longestGapMs }) => longestGapMs)),
    rowsInDom,
    heapMb,
    idlePercent: idle.mainThread,
    shares,
    frames,
    pageErrors: errors,
  };
}

function describe(data: readonly PageCost[], instances: string): SectionResult {
  const goals = data.flatMap(({ page, framesPerSecond, mainThreadPercent }): Goal[] => [
    { what: `${page}, frames a second`, value: framesPerSecond, unit: "fps", limit: 55, sense: "at least" },
    { what: `${page}, main thread`, value: mainThreadPercent, unit: "%", limit: 25, sense: "at most" },
  ]);
  return {
    title: `(d) What a page costs the browser: ${instances} instances, ${CHANGES_PER_SECOND} changes/s`,
    columns: [
      "page",
      "main thread %",
      "its CPU %",
      "script %",
      "style %",
      "layout %",
      "idle %",
      "fps",
      "longest frame ms",
      "rows in DOM",
      "heap MB",
    ],
    rows: data.map((one) => [
      one.page,
      one.mainThreadPercent,
      one.cpuPercent,
      one.scriptPercent,
      one.stylePercent,
      one.layoutPercent,
      one.idlePercent,
      one.framesPerSecond,
      one.longestFrameMs,
      one.rowsInDom,
      one.heapMb,
    ]),
    goals,
    notes: [
      "main thread: busy by the clock, waiting for a core included; its CPU: the same tasks in processor time. Where they lie apart the machine was busy with something else.",
      "Medians over windows of some seconds; frames and main thread are counted in turns. Chromium is headless and renders in software on the cores that everything here shares.",
      ...data.flatMap(({ page, pageErrors }) => pageErrors.map((error) => `page error on ${page}: ${error}`)),
    ],
  };
}
