/**
 * The live protocol: the only definition of what crosses the socket. Read only: every write is an HTTP request.
 * The client fetches `/api/v1/snapshot`, connects naming its position, and gets every delta since, or `resync`.
 */
import type { ListWatchStatus } from "@/lib/etcd/list-watch.types";
import type { LeaseReading } from "@/lib/leases/reading";
import type {
  Drain,
  Instance,
  Minimum,
  RegistryEvent,
  Revision,
  Sweep,
  Tombstone,
  UnrecognizedKey,
} from "@/lib/registry/types";
import type { Delta, Position } from "@/lib/registry/view";

/** Changes with every incompatible change; a client of another version is told to reload. */
export const PROTOCOL_VERSION = 3;
export const LIVE_PATH = "/live";

/** Socket.IO handshake `auth`. */
export interface Hello {
  version: number;
  /** Null while there is no snapshot to continue from: status only, and `resync` as soon as there is one. */
  position: Position | null;
}

/** What the snapshot answers over HTTP: everything a client needs to continue from. */
export interface Snapshot {
  protocol: number;
  epoch: string;
  seq: number;
  revision: Revision;
  /** Milliseconds on the server's clock when it was made. */
  serverTime: number;
  instances: Instance[];
  tombstones: Tombstone[];
  unrecognized: UnrecognizedKey[];
  /** Coarse ones, as the stream continues them. */
  leases: LeaseReading[];
  drains: Drain[];
  minimums: Minimum[];
  status: LiveStatus;
}

export type ViewState = "listing" | "live" | "stale";

/** How fresh the view is. Sent on every change of state and as a beat every few seconds. */
export interface LiveStatus {
  state: ViewState;
  epoch: string;
  revision: Revision;
  /** When the server last heard from etcd's watch or a check of it, server clock, milliseconds; null before the first time. */
  heardAt: number | null;
  /** When the newest change was applied, server clock; null if none. */
  changedAt: number | null;
  source: ListWatchStatus;
  atomic: boolean;
  /** How leases are observed; absent before that begins. */
  leases?: LeaseLane;
  /** Registrations that went at once and are not all back. */
  sweep?: Sweep;
  serverTime: number;
}

/** How closely leases are observed, and what keeps the console from it. */
export interface LeaseLane {
  count: number;
  /** Questions a second. */
  budget: number;
  /** How far apart two looks at a lease lie that nobody looks at, at most. */
  resolutionMs: number;
  /** Leases were not observed since then, and why: nothing may go on counting down. */
  notObserved: { since: number; reason: string } | null;
}

export interface DeltaMessage extends Delta {
  serverTime: number;
}

/**
 * Comes before the delta of the same step; after a cut between the two, again with the next. Ids tell: an event whose
 * id is known replaces the known one, because its cause was found out meanwhile.
 */
export interface EventsMessage {
  /** Oldest first. Where many come at once, without `before` and `after`; the history has both. */
  events: RegistryEvent[];
  /** How many events just before these were not sent, because the client lagged; the history has them. */
  missed: number;
  serverTime: number;
}

/**
 * Why the client has to fetch the snapshot and connect anew; after it nothing but status follows.
 * `ready`: there is a first snapshot now. `protocol`: it must be another version of the page.
 */
export interface ResyncMessage {
  reason: "ready" | "too-old" | "other-epoch" | "lagging" | "protocol";
}

/** A page that hears nothing for several beats is cut off. */
export const STATUS_BEAT_MS = 3_000;

/**
 * Fine readings, with their beats, of what the client said it looks at. They hang on no position: one that is lost is
 * replaced by the next. Coarse readings of every lease come with the deltas, whenever a deadline moved.
 */
export interface LeasesMessage {
  serverTime: number;
  leases: LeaseReading[];
}

export interface Interest {
  services?: string[];
  keys?: string[];
}

export interface ServerToClient {
  delta: (message: DeltaMessage) => void;
  events: (message: EventsMessage) => void;
  status: (message: LiveStatus) => void;
  leases: (message: LeasesMessage) => void;
  resync: (message: ResyncMessage) => void;
}

export interface ClientToServer {
  interest: (interest: Interest) => void;
  /** Answered at once; gives the round trip and the clock offset. */
  ping: (sentAt: number, answer: (serverTime: number) => void) => void;
}
