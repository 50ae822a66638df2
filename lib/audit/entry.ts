import type { Role } from "@/lib/auth/roles";
import type { Key, LeaseId, Revision } from "@/lib/registry/types";

/** What can be done, by the word that the trail, the API and the screen use for it. */
export const ACTIONS = [
  "evict",
  "restore",
  "drain",
  "resume",
  "register",
  "pause-hold",
  "resume-hold",
  "release-hold",
  "deregister",
  "import",
  "set-minimum",
  "dismiss",
] as const;
export type ActionName = (typeof ACTIONS)[number];

/**
 * `pending`: begun, not answered yet · `done` · `refused`: by a guard or the role · `conflict`: the key was another
 * than what was seen · `failed`: etcd refused, nothing was written · `unknown`: whether it was done could not be found out.
 */
export const OUTCOMES = ["pending", "done", "refused", "conflict", "failed", "unknown"] as const;
export type Outcome = (typeof OUTCOMES)[number];

/** What became of an evicted instance afterwards. */
export type Aftermath =
  /** The console looks whether it comes back, until then. Milliseconds on the server's clock. */
  | { kind: "watching"; until: number }
  | { kind: "returned"; revision: Revision; afterMs: number; leaseId: LeaseId | null }
  /** An operator put it back, registered or imported it anew; no sign of its owner. */
  | { kind: "restored"; revision: Revision; auditId: string }
  | { kind: "stayed-away"; watchedMs: number }
  /** The console that looked ended before it knew. */
  | { kind: "unwatched" };

/** Who did what, when, to which key, at which revision, with what outcome. */
export interface AuditEntry {
  /** Sorts by time. */
  id: string;
  /** Milliseconds on the clock of the console that did it. */
  at: number;
  actor: string;
  role: Role;
  /** Which of several consoles did it. */
  console: string;
  action: ActionName;
  /** What it was done to; null where there is none. */
  key: Key | null;
  service: string | null;
  instance: string | null;
  leaseId: LeaseId | null;
  /** Every key of the registry that it wrote or removed; before the outcome is known, those it means to. */
  keys: Key[];
  /** Of a large lease: how many keys there were, where `keys` lists the first of them only. */
  keyCount?: number;
  reason: string | null;
  /** Of an eviction: the guarded deletion of one key, or the end of its lease. */
  mode: "key" | "lease" | null;
  /** Rules of guards that an admin overrode. */
  overridden: string[];
  outcome: Outcome;
  /** A sentence. */
  detail: string;
  /** The rules that refused. */
  refusedBy: string[];
  /** etcd's revision that made the change; null where nothing was changed, or it is not known. */
  revision: Revision | null;
  /** Whether what was evicted is kept and can be put back: as long as its lease lives. */
  restorable: boolean;
  /** Of an eviction that was done; null while nobody looks. */
  aftermath: Aftermath | null;
  /** The entry that this one undoes or continues. */
  of: string | null;
  /** False: it does not carry the signature of this console's secret, so anybody who may write to etcd may have written it. */
  signed: boolean;
}
