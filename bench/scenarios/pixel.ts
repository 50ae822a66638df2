import { setTimeout as delay } from "node:timers/promises";
import { preciseClock } from "../clock";
import type { Context } from "../context";
import { fleetShape } from "../fleet";
import { lagsWithin, startOnlookers } from "../onlookers";
import type { Goal, SectionResult } from "../report";
import { startSetting, stopSetting } from "../setting";
import { type Windowed, windowed } from "../statistics";

interface Case {
  instances: number;
  changesPerSecond: number;
  /** Of the changes; the others are in rows that nobody looks at. */
  probeShare: number;
  seconds: number;
}

const PROBES = 10;
/** Each of the ten rows on screen changes three times a second. */
const BUSY = { changesPerSecond: 100, probeShare: 0.3, seconds: 20 };
/** Not each second: what the console does each second would always come at the same distance. */
const AT_REST = { changesPerSecond: 1.3, probeShare: 1, seconds: 40 };
const WINDOWS = 4;

export interface PixelResult {
  instances: number;
  changesPerSecond: number;
  changes: number;
  floor: Windowed;
  /** A bare socket client of the same console: the server's part of the way. */
  socket: Windowed;
  dom: Windowed;
  painted: Windowed;
  missing: number;
  superseded: number;
  pageErrors: string[];
}

/** From etcd's acknowledgement to the row of a Service page, in a registry of growing size. */
export async function measurePixel(context: Context): Promise<{ section: SectionResult; data: PixelResult[] }> {
  const data: PixelResult[] = [];
  const sizes = context.quick ? [10, 1000] : [10, 1000, 10_000];
  const largest = sizes.at(-1) ?? 0;
  const cases: Case[] = [...sizes.map((instances) => ({ instances, ...BUSY })), { instances: largest, ...AT_REST }];
  for (const one of cases) {
    context.say(`commit to pixel, ${one.instances} instances, ${one.changesPerSecond} changes/s`);
    data.push(await measureOne(context, one));
  }
  return { section: describe(data), data };
}

async function measureOne(
  context: Context,
  { instances, changesPerSecond, probeShare, seconds }: Case,
): Promise<PixelResult> {
  const services = fleetShape(instances, 40, PROBES);
  const setting = await startSetting(context, services);
  const onlookers = await startOnlookers(context, setting);

  await setting.load.call("start", {
    changesPerSecond,
    probeShare: instances <= PROBES ? 1 : probeShare,
    churnShare: changesPerSecond < BUSY.changesPerSecond ? 0 : 0.1,
  });
  await delay(context.quick ? 1500 : 5000);
  await onlookers.reset();
  const clock = preciseClock();
  const from = clock.now();
  await delay(context.quick ? 4000 : seconds * 1000);
  const to = clock.now();
  const acks = await setting.load.call("stop", undefined);
  const seen = await onlookers.leave();
  await stopSetting(setting);

  const { floor, socket, dom, painted } = lagsWithin({ from, to }, acks, services, seen);
  const cut = (samples: { at: number; value: number }[]) => windowed(samples, from, to, context.quick ? 2 : WINDOWS);
  return {
    instances,
    changesPerSecond,
    changes: dom.samples.length + dom.missing,
    floor: cut(floor.samples),
    socket: cut(socket.samples),
    dom: cut(dom.samples),
    painted: cut(painted.samples),
    missing: dom.missing,
    superseded: dom.superseded,
    pageErrors: seen.pageErrors,
  };
}

function describe(data: readonly PixelResult[]): SectionResult {
  const goals: Goal[] = [];
  const aim = (one: PixelResult | undefined, name: string, p50: number, p99: number) => {
    if (!one) return;
    const at = `commit to DOM at ${one.instances.toLocaleString("en-US")} instances${name}`;
    goals.push({ what: `${at}, p50`, value: one.dom.whole.p50, unit: "ms", limit: p50, sense: "at most" });
    goals.push({ what: `${at}, p99`, value: one.dom.whole.p99, unit: "ms", limit: p99, sense: "at most" });
  };
  aim(
    data.findLast((one) => one.changesPerSecond === BUSY.changesPerSecond),
    "",
    30,
    80,
  );
  aim(
    data.find((one) => one.changesPerSecond === AT_REST.changesPerSecond),
    " at rest",
    12,
    20,
  );
  const missing = data.reduce((sum, one) => sum + one.missing, 0);
  goals.push({ what: "changes never shown", value: missing, unit: "changes", limit: 0, sense: "at most" });
  return {
    title: "(a) Commit to pixel: milliseconds from etcd's acknowledgement",
    columns: [
      "instances",
      "changes/s",
      "looked at",
      "watch p50",
      "p99",
      "socket p50",
      "p99",
      "DOM p50",
      "p99",
      "painted p50",
      "p99",
      "missing",
    ],
    rows: data.map(({ instances, changesPerSecond, changes, floor, socket, dom, painted, missing: lost }) => [
      instances.toLocaleString("en-US"),
      changesPerSecond,
      changes,
      ...[floor, socket, dom, painted].flatMap(({ whole }) => [whole.p50, whole.p99]),
      lost,
    ]),
    goals,
    notes: [
      "watch: a bare watch callback in a process of its own (the floor). socket: a bare client of the console. DOM: MutationObserver in Chromium. painted: after the next frame.",
      ...data.flatMap(({ instances, pageErrors }) => pageErrors.map((error) => `page error at ${instances}: ${error}`)),
    ],
  };
}
