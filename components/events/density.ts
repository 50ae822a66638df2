import { momentOf } from "@/components/ui/time-words";
import { isGoodbyeEvent } from "@/lib/registry/departures";
import type { RegistryEvent } from "@/lib/registry/types";
import { kindOf } from "./event-kind";

export interface Density {
  /** The time axis: `[fromMs, toMs)`, now at the right edge. */
  fromMs: number;
  toMs: number;
  buckets: { total: number; left: number; lost: number; system: number }[];
  /** The fullest bucket. */
  most: number;
}

const MINUTE = 60_000;
const SPANS = [5, 15, 60, 6 * 60, 24 * 60, 7 * 24 * 60].map((minutes) => minutes * MINUTE);

/** The shortest span that shows everything read so far, back to `oldestMs`. */
export function spanFor(oldestMs: number | null, nowMs: number): number {
  const needed = oldestMs === null ? 0 : nowMs - oldestMs;
  return SPANS.find((span) => span >= needed) ?? SPANS.at(-1) ?? MINUTE;
}

/** Counts events into `count` buckets of equal length up to now. Those of unknown time stand nowhere. */
export function densityOf(
  rows: readonly RegistryEvent[],
  length: number,
  nowMs: number,
  spanMs: number,
  count: number,
): Density {
  const fromMs = nowMs - spanMs;
  const buckets = Array.from({ length: count }, () => ({ total: 0, left: 0, lost: 0, system: 0 }));
  let most = 0;
  for (let index = length - 1; index >= 0; index--) {
    const event = rows[index];
    const at = event ? momentOf(event.at) : null;
    if (!event || at === null || at < fromMs) continue;
    const bucket = buckets[Math.min(count - 1, Math.floor(((at - fromMs) / spanMs) * count))];
    if (!bucket) continue;
    bucket.total += 1;
    const kind = kindOf(event);
    if (kind === "left") {
      bucket.left += 1;
      if (!isGoodbyeEvent(event)) bucket.lost += 1;
    }
    if (kind === "system") bucket.system += 1;
    most = Math.max(most, bucket.total);
  }
  return { fromMs, toMs: nowMs, buckets, most };
}
