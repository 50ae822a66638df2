/** Exact statistics over every sample: no buckets, no interpolation. */

/** The smallest sample that at least `percent` per cent of all samples do not exceed (nearest rank). NaN where there is none. */
export function percentile(sorted: Float64Array, percent: number): number {
  if (sorted.length === 0) return Number.NaN;
  const rank = Math.ceil((percent / 100) * sorted.length);
  return sorted[Math.min(sorted.length, Math.max(1, rank)) - 1] ?? Number.NaN;
}

export function sorted(samples: Iterable<number>): Float64Array {
  return Float64Array.from(samples).sort();
}

/** The middle one, or the mean of the middle two. NaN where there is none. */
export function median(samples: Iterable<number>): number {
  const inOrder = sorted(samples);
  const middle = inOrder.length >> 1;
  const upper = inOrder[middle];
  if (upper === undefined) return Number.NaN;
  return inOrder.length % 2 === 1 ? upper : ((inOrder[middle - 1] ?? upper) + upper) / 2;
}

export interface Distribution {
  count: number;
  p50: number;
  p90: number;
  p99: number;
  max: number;
}

export function distribution(samples: Iterable<number>): Distribution {
  const inOrder = sorted(samples);
  return {
    count: inOrder.length,
    p50: percentile(inOrder, 50),
    p90: percentile(inOrder, 90),
    p99: percentile(inOrder, 99),
    max: inOrder[inOrder.length - 1] ?? Number.NaN,
  };
}

export interface Sample {
  /** When it was taken, milliseconds. */
  at: number;
  value: number;
}

/**
 * A distribution per window of equal length over `[from, to)`, oldest first; then one noisy moment of a shared machine
 * shows as one bad window and not as a bad result.
 */
export function windows(samples: readonly Sample[], from: number, to: number, count: number): Distribution[] {
  const lengthMs = (to - from) / count;
  const values = Array.from({ length: count }, (): number[] => []);
  for (const { at, value } of samples) {
    if (at >= from && at < to) values[Math.min(count - 1, Math.floor((at - from) / lengthMs))]?.push(value);
  }
  return values.map((window) => distribution(window));
}

export interface Windowed {
  /** Over all samples of the run. */
  whole: Distribution;
  /** Median over the windows. */
  p50: number;
  p99: number;
  windows: Distribution[];
}

export function windowed(samples: readonly Sample[], from: number, to: number, count: number): Windowed {
  const parts = windows(samples, from, to, count);
  const inside = samples.filter(({ at }) => at >= from && at < to);
  return {
    whole: distribution(inside.map(({ value }) => value)),
    p50: median(parts.map(({ p50 }) => p50)),
    p99: median(parts.map(({ p99 }) => p99)),
    windows: parts,
  };
}
