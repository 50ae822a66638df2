import type { ComesBack } from "@/lib/api/evictions";
import { seconds } from "@/lib/leases/words";
import type { Liveness } from "@/lib/registry/types";

/** What is known of an owner before its key is taken. */
export interface OwnerFacts {
  liveness: Liveness;
  leased: boolean;
  /** A heartbeat of it was observed: without one, "alive" is only what its lease allows. */
  seenAlive: boolean;
  /** How often the key was written since it was created: more than once means that somebody puts it again. */
  writes: number;
  rhythmMs: number | null;
  /** What became of earlier evictions of the service. */
  past: { returnedAfterMs: readonly number[]; stayedAway: number };
  /** The console itself holds it. */
  heldHere: boolean;
  /** What the layout says of its owners. */
  note: string | null;
}

/** Whether it will be there again after its key alone was deleted. Says what it is concluded from. */
export function comesBackAfterKey(facts: OwnerFacts): ComesBack {
  const { leased, writes, rhythmMs, past, heldHere } = facts;
  if (heldHere) return say("never", null, "This console holds it, and does not register again what was evicted.");
  if (past.returnedAfterMs.length > 0) {
    const median = middle(past.returnedAfterMs);
    return say(
      "will",
      median,
      `After earlier evictions instances of this service came back, in about ${seconds(median)}.`,
    );
  }
  if (facts.liveness === "overdue") return say("unlikely", null, GAVE_UP);
  if (writes > 1 && leased)
    return say("will", rhythmMs, `Its owner writes the key again and again (${writes} times so far).`);
  if (writes > 1) return say("may", null, `The key was written ${writes} times: whoever writes it may do so again.`);
  if (past.stayedAway > 0)
    return say("unlikely", null, "After earlier evictions instances of this service stayed away.");
  if (!leased)
    return say(
      "unlikely",
      null,
      withNote("It has no lease and was written once: etcd does not tell whether an owner lives.", facts),
    );
  const how =
    facts.note ?? "One that looks at its key comes back with its next heartbeat; one that only renews does not notice.";
  return say("may", rhythmMs, `${ownerOf(facts)} The key was written once. ${how}`);
}

const GAVE_UP = "Its owner does not renew the lease any more. If it wakes up, it may register anew.";

/** The same after its lease was revoked. */
export function comesBackAfterLease(facts: OwnerFacts): ComesBack {
  if (facts.heldHere) return comesBackAfterKey(facts);
  if (facts.liveness === "overdue") return say("unlikely", null, GAVE_UP);
  const then =
    "An owner learns at its next heartbeat that the lease is gone; most then register anew, under another lease.";
  return say("may", facts.rhythmMs, `${ownerOf(facts)} ${then}`);
}

/** What may be claimed of whoever holds the lease, no more than was observed. */
function ownerOf({ liveness, seenAlive, rhythmMs }: OwnerFacts): string {
  if (liveness === "late") return "A heartbeat is missing: its owner may be hung, slow or cut off.";
  if (!seenAlive) return "Its lease lives; whether an owner renews it was not observed yet.";
  return `Its owner is alive and renews the lease${rhythmMs === null ? "" : ` every ${seconds(rhythmMs)}`}.`;
}

function withNote(words: string, { note }: OwnerFacts): string {
  return note === null ? words : `${words} ${note}`;
}

function say(verdict: ComesBack["verdict"], withinMs: number | null, words: string): ComesBack {
  return { verdict, withinMs, words };
}

function middle(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? 0;
}
