/**
 * When a lease runs out, as an interval. etcd says neither when a lease was renewed nor when it ends, only how many
 * whole seconds are left; everything here follows from that, and holds whatever the delays were.
 */

/** Milliseconds on one clock, both ends included. */
export type Interval = readonly [from: number, to: number];

/** One answer of `LeaseTimeToLive` and when it was asked for and received. */
export interface LeaseAnswer {
  sentAt: number;
  receivedAt: number;
  /** As etcd says it; see `deadlineOf`. */
  remainingSeconds: number;
  /** 0: the lease is gone. */
  grantedSeconds: number;
  /** Another one means another leader: every deadline was set anew. */
  raftTerm: string;
}

/** What is known of one lease's deadline after some answers. */
export interface Deadline {
  grantedSeconds: number;
  raftTerm: string;
  /** Where the deadline lies if it was not renewed since the last renewal that is proven. */
  proven: Interval;
  /** Where it lies if it was renewed since; null where that is excluded. Only ever open for a second after a renewal. */
  renewed: Interval | null;
  /** Whether `proven` minus the grant is when it was granted or renewed; not so after a reset, which adds some. */
  sinceReset: boolean;
  sentAt: number;
  receivedAt: number;
}

export type DeadlineOutcome =
  /** The first answer of all. */
  | { kind: "first" }
  /** Not renewed; `certain` is false where a renewal just now cannot be excluded yet. */
  | { kind: "same"; certain: boolean }
  /** Renewed in this interval: the later of several renewals. */
  | { kind: "heartbeat"; at: Interval }
  /** Another leader: no heartbeat. */
  | { kind: "reset" }
  /** Neither unchanged nor renewed: what was known was wrong. */
  | { kind: "corrected" }
  | { kind: "gone" };

/** More than this over the grant is no time left, but a member that does not keep the time. */
const MOST_EXTRA_SECONDS = 600;

/**
 * Where one answer puts the deadline. etcd cuts the fraction off towards zero, so that "0" is said from a second
 * before the deadline until a second after it, and "-1" from then on.
 */
export function deadlineOf({ sentAt, receivedAt, remainingSeconds }: LeaseAnswer): Interval {
  const least = remainingSeconds > 0 ? remainingSeconds : remainingSeconds - 1;
  const most = remainingSeconds >= 0 ? remainingSeconds + 1 : remainingSeconds;
  return [sentAt + least * 1000, receivedAt + most * 1000];
}

/** Whether the answer says anything: a member that has just lost the lead answers centuries. */
export function isUsable({ remainingSeconds, grantedSeconds }: LeaseAnswer): boolean {
  return Number.isFinite(remainingSeconds) && remainingSeconds <= grantedSeconds + MOST_EXTRA_SECONDS;
}

export function firstDeadline(answer: LeaseAnswer, sinceReset = false): Deadline {
  const { grantedSeconds, raftTerm, sentAt, receivedAt } = answer;
  return { grantedSeconds, raftTerm, proven: deadlineOf(answer), renewed: null, sinceReset, sentAt, receivedAt };
}

/**
 * Takes the next answer into account. A renewal at h puts the deadline to h + grant, and h lies between the last
 * question and this answer: wherever the new interval cannot be explained without one, there was one.
 */
export function narrow(known: Deadline, answer: LeaseAnswer): { deadline: Deadline; outcome: DeadlineOutcome } {
  const { sentAt, receivedAt, raftTerm, grantedSeconds } = answer;
  if (grantedSeconds === 0) return { deadline: known, outcome: { kind: "gone" } };
  if (raftTerm !== known.raftTerm) return { deadline: firstDeadline(answer, true), outcome: { kind: "reset" } };
  const grantMs = grantedSeconds * 1000;
  const said = deadlineOf(answer);
  const proven = intersection(known.proven, said);
  const renewed = hull(
    known.renewed && intersection(known.renewed, said),
    intersection([known.sentAt + grantMs, receivedAt + grantMs], said),
  );
  const next = { ...known, grantedSeconds, sentAt, receivedAt };
  if (proven) return { deadline: { ...next, proven, renewed }, outcome: { kind: "same", certain: renewed === null } };
  if (!renewed) return { deadline: firstDeadline(answer, true), outcome: { kind: "corrected" } };
  return {
    deadline: { ...next, proven: renewed, renewed: null, sinceReset: false },
    outcome: { kind: "heartbeat", at: [renewed[0] - grantMs, renewed[1] - grantMs] },
  };
}

/** The interval that certainly holds the deadline, as far as the last answer tells. */
export function boundsOf({ proven, renewed }: Deadline): Interval {
  return hull(proven, renewed) ?? proven;
}

/** When it was renewed (or granted) last, before anything that is still open. After a reset an upper bound for it. */
export function renewalOf({ proven, grantedSeconds, receivedAt }: Deadline): Interval {
  const grantMs = grantedSeconds * 1000;
  return [Math.min(proven[0] - grantMs, receivedAt), Math.min(proven[1] - grantMs, receivedAt)];
}

/**
 * The earliest moment at which it may end by itself, whatever happened unseen since the last answer: after a reset the
 * deadline may lie later than a renewal would put it.
 */
export function earliestEnd(deadline: Deadline): number {
  return Math.min(boundsOf(deadline)[0], deadline.sentAt + deadline.grantedSeconds * 1000);
}

export function widthOf([from, to]: Interval): number {
  return to - from;
}

export function middleOf([from, to]: Interval): number {
  return (from + to) / 2;
}

function intersection(a: Interval, b: Interval): Interval | null {
  const from = Math.max(a[0], b[0]);
  const to = Math.min(a[1], b[1]);
  return from <= to ? [from, to] : null;
}

function hull(a: Interval | null, b: Interval | null): Interval | null {
  if (!a || !b) return a ?? b;
  return [Math.min(a[0], b[0]), Math.max(a[1], b[1])];
}
