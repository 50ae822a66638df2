import type { GapReason, Revision } from "@/lib/registry/types";
import type { EtcdErrorCode, KeyValue, WatchEvent } from "./port";

/** Why everything was listed anew. `start` is the first list of all. */
export type ListReason = "start" | GapReason;

/** What the list-watch says, in order: a snapshot, then batches that continue it, then perhaps a snapshot again. */
export type ListWatchMessage =
  | { kind: "snapshot"; epoch: string; revision: Revision; reason: ListReason; keyValues: KeyValue[] }
  /** All events of one revision under the watched prefixes, together. */
  | { kind: "batch"; revision: Revision; events: WatchEvent[] }
  /** etcd has reached this revision and nothing of ours changed up to it. */
  | { kind: "progress"; revision: Revision }
  | { kind: "status"; status: ListWatchStatus };

export type ListWatchStatus =
  | { state: "listing"; listed: number; total: number | null }
  /** `since` in milliseconds on the server's clock. `atomic` is false where one watch per prefix had to do. */
  | { state: "watching"; since: number; atomic: boolean; resumed: boolean }
  | { state: "backing-off"; code: EtcdErrorCode; message: string; detail: string; attempt: number; retryAt: number };
