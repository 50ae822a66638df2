import type { EtcdError } from "@/lib/etcd/port";
import type { Key, LeaseId } from "@/lib/registry/types";

/** Why a registration is not, or not any more, in etcd. */
export type WhyMissing =
  | "start"
  /** The lease ran out: etcd was away, or this process was frozen, for longer than its time to live. */
  | "expired"
  /** The lease was ended by somebody before its time. */
  | "revoked"
  /** The key was deleted while its lease lived. */
  | "deleted"
  /** The key was put again without our lease: it would have outlived us. */
  | "detached"
  /** Another process has registered under the same key. */
  | "taken";

export type RegistrationState =
  /** On its way into etcd. `error` is why the last attempt failed. */
  | { kind: "registering"; why: WhyMissing; attempt: number; error: EtcdError | null }
  /** `since` in milliseconds on our clock. */
  | { kind: "registered"; leaseId: LeaseId | null; since: number }
  /** etcd does not answer. The registration stands at least until `until`, if nobody else has ended it. */
  | { kind: "unconfirmed"; leaseId: LeaseId | null; until: number; attempt: number; error: EtcdError }
  /** Somebody took it out, and it stays out: because of `whenRemoved`, or because the key is another's now. */
  | { kind: "away"; why: WhyMissing }
  | { kind: "deregistered"; how: Deregistered };

export type Deregistered =
  /** The lease was revoked, or the key without a lease deleted. */
  | "removed"
  /** There was nothing to remove. */
  | "was-not-registered"
  /** etcd did not answer in time: the lease runs out by itself. A key without a lease stays. */
  | "left-to-expire";

export interface Registration {
  readonly key: Key;
  /** The lease that holds it now; null while it has none. */
  readonly leaseId: LeaseId | null;
  readonly state: RegistrationState;
  /** Called after every change of the state. Returns the way to stop listening. */
  onState(listener: (state: RegistrationState, previous: RegistrationState) => void): () => void;
  /** Resolves when it is registered for the first time; keeps the program alive meanwhile. */
  ready(signal?: AbortSignal): Promise<void>;
  /**
   * Writes another value under the same key and the same lease; resolves when etcd has it, however long that takes.
   * Rejects with a `Problem` `invalid-request` where the key would change or the layout has no place for a field, with
   * an `EtcdError` `cancelled` when it was deregistered first, and with the signal's reason.
   */
  update(change: RegistrationChange, signal?: AbortSignal): Promise<void>;
  /**
   * Ends our lease, and with it our key; nothing else is touched. Gives up after `timeoutMs` (5,000). Never rejects;
   * called again it answers the same.
   */
  deregister(options?: { timeoutMs?: number }): Promise<Deregistered>;
}

/** What may change while registered; what is left out stays. */
export interface RegistrationChange {
  host?: string;
  port?: number;
  protocol?: string;
  metadata?: Record<string, string>;
}

/** How the registration is kept in etcd. */
export type Keeping =
  /** A lease, renewed at each heartbeat. */
  | "keep-alive"
  /** The value is put again at each heartbeat under a new lease, as writers in the manner of etcd's v2 API do. */
  | "re-put"
  /** No lease: it outlives this process if that crashes. Heartbeats only look whether it is still there. */
  | "static";
