import type { Forecast, LeaseId } from "@/lib/registry/types";
import { boundsOf, type Interval, renewalOf } from "./deadline";
import { wholeForecast } from "./forecast";
import type { LeaseLiveness } from "./liveness";
import type { Beat, LeaseTrack } from "./track";

/** What the console tells of one lease: of its last observation, never of now. Times on the server's clock, milliseconds. */
export interface LeaseReading {
  leaseId: LeaseId;
  grantedSeconds: number;
  /** Somewhere in it the lease runs out unless it is renewed. May lie further away than the grant: clamp what is drawn. */
  deadline: [number, number];
  /** When it was granted or renewed last; null after a reset, when etcd does not tell. */
  renewedAt: [number, number] | null;
  /** When etcd was asked, and when it had answered. */
  sentAt: number;
  observedAt: number;
  liveness: LeaseLiveness;
  /** Of `late` and `overdue`: since when it is known to be so. */
  since: number;
  /** Null until learned. */
  rhythmMs: number | null;
  jitterMs: number | null;
  /** Heartbeats observed so far. */
  beatCount: number;
  /** Whether a renewal of this very lease was seen; an owner may put its key under a new lease instead. */
  renewed: boolean;
  /** How often a change of leader set the deadline anew. */
  resets: number;
  /** Where the deadline was said to lie a second before it, or lies as far as is known now; only in fine readings. */
  forecast?: Forecast;
  /** Newest last; only in fine readings. */
  beats?: Beat[];
}

export function coarseReading(leaseId: LeaseId, track: LeaseTrack): LeaseReading {
  const { deadline, rhythm } = track;
  return {
    leaseId,
    grantedSeconds: deadline.grantedSeconds,
    deadline: whole(boundsOf(deadline)),
    renewedAt: deadline.sinceReset ? null : whole(renewalOf(deadline)),
    sentAt: Math.floor(deadline.sentAt),
    observedAt: Math.ceil(deadline.receivedAt),
    liveness: track.liveness,
    since: Math.floor(track.since),
    rhythmMs: rhythm && Math.round(rhythm.everyMs),
    jitterMs: rhythm && Math.round(rhythm.jitterMs),
    beatCount: track.beatCount,
    renewed: track.renewed,
    resets: track.resets,
  };
}

export function fineReading(leaseId: LeaseId, track: LeaseTrack): LeaseReading {
  const beats = track.beats.map(({ at, how }): Beat => ({ at: whole(at), how }));
  const { forecast } = track;
  return { ...coarseReading(leaseId, track), ...(forecast && { forecast: wholeForecast(forecast) }), beats };
}

/** When the next heartbeat should come; null after a reset. Until a rhythm is learned owners get two thirds of the grant. */
export function expectedAt({ renewedAt, rhythmMs, grantedSeconds }: LeaseReading): number | null {
  if (!renewedAt) return null;
  return (renewedAt[0] + renewedAt[1]) / 2 + (rhythmMs ?? (grantedSeconds * 1000 * 2) / 3);
}

/** Whether who knows the one must tell the other: all but a deadline that merely became known more finely. */
export function isNews(known: LeaseReading | undefined, next: LeaseReading): boolean {
  return (
    !known ||
    known.beatCount !== next.beatCount ||
    known.liveness !== next.liveness ||
    known.resets !== next.resets ||
    known.grantedSeconds !== next.grantedSeconds ||
    known.deadline[1] < next.deadline[0] ||
    known.deadline[0] > next.deadline[1]
  );
}

/** Outwards, so that what is told still holds the truth. */
function whole([from, to]: Interval): [number, number] {
  return [Math.floor(from), Math.ceil(to)];
}
