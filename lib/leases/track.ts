import type { Forecast } from "@/lib/registry/types";
import {
  type Deadline,
  type DeadlineOutcome,
  firstDeadline,
  type Interval,
  isUsable,
  type LeaseAnswer,
  middleOf,
  narrow,
  renewalOf,
  widthOf,
} from "./deadline";
import { forecastAfter } from "./forecast";
import { type LeaseLiveness, lateAfter, livenessAfter } from "./liveness";
import { type Gaps, type Rhythm, rhythmOf, withGap } from "./rhythm";

/** One beat of a strip: seen through the lease, told exactly by a put of the same value, or proven not to have come. */
export interface Beat {
  at: Interval;
  how: "sampled" | "exact" | "missed";
}

/** Everything known of one lease. Immutable. */
export interface LeaseTrack {
  deadline: Deadline;
  liveness: LeaseLiveness;
  /** When it was first found so, for `late` and `overdue`; the question's time. */
  since: number;
  /** Newest last, at most `KEPT_BEATS`. */
  beats: readonly Beat[];
  /** Heartbeats seen since the beginning. */
  beatCount: number;
  gaps: Gaps;
  rhythm: Rhythm | null;
  /** Whether a renewal of this very lease was ever seen: not so where its owner puts the key under a new one instead. */
  renewed: boolean;
  /** How often another leader set the deadline anew. */
  resets: number;
  /** The newest renewal that an answer without another one made finely known: gaps are measured between two of these. */
  anchor: Anchor | null;
  /** Where its deadline was said to lie, as it stood a second before. */
  forecast: Forecast | null;
  /** The anchor before: what was measured from it is measured again when its end becomes known more finely. */
  anchorBefore: Anchor | null;
}

interface Anchor {
  at: Interval;
  /** Heartbeats seen since. */
  beats: number;
}

export interface TrackStep {
  track: LeaseTrack;
  outcome: DeadlineOutcome | { kind: "unusable" };
  /** What became of it, where that changed. */
  became: LeaseLiveness | null;
}

export const KEPT_BEATS = 30;
export const NOTHING_SHOWN: Heritage = { beats: [], beatCount: 0, gaps: [], rhythm: null };
/** A beat known less finely than this says little about the rhythm. */
const FINE_MS = 1_200;

/** What an owner has shown so far, whichever leases it was under. */
export type Heritage = Pick<LeaseTrack, "beats" | "beatCount" | "gaps" | "rhythm">;

/** `heritage` is of the lease before, where this one took its place at a heartbeat. */
export function observe(
  known: LeaseTrack | null,
  answer: LeaseAnswer,
  heritage: Heritage = NOTHING_SHOWN,
): TrackStep | null {
  if (!known) {
    if (answer.grantedSeconds === 0 || !isUsable(answer)) return null;
    return { track: begun(answer, heritage), outcome: { kind: "first" }, became: "alive" };
  }
  if (!isUsable(answer)) return { track: known, outcome: { kind: "unusable" }, became: null };
  const { deadline, outcome } = narrow(known.deadline, answer);
  const forecast = outcome.kind === "gone" ? known.forecast : forecastAfter(known.forecast, deadline);
  const track = afterOutcome({ ...known, deadline, forecast }, known, outcome);
  if (outcome.kind === "gone") return { track, outcome, became: null };
  const liveness = livenessAfter(track, outcome);
  if (liveness === known.liveness) return { track, outcome, became: null };
  const missed = liveness === "late" && known.liveness === "alive" ? withMissed(track) : track;
  return { track: { ...missed, liveness, since: answer.sentAt }, outcome, became: liveness };
}

/** A put of the same value by the owner: a sign of life to the millisecond. It does not renew the lease. */
export function withExactBeat(track: LeaseTrack, at: number): LeaseTrack {
  return { ...track, beats: added(track.beats, { at: [at, at], how: "exact" }), beatCount: track.beatCount + 1 };
}

/**
 * A put of the same value under a new lease, from an owner that keeps its key so: a heartbeat to the millisecond, which
 * the new lease inherits with all that was seen before it.
 */
