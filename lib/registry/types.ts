/**
 * The nouns of Rollcall. Plain data: everything here goes over the wire as it stands.
 * Revisions and lease ids are decimal strings, because both may exceed 2^53.
 * Keys are key text: UTF-8, with any other byte as `\xNN` (lib/etcd/key-text.ts).
 */

export type Revision = string;
export type LeaseId = string;
export type Key = string;
/** An instance's id: its key, with `#fragment` where one key holds several instances. */
export type InstanceId = string;

export interface Endpoint {
  /** `http`, `https`, `grpc`, `tcp`, `udp`, … or `null` where the registration does not say. */
  protocol: string | null;
  host: string;
  /** 0 where the registration gives no port. */
  port: number;
}

/** One running copy of a service, as its registration describes it. */
export interface Instance {
  id: InstanceId;
  /** Every key the instance was decoded from; the first is its own. */
  keys: Key[];
  /** Id of the layout that read it. */
  layout: string;
  service: string;
  instance: string;
  datacenter?: string;
  namespace?: string;
  endpoints: Endpoint[];
  /** Secret-looking values are redacted before they get here. */
  metadata: Record<string, string>;
  /** Only where the registration has more metadata than is kept: what stands in `metadata` is not all of it. */
  cut?: MetadataCut;
  weight?: number;
  leaseId: LeaseId | null;
  createRevision: Revision;
  modRevision: Revision;
  /** How often etcd saw the key written since its creation. */
  version: string;
  /** ISO 8601, where the registration itself says it. */
  registeredAt?: string;
  /** When the console saw its revisions come; absent for what was there before it watched this store. */
  seen?: Seen;
}

/** Milliseconds on the server's clock, or the interval in which it happened while the console did not watch. */
export interface Seen {
  /** Its creation; absent where only a later change was seen. */
  created?: number | [number, number];
  /** Its newest change; absent where that is its creation. */
  changed?: number | [number, number];
}

export interface MetadataCut {
  /** Of the names and values of all entries. */
  metadataBytes: number;
  /** Entries that are left out whole; others end early. */
  left: number;
}

/** A key under a watched prefix that no layout reads, and why. */
export interface UnrecognizedKey {
  key: Key;
  reason: UnrecognizedReason;
  /** The reason in words, with etcd's or the decoder's own detail. */
  detail: string;
  /** The layout that matched the key but could not read the value. */
  layout?: string;
  modRevision: Revision;
  leaseId: LeaseId | null;
  /** Size of the value in bytes. */
  valueBytes: number;
}

export type UnrecognizedReason =
  /** No layout of its prefix has a key of this form. */
  | "key-not-matched"
  | "value-not-utf8"
  | "value-not-json"
  | "value-wrong-shape"
  | "value-too-large"
  /** The key, or a name that the value says. The key then stands here by its beginning, its length and a checksum. */
  | "name-too-long"
  /** A record of the consoles' own that does not carry their signature. */
  | "unsigned";

/** `replaced`: etcd's whole store was replaced, emptied or restored, and the new one does not hold it. */
export type Cause = "evicted" | "expired" | "revoked" | "deleted" | "replaced" | "unknown";
export type Certainty = "exact" | "inferred";

/** Where a lease's deadline was said to lie, and when that was known: at least a second before it. */
export interface Forecast {
  deadline: readonly [number, number];
  at: number;
}

/** Why an instance left, and how we know. */
export interface RemovalCause {
  cause: Cause;
  certainty: Certainty;
  /** A sentence. */
  evidence: string;
  /** Of a lease whose time was up: when it was said to be, before it was. */
  forecast?: Forecast;
}

/** What stays on screen of an instance that left. */
export interface Tombstone extends RemovalCause {
  id: InstanceId;
  /** The instance as it was last known. */
  instance: Instance;
  /** Revision of its removal; null after a gap, when it is not known. */
  revision: Revision | null;
  /** Milliseconds since the epoch, on the server's clock: when the server saw it gone. */
  removedAtMs: number;
  /** Id of the event that tells it together with others: it is no news of its own. */
  partOf?: string;
}

