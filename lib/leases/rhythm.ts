/** How often an owner renews, learned from what was seen. Robust: a missed beat or a reset must not change it. */

export interface Rhythm {
  /** Mean of the recent gaps without the odd ones, milliseconds. */
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

/** What is further from the usual than this share of it is no gap between two beats in a row. */
const ODD = 0.4;

/**
 * Null until enough gaps were seen. A gap of several beats counts as what one of them would be. The mean, because the
 * ends of gaps in a row are the same sampled beats: what sampling adds to one gap it takes from the next.
 */
export function rhythmOf(gaps: Gaps): Rhythm | null {
  if (gaps.length < ENOUGH) return null;
  const usual = median(gaps);
  let total = 0;
  let beats = 0;
  for (const gap of gaps) {
    const count = Math.max(1, Math.round(gap / usual));
    if (Math.abs(gap / count - usual) > ODD * usual) continue;
    total += gap;
    beats += count;
  }
  const everyMs = beats > 0 ? total / beats : usual;
  const single = gaps.map((gap) => gap / Math.max(1, Math.round(gap / everyMs)));
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
