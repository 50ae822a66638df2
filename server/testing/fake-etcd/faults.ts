import { contains, NO_END } from "@/lib/etcd/key-range";
import { compareKeys } from "@/lib/etcd/key-text";
import { EtcdError, type KeyRange } from "@/lib/etcd/port";
import type { Span } from "./store";

/** What is wrong with the fake at the moment. Turn it by the methods of `FakeEtcd.faults`. */
export interface FaultState {
  refused: boolean;
  leaderless: boolean;
  /** Every call is rejected with this. */
  rejection: EtcdError | null;
  /** The only ranges our user may touch; null: all. */
  permitted: readonly KeyRange[] | null;
  /** Writes are done, but their answers are lost. */
  answersLost: boolean;
  /** Calls wait here while they are held. */
  held: Set<() => void> | null;
  /** Streams that are open say nothing. */
  silent: boolean;
  /** A stream breaks after this many messages with events. */
  cutAfter: number | null;
}

export function noFaults(): FaultState {
  return {
    refused: false,
    leaderless: false,
    rejection: null,
    permitted: null,
    answersLost: false,
    held: null,
    silent: false,
    cutAfter: null,
  };
}

/** Why this call fails, if it does. */
export function findFault(state: FaultState, needsLeader: boolean, spans: readonly Span[]): EtcdError | null {
  if (state.refused) return refusal();
  if (state.rejection !== null) return state.rejection;
  if (needsLeader && state.leaderless) return new EtcdError("no-leader", "etcdserver: no leader");
  const { permitted } = state;
  if (permitted !== null && !spans.every((span) => permitted.some((range) => holds(range, span))))
    return new EtcdError("permission-denied", "etcdserver: permission denied");
  return null;
}

export function refusal(): EtcdError {
  return new EtcdError("unavailable", "Nothing listens at the fake: the connection was refused.", "ECONNREFUSED");
}

export function broken(): EtcdError {
  return new EtcdError("unavailable", "The connection to the fake broke.", "Connection dropped");
}

/** A call that is held waits for its release, or for its caller's patience to end. */
export function whileHeld(state: FaultState, signal: AbortSignal | undefined): Promise<void> {
  const { held } = state;
  if (held === null) return Promise.resolve();
  return new Promise((resolve, reject) => {
    const release = () => {
      held.delete(release);
      signal?.removeEventListener("abort", abort);
      resolve();
    };
    const abort = () => {
      held.delete(release);
      reject(new EtcdError("cancelled", "The request was cancelled."));
    };
    held.add(release);
    signal?.addEventListener("abort", abort, { once: true });
  });
}

function holds(outer: KeyRange, span: Span): boolean {
  if ("key" in span) return contains(outer, span.key);
  if (compareKeys(span.start, outer.start) < 0) return false;
  return outer.end === NO_END || (span.end !== NO_END && compareKeys(span.end, outer.end) <= 0);
}