export function passedOn(before: Heritage, at: number): Heritage {
  const last = before.beats.findLast(({ how }) => how === "exact");
  const gaps = last ? withGap(before.gaps, at - last.at[0]) : before.gaps;
  const beats = added(before.beats, { at: [at, at], how: "exact" });
  return { beats, beatCount: before.beatCount + 1, gaps, rhythm: rhythmOf(gaps) };
}

/** What stays of a lease after the clock was set by so much: of its deadline nothing, somebody has to ask again. */
export function acrossStep({ beats, beatCount, gaps, rhythm }: LeaseTrack, byMs: number): Heritage {
  const moved = beats.map(({ at: [from, to], how }): Beat => ({ at: [from + byMs, to + byMs], how }));
  return { beats: moved, beatCount, gaps, rhythm };
}

function begun(answer: LeaseAnswer, { beats, beatCount, gaps, rhythm }: Heritage): LeaseTrack {
  const deadline = firstDeadline(answer);
  return {
    deadline,
    forecast: forecastAfter(null, deadline),
    liveness: "alive",
    since: answer.sentAt,
    beats,
    beatCount,
    gaps,
    rhythm,
    renewed: false,
    resets: 0,
    anchor: null,
    anchorBefore: null,
  };
}

function afterOutcome(track: LeaseTrack, before: LeaseTrack, outcome: DeadlineOutcome): LeaseTrack {
  switch (outcome.kind) {
    case "heartbeat": {
      const { anchor } = before;
      return {
        ...track,
        beats: added(track.beats, { at: outcome.at, how: "sampled" }),
        beatCount: track.beatCount + 1,
        renewed: true,
        anchor: anchor && { ...anchor, beats: anchor.beats + 1 },
      };
    }
    case "same":
      return outcome.certain ? quiet(track) : track;
    case "reset":
      return { ...track, resets: track.resets + 1, anchor: null, anchorBefore: null };
    default:
      return { ...track, anchor: null, anchorBefore: null };
  }
}

/**
 * What an answer without a renewal adds: the last heartbeat is known more finely, and the gaps up to it count. They do
 * not count before: an owner is asked when its heartbeat is expected, so that a heartbeat which was merely noticed lies
 * late in its interval, and gaps that end there would make the rhythm shorter than it is.
 */
function quiet(track: LeaseTrack): LeaseTrack {
  if (track.deadline.sinceReset) return track;
  const renewal = renewalOf(track.deadline);
  const last = track.beats.at(-1);
  const finer = last?.how === "sampled" && widthOf(renewal) < widthOf(last.at);
  const beats = finer ? [...track.beats.slice(0, -1), { at: renewal, how: "sampled" as const }] : track.beats;
  if (widthOf(renewal) > FINE_MS) return { ...track, beats };
  const { anchor, anchorBefore, gaps } = track;
  const next = { ...track, beats, anchor: { at: renewal, beats: 0 } };
  if (anchor && anchor.beats > 0) {
    return withGaps({ ...next, anchorBefore: anchor }, measured(gaps, anchor, renewal));
  }
  if (!anchorBefore || !finer) return next;
  return withGaps(next, measured(gaps.slice(0, -anchorBefore.beats), anchorBefore, renewal));
}

/** The gaps since an anchor, each as their mean: those between were not finely known. */
function measured(gaps: Gaps, { at, beats }: Anchor, renewal: Interval): Gaps {
  const gapMs = (middleOf(renewal) - middleOf(at)) / beats;
  let longer = gaps;
  for (let n = 0; n < beats; n++) longer = withGap(longer, gapMs);
  return longer;
}

function withGaps(track: LeaseTrack, gaps: Gaps): LeaseTrack {
  return { ...track, gaps, rhythm: rhythmOf(gaps) };
}

function withMissed(track: LeaseTrack): LeaseTrack {
  const due = lateAfter(track);
  return { ...track, beats: added(track.beats, { at: [due, due], how: "missed" }) };
}

function added(beats: readonly Beat[], beat: Beat): readonly Beat[] {
  return [...beats, beat].slice(-KEPT_BEATS);
}