export type Liveness = "alive" | "late" | "overdue" | "static" | "gone";
export type AdminState = "in-service" | "draining";

/** Out of rotation by an operator: a mark of ours in etcd. It is bound to the key and outlives what is registered there. */
export interface Drain {
  key: Key;
  /** Milliseconds since 1970; null: until somebody resumes it. Whoever reads it obeys the time, whether or not the mark is still there. */
  until: number | null;
  reason: string;
  actor: string;
  at: number;
  /** Creation of the registration that was drained: where it differs from the instance's, that registered again since. */
  createRevision: Revision;
  /** Of the mark itself. */
  modRevision: Revision;
}

/** How many instances a service is expected to have, kept in etcd. */
export interface Minimum {
  service: string;
  minimum: number;
  actor: string;
  at: number;
  /** Of the record itself. */
  modRevision: Revision;
}

export type EventType =
  | "registered"
  | "updated"
  | "re-registered"
  | "heartbeat"
  | "late"
  | "recovered"
  | "removed"
  | "drained"
  | "resumed"
  | "ttl-reset"
  | "gap"
  | "cleared";

/** Something that happened, as the history keeps it. Named to stay apart from the DOM's Event. */
export interface RegistryEvent {
  /** `epoch:revision:key:ordinal`. */
  id: string;
  /** Milliseconds on the server's clock when it was observed; an interval or null where only the revision is known. */
  at: number | [number, number] | null;
  /** Null for what has no revision of its own (a late heartbeat). */
  revision: Revision | null;
  type: EventType;
  /** Null for events of the whole registry (`gap`, `ttl-reset`, `cleared`). */
  service: string | null;
  instance: string | null;
  key: Key | null;
  /** Id of the instance, where one is meant: links to its page. */
  instanceId?: InstanceId;
  cause?: Cause;
  certainty?: Certainty;
  evidence?: string;
  forecast?: Forecast;
  actor?: string;
  /** The audit entry of the action that caused it. */
  auditId?: string;
  before?: Instance;
  after?: Instance;
  /**
   * For `gap`: what happened, in words, and the revisions between which nothing is known. `stood`: what an earlier run
   * of this console left behind where another store answers the next one, and how many registrations it found (`now`).
   */
  gap?: { reason: GapReason; from: Revision | null; to: Revision; detail: string; stood?: Stood & { now: number } };
  /** Of an event that tells many changes together: what they come to. Each of them is kept, with `partOf`. */
  folded?: Folded;
  /** Id of the event that tells this one together with others. Lists leave it out unless they are asked for it. */
  partOf?: string;
}

/** Many registrations that went at once: with etcd's whole store, or by one delete of a range. */
export interface Sweep {
  /** Of the event that tells it. */
  id: string;
  kind: "other-cluster" | "revision-went-back" | "store-replaced" | "cleared";
  at: RegistryEvent["at"];
  /** The newest revision of the store before; null where it is the same store. */
  from: Revision | null;
  to: Revision;
  removed: number;
  serviceCount: number;
  /** How many of them are neither back nor made up for by others of the same service. */
  missing: number;
  /**
   * How many came back under their own keys. Null where it happened while the console did not run: it remembers how many
   * stood there, and `missing` is how many fewer stand there now.
   */
  returned: number | null;
}

/** What stood in the registry when it was last seen. */
export interface Stood {
  registrations: number;
  services: number;
}

/** What the console remembers of etcd's store from the run before. */
export interface LastSeen extends Stood {
  clusterId: string;
  revision: Revision;
  /** Milliseconds on the clock of that run. */
  at: number;
}

/** What changes come to that are told as one event. */
export interface Folded {
  /** Instances that left, by service, the most first. The stream names the first services only. */
  services: { service: string; instances: number }[];
  serviceCount: number;
  removed: number;
  registered: number;
  changed: number;
}

export type GapReason =
  | "compacted"
  | "other-cluster"
  | "revision-went-back"
  | "store-replaced"
  | "events-lost"
  | "requested";
