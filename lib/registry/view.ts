import type { LeaseReading } from "@/lib/leases/reading";
import type { ShardMap } from "./shard-map";
import type { Drain, Instance, Minimum, Revision, Tombstone, UnrecognizedKey } from "./types";

/**
 * Everything the console knows at one position. Immutable: a new view shares every unchanged part with
 * the one before it, down to the instance objects. The same type serves on the server and in the browser.
 */
export interface View {
  /** Names one unbroken history of one etcd. */
  readonly epoch: string;
  /** Counts what the server streamed; a position is `{epoch, seq}`. */
  readonly seq: number;
  /** The newest revision of etcd that the view includes. */
  readonly revision: Revision;
  readonly instances: ShardMap<Instance>;
  readonly tombstones: ShardMap<Tombstone>;
  readonly unrecognized: ShardMap<UnrecognizedKey>;
  /** By lease id: the coarse reading of every lease that holds an instance and was observed. */
  readonly leases: ShardMap<LeaseReading>;
  /** By key: the marks whose time has not run out. Whoever holds a view takes them out when it has. */
  readonly drains: ShardMap<Drain>;
  /** By service. */
  readonly minimums: ShardMap<Minimum>;
}

/** Where a client stands in the stream. */
export interface Position {
  epoch: string;
  seq: number;
}

/** What turns the view at `from` into the view at `to`, both seqs of one epoch. Goes over the wire as it stands. */
export interface Delta {
  epoch: string;
  from: number;
  to: number;
  revision: Revision;
  put: {
    instances: Instance[];
    tombstones: Tombstone[];
    unrecognized: UnrecognizedKey[];
    leases: LeaseReading[];
    drains: Drain[];
    minimums: Minimum[];
  };
  remove: {
    instances: string[];
    tombstones: string[];
    unrecognized: string[];
    leases: string[];
    drains: string[];
    minimums: string[];
  };
}

/** One instance's change within one batch; what events are made from. */
export interface InstanceChange {
  before: Instance | null;
  after: Instance | null;
  /** The key whose write or removal changed it. */
  key: string;
  /** Revision of that write; null when a relist found the difference and the revision is not known. */
  revision: Revision | null;
  /** A put of the same bytes, under the same lease or another one. */
  sameValue: boolean;
  /** How it came to us: a put, a deletion, a relist that found it so, or the list of another store. */
  how: "written" | "deleted" | "relisted" | "replaced";
}
