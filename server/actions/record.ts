import type { ActionName, AuditEntry, Outcome } from "@/lib/audit/entry";
import { type Evicted, encodeEvicted, evictedKeyOf } from "@/lib/audit/evicted";
import { auditKeyOf, type EntryRecord, encodeEntry } from "@/lib/audit/stored";
import type { Role } from "@/lib/auth/roles";
import { Problem } from "@/lib/errors";
import { type Compare, EtcdError, type EtcdPort, type KeyValue, type Operation } from "@/lib/etcd/port";
import type { Records } from "@/lib/records/records";
import type { Key, LeaseId, Revision } from "@/lib/registry/types";
import type { Trail } from "@/server/audit/trail";
import type { Settling } from "./settle";

/** An entry before its outcome is known. */
export interface Draft {
  action: ActionName;
  actor: string;
  role: Role;
  key: Key | null;
  service: string | null;
  instance: string | null;
  leaseId: string | null;
  keys: Key[];
  keyCount?: number;
  reason: string | null;
  mode: AuditEntry["mode"];
  of: string | null;
}

export interface Commit {
  when: Compare[];
  then: Operation[];
  /** Reads what is there where the comparison fails. */
  otherwise: Operation[];
  /** A sentence for the trail. */
  detail: string;
  /** What an eviction deletes, kept under a lease so that it can be put back as long as that lives. */
  keep?: Kept | null;
}

export interface Kept {
  evicted: Evicted;
  lease: LeaseId;
}

export type Committed =
  | { done: true; revision: Revision }
  /** The comparison failed: nothing was written. The answers of `otherwise`, in order. */
  | { done: false; found: KeyValue[] };

/** Writes the trail's entry of one action: in the same transaction where the action is one, else before and after. */
export interface Record {
  readonly actor: string;
  readonly id: string;
  /** The action and its entry, both or neither. Rejects with `outcome-unknown` where etcd was lost and stays so. */
  commit(commit: Commit): Promise<Committed>;
  /** The entry alone, before something that is no transaction. */
  intend(detail: string): Promise<void>;
  /** What became of what was intended. */
  conclude(outcome: Outcome, detail: string, revision: Revision | null): Promise<void>;
  /** The entry alone, of something that is done and changes nothing in etcd. */
  note(detail: string): Promise<void>;
}

export interface RecordOptions {
  id: string;
  draft: Draft;
  overridden: readonly string[];
  at: number;
  consoleName: string;
  etcd: () => EtcdPort;
  trail: Trail;
  records: Records;
  settling: Settling;
}

/** These leave it open whether etcd has done what it was asked. */
const LEAVES_OPEN: ReadonlySet<string> = new Set(["unavailable", "timeout", "no-leader", "cancelled"]);

export function leavesOpen(error: unknown): boolean {
  return error instanceof EtcdError && LEAVES_OPEN.has(error.code);
}

export function createRecord(options: RecordOptions): Record {
  const { id, draft, etcd, trail, records, settling } = options;
  const key = auditKeyOf(id);
  let intent: Revision | null = null;

  function bytes(outcome: Outcome, detail: string, more: Partial<EntryRecord> = {}) {
    return encodeEntry(id, recordOf(options, outcome, detail, more), records);
  }

  async function put(value: Uint8Array): Promise<Revision> {
    const answer = await etcd().transact({
      when: [isNew(key)],
      then: [{ kind: "put", key, value }],
      otherwise: [],
    });
    if (!answer.succeeded) throw new Error(`The entry ${id} was there already`);
    noteAt(trail, key, value, answer.header.revision);
    return answer.header.revision;
  }

  return {
    id,
    actor: draft.actor,
    async commit({ when, then, otherwise, detail, keep = null }) {
      const value = bytes("done", detail, { revision: "created" });
      const kept = keep && {
        key: evictedKeyOf(id),
        value: encodeEvicted(id, keep.evicted, records),
        lease: keep.lease,
      };
      try {
        const answer = await etcd().transact({
          when: [...when, isNew(key)],
          then: [...then, { kind: "put", key, value }, ...(kept ? [{ kind: "put" as const, ...kept }] : [])],
          otherwise,
        });
        if (answer.succeeded) {
          if (kept) noteAt(trail, kept.key, kept.value, answer.header.revision, { leaseId: kept.lease });
          noteAt(trail, key, value, answer.header.revision);
          return { done: true, revision: answer.header.revision };
        }
        return { done: false, found: answer.answers.flatMap((one) => (one.kind === "get" ? one.keyValues : [])) };
      } catch (error) {
        if (!leavesOpen(error)) throw error;
        const words = "The way to etcd broke before its answer came; it was not done.";
        const found = await settling.settle(key, bytes("failed", words));
        if (found === "unknown")
          throw new Problem(
            "outcome-unknown",
            "etcd was lost before it answered. Whether it was done is found out as soon as etcd answers again; the trail then tells.",
            { auditId: id, cause: error },
          );
        if (found === "not-done") throw new NotDone(error);
        return { done: true, revision: found.revision };
      }
    },
    async intend(detail) {
      intent = await put(bytes("pending", detail));
    },
    async conclude(outcome, detail, revision) {
      if (intent === null) throw new Error("Nothing was intended");
      const value = bytes(outcome, detail, { revision });
      await settling.conclude(key, value, intent);
    },
    async note(detail) {
      await put(bytes("done", detail));
    },
  };
}

/** It is certain that nothing was written, and the trail says so already. */
export class NotDone extends Problem {
  constructor(cause: unknown) {
    super(
      "etcd-unavailable",
      "The way to etcd broke before its answer came. It was looked up since: nothing was done.",
      {
        cause,
      },
    );
  }
}

export function recordOf(
  { draft, overridden, at, consoleName }: Pick<RecordOptions, "draft" | "overridden" | "at" | "consoleName">,
  outcome: Outcome,
  detail: string,
  more: Partial<EntryRecord> = {},
): EntryRecord {
  return {
    ...draft,
    at,
    console: consoleName,
    overridden: [...overridden],
    outcome,
    detail,
    refusedBy: [],
    revision: null,
    aftermath: null,
    ...more,
  };
}

export function isNew(key: Key): Compare {
  return { key, target: "create", operator: "=", value: "0" };
}

export function noteAt(
  trail: Trail,
  key: Key,
  value: Uint8Array,
  revision: Revision,
  { leaseId = null }: { leaseId?: LeaseId | null } = {},
): void {
  trail.note({ key, value, createRevision: revision, modRevision: revision, version: "1", leaseId });
}
