import { boundsOf, earliestEnd, type Interval, middleOf, widthOf } from "./deadline";
import { lateAfter } from "./liveness";
import type { LeaseTrack } from "./track";

/** When a lease should be asked for next. */
export interface Due {
  at: number;
  /** How much earlier than one without it is served where many are due at once. Finite: nobody starves. */
  headStartMs: number;
  /** Somebody looks at it: it has a share of the questions of its own. */
  lookedAt?: boolean;
}

export interface Circumstances {
  now: number;
  /** Somebody looks at it. */
  lookedAt: boolean;
  /** How often what is looked at is asked for; absent: as often as is worth it. */
  lookedAtMs?: number;
  /** How far apart polls have to lie where every lease gets the same share of the budget. */
  shareMs: number;
}

export const LOOKED_AT_MS = 500;
/** Asked for this long before the earliest end, and from then on often: what happens now decides the cause. */
export const NEAR_MS = 300;
const NEAR_EVERY_MS = 100;
const LEAST_MS = 1_000;
const MOST_MS = 15_000;
const LEARN_MS = 250;
const NARROW_MS = 3_000;
/** Known more finely than this, a deadline is not worth a question of its own. */
const FINE_ENOUGH_MS = 60;
const SETTLE_MS = 30;

const HEAD_START = { new: 3_000, near: 3_000, late: 2_000, lookedAt: 1_000, routine: 0 } as const;

/**
 * A lease nobody looks at costs one question per beat: asked for just after the moment at which its owner would be
 * late, the answer either confirms the heartbeat or finds it missing. Only then, and near a deadline, more are worth it.
 */
export function nextDue(track: LeaseTrack | null, circumstances: Circumstances): Due {
  return { ...dueOf(track, circumstances), lookedAt: circumstances.lookedAt };
}

function dueOf(track: LeaseTrack | null, circumstances: Circumstances): Due {
  const { now, lookedAt, lookedAtMs = LOOKED_AT_MS, shareMs } = circumstances;
  if (!track) return { at: now, headStartMs: HEAD_START.new };
  if (track.liveness === "overdue") return { at: now + LOOKED_AT_MS, headStartMs: HEAD_START.late };
  const near = earliestEnd(track.deadline) - NEAR_MS;
  if (now >= near) return { at: now + NEAR_EVERY_MS, headStartMs: HEAD_START.near };
  if (track.liveness === "late")
    return { at: Math.min(near, telling(track, now + 100, now + 1_100)), headStartMs: HEAD_START.late };
  // Close to its end the deadline has to be known finely, or an end within the doubt cannot be told.
  const narrowFrom = near - Math.min(NARROW_MS, track.deadline.grantedSeconds * 400);
  if (now >= narrowFrom - 100 && widthOf(boundsOf(track.deadline)) > FINE_ENOUGH_MS)
    return { at: Math.min(near, telling(track, now + 100, now + 1_100)), headStartMs: HEAD_START.late };
  if (lookedAt) {
    const wanted = telling(track, now + 100, now + lookedAtMs);
    return { at: Math.min(near, wanted), headStartMs: HEAD_START.lookedAt };
  }
  const wanted = routineAt(track, now, shareMs);
  const latest = now < narrowFrom ? narrowFrom : near;
  return { at: Math.min(latest, wanted), headStartMs: HEAD_START.routine };
}

/** How finely a lease is sampled that nobody looks at. */
export function resolutionMs(leases: number, budgetPerSecond: number): number {
  return Math.max(LEAST_MS, shareMs(leases, budgetPerSecond));
}

/** How far apart polls lie where every lease gets the same share of the budget. */
export function shareMs(leases: number, budgetPerSecond: number): number {
  return Math.round((leases / budgetPerSecond) * 1000);
}

function routineAt(track: LeaseTrack, now: number, shareMs: number): number {
  if (!track.rhythm) {
    // Learning needs answers between two heartbeats, and few owners renew faster than at a quarter of the grant.
    const everyMs = Math.max(shareMs, LEARN_MS, Math.min(LEAST_MS, (track.deadline.grantedSeconds * 1000) / 12));
    return telling(track, now + everyMs * 0.7, now + everyMs * 1.3);
  }
  const due = lateAfter(track) + SETTLE_MS;
  // The moment may have passed while a renewal just now could not be excluded.
  return due > now + 100 ? Math.min(due, now + MOST_MS) : telling(track, now + 100, now + LEAST_MS + 100);
}

/**
 * The first moment in a window at which the whole seconds left step over inside what is known of the deadline: that
 * answer halves it. The window's end where there is none, or nothing is left to learn.
 */
export function telling(track: LeaseTrack, from: number, to: number): number {
  const bounds: Interval = boundsOf(track.deadline);
  if (widthOf(bounds) <= FINE_ENOUGH_MS) return to;
  const middle = middleOf(bounds);
  // A thousand milliseconds of window always hold such a moment; two narrower ones, one after the other, mostly do.
  const at = middle - Math.floor((middle - from) / 1000) * 1000;
  return at <= to ? at : to;
}
