import type { StripItem } from "./strip";

/** What is drawn of a lease over time: remaining seconds against the moment. */
export interface SawPiece {
  /** Dashed: heartbeats in between were not sampled. */
  seen: boolean;
  points: readonly { at: number; leftMs: number }[];
}

/**
 * The saw tooth of a lease that is renewed: full at each heartbeat, down until the next one. Only heartbeats that were
 * seen have a tooth; before the first of them nothing is known.
 */
export function sawOf(items: readonly StripItem[], grantMs: number, now: number): readonly SawPiece[] {
  const pieces: SawPiece[] = [];
  let last: number | null = null;
  let unseen = false;
  const down = (from: number, to: number): SawPiece => ({
    seen: !unseen,
    points: [
      { at: from, leftMs: grantMs },
      { at: to, leftMs: Math.max(0, grantMs - (to - from)) },
    ],
  });
  for (const item of items) {
    if (item.kind === "unseen") unseen = true;
    if (item.kind !== "on-time" && item.kind !== "late") continue;
    if (last !== null && item.at > last) pieces.push(down(last, item.at));
    last = item.at;
    unseen = false;
  }
  if (last !== null && now > last) pieces.push(down(last, Math.min(now, last + grantMs)));
  return pieces;
}

/** Intervals between heartbeats in classes of equal width. */
export interface Histogram {
  fromMs: number;
  stepMs: number;
  counts: readonly number[];
}

const CLASSES = 24;
/** Fewer say nothing. */
export const ENOUGH_GAPS = 6;

export function histogramOf(gapsMs: readonly number[]): Histogram | null {
  if (gapsMs.length < ENOUGH_GAPS) return null;
  const least = Math.min(...gapsMs);
  const most = Math.max(...gapsMs);
  // Heartbeats are sampled: finer classes than that would draw the sampling.
  const stepMs = Math.max(50, (most - least) / (CLASSES - 4));
  const fromMs = Math.max(0, (least + most) / 2 - (CLASSES / 2) * stepMs);
  const counts = new Array<number>(CLASSES).fill(0);
  for (const gap of gapsMs) {
    const index = Math.min(CLASSES - 1, Math.max(0, Math.floor((gap - fromMs) / stepMs)));
    counts[index] = (counts[index] ?? 0) + 1;
  }
  return { fromMs, stepMs, counts };
}
