/**
 * The port to etcd: all that Rollcall asks of it. Two implementations are held to the same contract tests:
 * `createEtcdClient` (lib/etcd/client.ts, over the etcd3 package) and `createFakeEtcd` (server/testing/fake-etcd.ts).
 */
import type { Key, LeaseId, Revision } from "@/lib/registry/types";

export interface KeyValue {
  key: Key;
  value: Uint8Array;
  createRevision: Revision;
  modRevision: Revision;
  version: string;
  leaseId: LeaseId | null;
}

/** `[start, end)` in byte order; `prefixRange(prefix)` makes one. `end` of `"\0"` means "everything from start on". */
export interface KeyRange {
  start: Key;
  end: Key;
}

export interface Header {
  clusterId: string;
  memberId: string;
  revision: Revision;
  raftTerm: string;
}

export interface RangeRequest {
  range: KeyRange | { key: Key };
  limit?: number;
  /** Read as of this revision; an already compacted one rejects with code `compacted`. */
  revision?: Revision;
  keysOnly?: boolean;
  countOnly?: boolean;
  /** Only keys modified at or after this revision; `count` still counts them all. Costs etcd a look at every key in range. */
  minModRevision?: Revision;
}

export interface RangeAnswer {
  header: Header;
  keyValues: KeyValue[];
  more: boolean;
  /** From the range's start on, not only this page. */
  count: number;
}

export type Compare =
  | { key: Key; target: "mod" | "create" | "version"; operator: "=" | "!=" | "<" | ">"; value: Revision }
  /** `"0"` means: no lease. A key that does not exist has none. */
  | { key: Key; target: "lease"; operator: "=" | "!="; value: LeaseId };

export type Operation =
  | { kind: "put"; key: Key; value: Uint8Array; lease?: LeaseId; ignoreLease?: boolean }
  | { kind: "delete"; range: KeyRange | { key: Key } }
  | { kind: "get"; range: KeyRange | { key: Key } };

export interface Transaction {
  when: Compare[];
  then: Operation[];
  otherwise: Operation[];
}

export type OperationAnswer =
  | { kind: "put"; previous: KeyValue | null }
  | { kind: "delete"; deleted: number; previous: KeyValue[] }
  | { kind: "get"; keyValues: KeyValue[] };

export interface TransactionAnswer {
  header: Header;
  succeeded: boolean;
  answers: OperationAnswer[];
}

export type WatchEvent =
  | { type: "put"; keyValue: KeyValue; previous: KeyValue | null }
  | { type: "delete"; key: Key; modRevision: Revision; previous: KeyValue | null };

export interface WatchRequest {
  range: KeyRange;
  /** First revision to deliver. */
  startRevision: Revision;
}

/** What one watch stream says, in order. After `ended` nothing follows. */
export type WatchMessage =
  | { kind: "created"; header: Header }
  /** Whole revisions only: fragments are joined before they get here. */
  | { kind: "events"; header: Header; events: WatchEvent[] }
  /** A fragment has come and more follow: nothing is known of its events yet, but the stream is at work. */
  | { kind: "part" }
  /** etcd's own word, never asked for: everything up to the header's revision was delivered. */
  | { kind: "progress"; header: Header }
  | { kind: "compacted"; compactRevision: Revision }
  | { kind: "ended"; error: EtcdError };

export interface LeaseTimeToLive {
  header: Header;
  leaseId: LeaseId;
  /** Seconds, floored by etcd; may be negative while overdue. */
  remainingSeconds: number;
  /** 0: the lease does not exist. */
  grantedSeconds: number;
  /** In the order of keys; etcd itself gives them in any. */
  keys: Key[];
}

export interface ClusterStatus {
  header: Header;
  version: string;
  /** Member id of the leader, "0" where there is none. */
  leader: string;
  /** What the asked member's database takes on disk; the quota is about this. */
  dbSizeBytes: number;
  /** What of it holds data: the rest is given back by defragmenting. 0 where etcd does not say (before 3.4). */
  dbInUseBytes: number;
  raftTerm: string;
  /** Whether the asked member is one: it answers this and little else. */
  isLearner: boolean;
  /** Of the whole cluster. */
  alarms: Alarm[];
}

/** What etcd itself raises the alarm about: a member out of space, or members that hold different data. */
export interface Alarm {
  memberId: string;
  kind: "no-space" | "corrupt" | "other";
}

