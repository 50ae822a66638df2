import { boundsOf, type DeadlineOutcome } from "./deadline";
import { marginMs } from "./rhythm";
import type { LeaseTrack } from "./track";

/** Of an instance with a lease that is still there. */
export type LeaseLiveness = "alive" | "late" | "overdue";

/** Until a rhythm is learned: most owners renew at a third or a half of the grant, none that is well later than this. */
const UNLEARNED_SHARE = 2 / 3;
const UNLEARNED_MARGIN_MS = 300;

/** A question sent after this moment must find the lease renewed, else its owner is late. */
export function lateAfter({ deadline, rhythm }: Pick<LeaseTrack, "deadline" | "rhythm">): number {
  // Of all renewals that are still possible the latest: whoever was not renewed after it is late in any case.
  const renewedBy = boundsOf(deadline)[1] - deadline.grantedSeconds * 1000;
  if (rhythm) return renewedBy + rhythm.everyMs + marginMs(rhythm);
  return renewedBy + UNLEARNED_SHARE * deadline.grantedSeconds * 1000 + UNLEARNED_MARGIN_MS;
}

/**
 * What an answer proves. Never amber by the clock alone: only an answer that was asked for after the expected moment
 * and shows no renewal makes it late, and only one asked for after the deadline's upper bound makes it overdue.
 */
export function livenessAfter(track: LeaseTrack, outcome: DeadlineOutcome): LeaseLiveness {
  if (outcome.kind !== "same") return "alive";
  const { sentAt } = track.deadline;
  if (sentAt > boundsOf(track.deadline)[1]) return "overdue";
  if (sentAt > lateAfter(track)) return "late";
  return track.liveness === "overdue" ? "late" : track.liveness;
}
