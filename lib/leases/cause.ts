import type { Key, LeaseId, RemovalCause, Revision } from "@/lib/registry/types";
import { boundsOf, earliestEnd } from "./deadline";
import { leaseHex } from "./lease-hex";
import type { LeaseTrack } from "./track";
import { age, seconds } from "./words";

/** What is known when the question is asked why an instance left. Times in milliseconds on one clock. */
export interface RemovalFacts {
  leaseId: LeaseId;
  /** When the removal was seen: it happened then or, by the length of the way, a little before. */
  seenAt: number;
  /** The lease before the removal; null where it was never observed. */
  track: LeaseTrack | null;
  /** What etcd said of the lease after the removal was seen; null where it could not be asked. */
  check: LeaseCheck | null;
  /** The removal was heard of late, in a catch-up after a break. */
  replayed: boolean;
  /** How many other leases ended in the seconds before: etcd ends them one after the other. */
  crowd?: number;
}

export interface LeaseCheck {
  /** Still granted, and the key not on it. */
  alive: boolean;
  raftTerm: string;
  receivedAt: number;
}

/**
 * Whether an action made this revision: by its entry in the audit trail, or `pending` while an action on the lease has
 * not been answered yet and may turn out to be the one.
 */
export type OwnWrites = (
  revision: Revision,
  key: Key,
  leaseId: LeaseId,
) => (RemovalCause & { actor: string; auditId: string }) | "pending" | null;

/** With a question sent this close before the deadline, nothing can have happened in between that matters. */
const FRESH_MS = 400;
/** Of an owner that had already missed its beat, an older answer tells as much. */
const FRESH_WHEN_LATE_MS = 2_500;
/** A lease that went so shortly before it was certainly due had not been renewed for its whole time. */
const AT_ONCE_MS = 250;
/** etcd ends a lease up to half a second after its deadline, later only in a storm; then it is seen overdue before. */
const LONGEST_LAG_MS = 2_000;
/** A thousand a second, and half of that on a busy machine. */
const LAG_OF_ONE_MS = 2;

/** Why a leased key went. Says `unknown` wherever another cause could look the same. */
export function causeOf(facts: RemovalFacts): RemovalCause {
  const { check, track, seenAt, leaseId } = facts;
  const name = `lease ${leaseHex(leaseId)}`;
  if (check?.alive)
    return inferred("deleted", `The key was deleted: ${name} still lived ${age(check.receivedAt - seenAt)} later.`);
  if (facts.replayed)
    return unknown(`The connection to etcd was down when it left; whether ${name} expired cannot be told afterwards.`);
  if (!check) return unknown(`etcd did not answer what became of ${name}.`);
  if (!track) return unknown(`${cap(name)} is gone, and it was never observed before: when it was due is not known.`);
  if (check.raftTerm !== track.deadline.raftTerm)
    return unknown(
      `etcd changed its leader, which set the deadline of ${name} anew before it could be observed again.`,
    );
  return ofGoneLease(facts, track, check);
}

function ofGoneLease(
  { seenAt, leaseId, crowd = 0 }: RemovalFacts,
  track: LeaseTrack,
  { receivedAt }: LeaseCheck,
): RemovalCause {
  const { deadline } = track;
  const name = `Lease ${leaseHex(leaseId)}`;
  const [, latest] = boundsOf(deadline);
  const earliest = earliestEnd(deadline);
  const beat = lastBeat(track, seenAt);
  // Of a key that was deleted, the lease lives on: whoever hears of it only after its deadline finds it gone, too.
  if (seenAt < earliest && receivedAt >= earliest)
    return unknown(
      `${name} had at least ${seconds(earliest - seenAt)} left when its key went, but etcd was heard only ${seconds(receivedAt - seenAt)} later: by then it may have run out by itself.`,
    );
  if (seenAt < earliest)
    return inferred(
      "revoked",
      `${name} was gone ${seconds(earliest - seenAt)} before it could run out${beat}. A key deleted just before its lease was revoked looks the same.`,
    );
  const observedOverdue = deadline.sentAt > latest;
  const gone = `${name} was gone ${seconds(Math.max(0, seenAt - latest))} after its deadline${beat}`;
  // A keepalive on a lease past its deadline does not save it: what was seen overdue can only have expired.
  if (observedOverdue) return inferred("expired", `${gone}; it was seen past it before.`);
  if (latest - seenAt > AT_ONCE_MS)
    return unknown(`${name} went at the very moment it may have run out; its deadline was not known more finely.`);
  if (seenAt - latest > LONGEST_LAG_MS + crowd * LAG_OF_ONE_MS)
    return unknown(
      `${name} went ${seconds(seenAt - latest)} past the last deadline that was observed: a renewal was missed.`,
    );
  const blindMs = latest - deadline.sentAt;
  const freshMs = track.liveness === "alive" ? FRESH_MS : FRESH_WHEN_LATE_MS;
  if (blindMs <= freshMs) return inferred("expired", `${gone}.`);
  return unknown(
    `${name} was last observed ${seconds(blindMs)} before its deadline: a renewal after that would not have been seen.`,
  );
}

function lastBeat(track: LeaseTrack, seenAt: number): string {
  if (track.deadline.sinceReset) return "";
  const renewedAt = boundsOf(track.deadline)[0] - track.deadline.grantedSeconds * 1000;
  const word = track.beatCount > 0 ? "last heartbeat" : "granted or renewed";
  return `; ${word} ${seconds(Math.max(0, seenAt - renewedAt))} before`;
}

function inferred(cause: RemovalCause["cause"], evidence: string): RemovalCause {
  return { cause, certainty: "inferred", evidence };
}

function unknown(evidence: string): RemovalCause {
  return inferred("unknown", evidence);
}

function cap(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