export interface Member {
  id: string;
  name: string;
  clientUrls: string[];
  /** Where the members speak to each other. */
  peerUrls: string[];
  isLearner: boolean;
}

export interface CallOptions {
  signal?: AbortSignal;
  timeoutMs?: number;
}

/** One connection to etcd. Every call rejects with an `EtcdError` and nothing else. */
export interface EtcdPort {
  range(request: RangeRequest, options?: CallOptions): Promise<RangeAnswer>;
  transact(transaction: Transaction, options?: CallOptions): Promise<TransactionAnswer>;
  put(
    key: Key,
    value: Uint8Array,
    put?: { lease?: LeaseId; ignoreLease?: boolean },
    options?: CallOptions,
  ): Promise<Header>;
  delete(range: KeyRange | { key: Key }, options?: CallOptions): Promise<{ header: Header; deleted: number }>;
  /** Opens a watch with previous values, on a stream that ends without a leader. Returns the way to stop it. */
  watch(request: WatchRequest, onMessage: (message: WatchMessage) => void): () => void;
  grantLease(
    ttlSeconds: number,
    options?: CallOptions,
  ): Promise<{ header: Header; leaseId: LeaseId; grantedSeconds: number }>;
  revokeLease(leaseId: LeaseId, options?: CallOptions): Promise<Header>;
  /** Answers `remainingSeconds` 0 for a lease that is gone, and no error. */
  keepAliveOnce(leaseId: LeaseId, options?: CallOptions): Promise<{ header: Header; remainingSeconds: number }>;
  /** Many at once, on one stream. By lease id: the seconds it has again, 0 for a lease that is gone. */
  keepAliveAll(leaseIds: readonly LeaseId[], options?: CallOptions): Promise<Map<LeaseId, number>>;
  timeToLive(leaseId: LeaseId, options?: CallOptions & { keys?: boolean }): Promise<LeaseTimeToLive>;
  leases(options?: CallOptions): Promise<LeaseId[]>;
  status(options?: CallOptions): Promise<ClusterStatus>;
  members(options?: CallOptions): Promise<Member[]>;
  compact(revision: Revision, options?: CallOptions): Promise<void>;
  close(): void;
}

export type EtcdErrorCode =
  /** No answer: refused, reset, timed out, half open. */
  | "unavailable"
  | "timeout"
  /** The member answers but the cluster has no leader. */
  | "no-leader"
  /** Wrong user or password, or a token that ran out. */
  | "unauthenticated"
  /** The user is known and may not. */
  | "permission-denied"
  /** TLS: unknown authority, wrong name, expired, or a client certificate is wanted. */
  | "certificate"
  | "compacted"
  /** A revision etcd has not reached. */
  | "future-revision"
  | "lease-not-found"
  | "key-not-found"
  | "lease-exists"
  | "too-large"
  /** The database has reached its quota: nothing is written until somebody makes room and disarms the alarm. */
  | "no-space"
  /** It has too much to do and did not look at the request. */
  | "overloaded"
  /** The endpoint is a learner, which serves no linearizable reads, no writes and no watches. */
  | "learner"
  /** The members hold different data. */
  | "corrupt"
  | "cancelled"
  | "invalid"
  | "internal";

/** What a program may do about an error, beside its code. */
export type EtcdErrorHint =
  /** It never left, or was refused before it was looked at: it may be sent again without being done twice. */
  | "never-done"
  /** The token was refused, not the user: sign in anew. */
  | "token-refused"
  /** etcd asks nobody to sign in. */
  | "auth-disabled";

/** An error of etcd or of the way to it: a stable code, a sentence that helps, and etcd's own words. */
export class EtcdError extends Error {
  override readonly name = "EtcdError";
  readonly hint: EtcdErrorHint | null;
  constructor(
    readonly code: EtcdErrorCode,
    message: string,
    /** etcd's own words, or the socket's; the message again where there are none. Never grpc's. */
    readonly detail: string = message,
    /** `cause`: everything as grpc said it, for logs. */
    more: { hint?: EtcdErrorHint | null; cause?: unknown } = {},
  ) {
    super(message, more.cause === undefined ? {} : { cause: more.cause });
    this.hint = more.hint ?? null;
  }
}
