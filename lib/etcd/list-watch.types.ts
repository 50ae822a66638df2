import type { Clock } from "@/lib/clock";
import type { GapReason, Key, Revision } from "@/lib/registry/types";
import type { EtcdErrorCode, EtcdPort, KeyValue, WatchEvent } from "./port";

/** Why everything was listed anew. `start` is the first list of all. */
export type ListReason = "start" | GapReason;

/** What the list-watch says, in order: a snapshot, then batches that continue it, then perhaps a snapshot again. */
export type ListWatchMessage =
  | {
      kind: "snapshot";
      /** Names one unbroken history: every snapshot begins a new one. */
      epoch: string;
      revision: Revision;
      reason: ListReason;
      keyValues: KeyValue[];
      clusterId?: string;
      /** Why there is a gap, in words; absent at the start. */
      detail?: string;
    }
  /**
   * All events of one revision under the watched prefixes, together. `revision` never goes down within an epoch; where
   * the watch is not atomic it may be later than its events' own.
   */
  | { kind: "batch"; revision: Revision; events: WatchEvent[] }
  /** etcd has reached this revision and nothing of ours changed up to it. */
  | { kind: "progress"; revision: Revision }
  | { kind: "status"; status: ListWatchStatus };

export type ListWatchStatus =
  | { state: "listing"; listed: number; total: number | null }
  /** `since` in milliseconds on the server's clock. `atomic` is false where one watch per prefix had to do. */
  | { state: "watching"; since: number; atomic: boolean; resumed: boolean }
  | { state: "backing-off"; code: EtcdErrorCode; message: string; detail: string; attempt: number; retryAt: number };

export interface ListWatchOptions {
  /** Makes a fresh connection; called for every list and every reconnect. The list-watch closes what it opened. */
  connect: () => EtcdPort;
  /** At least one; each should end at a separator. */
  prefixes: readonly Key[];
  /** Watched too where etcd permits it, left out where it does not: our own `/rollcall/`. */
  extraPrefixes?: readonly Key[];
  /** What an earlier run saw of the store: the first list of another store says so, as a later one would. */
  lastSeen?: { clusterId: string; revision: Revision };
  clock?: Clock;
  /** In [0, 1), for jitter and epochs. */
  random?: () => number;
  /**
   * May throw: what it was told then counts as lost. It hears nothing more until everything is listed anew, after a
   * wait that grows as long as that does not help.
   */
  onMessage: (message: ListWatchMessage) => void;
  /** What `onMessage` has thrown, and at what. */
  onThrown?: (error: unknown, message: ListWatchMessage) => void;
  tuning?: Partial<ListWatchTuning>;
}

export interface ListWatch {
  /** Nothing is said after it, and no timer is left. */
  stop(): void;
  /** Lists everything again under a new epoch. */
  relist(reason: GapReason): void;
  /** Ends a wait for the next attempt. */
  retryNow(): void;
}

export interface ListWatchTuning {
  pageSize: number;
  /** For each single call, and for a watch to be created. */
  callTimeoutMs: number;
  /** How often etcd's revision is read to know that the connection lives. */
  probeMs: number;
  /** At least this long between two looks at whether unseen revisions touch our keys. */
  lookMs: number;
  /** How long a stream may withhold a change that a look has found. */
  graceMs: number;
  /**
   * Farther behind than this, everything is listed again instead of replayed, and a gap is said. A replay keeps the
   * history whole, but etcd reads all that is left again for each 1,000 revisions: 15,000 took 2 s, 150,000 took four
   * minutes. A list of 10,000 keys takes 0.4 s.
   */
  maxReplayRevisions: number;
  /** More events a second than this outside our prefixes, over ten seconds: one watch per prefix is cheaper. */
  maxForeignPerSecond: number;
  /** How long events of several streams are gathered, to bring them into order. */
  gatherMs: number;
}

export const DEFAULT_TUNING: ListWatchTuning = {
  pageSize: 1_000,
  callTimeoutMs: 4_000,
  probeMs: 3_000,
  lookMs: 10_000,
  graceMs: 5_000,
  maxReplayRevisions: 50_000,
  maxForeignPerSecond: 1_000,
  gatherMs: 20,
};
