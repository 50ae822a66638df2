import { expectedAt, type LeaseReading } from "@/lib/leases/reading";
import { deadlineOf } from "./moment";

/** Where a heartbeat is due on the ring or bar, as a fraction of the grant counted from the last one. */
export interface Tick {
  at: number;
  kind: "missed" | "next" | "later";
}

/** More would be a comb, not a clock. */
const MOST_TICKS = 12;
const ROOM = 0.985;

/**
 * The heartbeats an owner of this rhythm would send before the lease is over. One counts as missed only where an
 * observation proved it; after a change of leader nobody knows when the last one was, so there are none.
 */
export function ticksOf(reading: LeaseReading): readonly Tick[] {
  const { renewedAt, grantedSeconds, liveness, sentAt } = reading;
  const deadline = deadlineOf(reading);
  const first = expectedAt(reading);
  if (renewedAt === null || first === null || grantedSeconds <= 0) return [];
  const grantMs = grantedSeconds * 1_000;
  const begun = (deadline[0] + deadline[1]) / 2 - grantMs;
  const everyMs = first - (renewedAt[0] + renewedAt[1]) / 2;
  if (!(everyMs > 0)) return [];
  const ticks: Tick[] = [];
  let nextSeen = false;
  // Until a rhythm is learned only one is expected, and that by a rule of thumb.
  const most = reading.rhythmMs === null ? 1 : MOST_TICKS;
  for (let due = first; ticks.length < most && due - begun < grantMs * ROOM; due += everyMs) {
    const missed = liveness !== "alive" && due < sentAt;
    ticks.push({ at: (due - begun) / grantMs, kind: missed ? "missed" : nextSeen ? "later" : "next" });
    if (!missed) nextSeen = true;
  }
  return ticks;
}
