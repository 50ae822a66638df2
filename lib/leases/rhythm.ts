/** How often an owner renews, learned from what was seen. Robust: a missed beat or a reset must not change it. */

export interface Rhythm {
  /** Median of the recent gaps, milliseconds. */
  everyMs: number;
  /** Median distance of a gap from that. */
  jitterMs: number;
}

/** Gaps in milliseconds, newest last. */
export type Gaps = readonly number[];

const KEPT = 15;
const ENOUGH = 3;

export function withGap(gaps: Gaps, gapMs: number): Gaps {
  return [...gaps, gapMs].slice(-KEPT);
}

/** Null until enough gaps were seen. A gap of several beats counts as what one of them would be. */
export function rhythmOf(gaps: Gaps): Rhythm | null {
  if (gaps.length < ENOUGH) return null;
  const usual = median(gaps);
  const single = gaps.map((gap) => gap / Math.max(1, Math.round(gap / usual)));
  const everyMs = median(single);
  return { everyMs, jitterMs: median(single.map((gap) => Math.abs(gap - everyMs))) };
}

/** How much later than usual a heartbeat may come before its owner is called late. */
export function marginMs(rhythm: Rhythm): number {
  return Math.max(300, 0.1 * rhythm.everyMs, 4 * rhythm.jitterMs);
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  const upper = sorted[middle] ?? Number.NaN;
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? upper) + upper) / 2;
}
