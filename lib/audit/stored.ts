import { auditEntrySchema } from "@/lib/api/audit";
import { z } from "@/lib/api/zod";
import type { KeyValue } from "@/lib/etcd/port";
import type { Opened, RecordKind, Records } from "@/lib/records/records";
import type { Key } from "@/lib/registry/types";
import type { AuditEntry } from "./entry";

/** One key an entry, sorted by time; JSON, readable with etcdctl. Never on a lease: an entry outlives what it tells of. */
export const AUDIT_PREFIX = "/rollcall/audit/";
/** The clocks of two consoles may be so far apart. What is dated further ahead is no entry: it would stand before all others. */
const AHEAD_MS = 5 * 60_000;
/** Far longer than any action's watch, and still a length that can be shown. */
const LONGEST_MS = 366 * 86_400_000;

export function auditKeyOf(id: string): Key {
  return AUDIT_PREFIX + id;
}

/** `restorable` is no part of it: what can be put back lies beside it (evicted.ts), as long as that is possible. */
export type EntryRecord = Omit<AuditEntry, "id" | "restorable" | "signed" | "revision"> & {
  /** `created`: written in the very transaction that it tells of, whose revision etcd keeps as the entry's creation. */
  revision: string | "created" | null;
};

const AUDIT: RecordKind<EntryRecord> = {
  name: "audit",
  schema(time) {
    const length = z.number().min(0).max(LONGEST_MS);
    const revision = z.string().regex(/^\d+$/);
    return auditEntrySchema.omit({ id: true, restorable: true, signed: true }).extend({
      at: time,
      revision: z.union([z.literal("created"), revision]).nullable(),
      aftermath: z
        .discriminatedUnion("kind", [
          z.object({ kind: z.literal("watching"), until: time }),
          z.object({ kind: z.literal("returned"), revision, afterMs: length, leaseId: z.string().nullable() }),
          z.object({ kind: z.literal("restored"), revision, auditId: z.string() }),
          z.object({ kind: z.literal("stayed-away"), watchedMs: length }),
          z.object({ kind: z.literal("unwatched") }),
        ])
        .nullable(),
    });
  },
};

export function encodeEntry(id: string, record: EntryRecord, records: Records): Uint8Array {
  return records.seal(AUDIT, auditKeyOf(id), record);
}

/** The entry with its fields as they stand in etcd, for writing it anew. */
export function recordOfEntry({
  id: _id,
  restorable: _restorable,
  signed: _signed,
  ...record
}: AuditEntry): EntryRecord {
  return record;
}

/** `restorable` is false: whether something can be put back another key tells. */
export function readEntry(keyValue: KeyValue, records: Records): Opened<AuditEntry> {
  const { key, createRevision } = keyValue;
  const id = key.slice(AUDIT_PREFIX.length);
  const opened = records.open(AUDIT, keyValue);
  if (opened.state === "unreadable") return opened;
  const at = timeOfEntry(id);
  if (at === null)
    return { state: "unreadable", reason: "value-wrong-shape", detail: "The name of its key is no id of an entry." };
  if (at > records.now() + AHEAD_MS)
    return { state: "unreadable", reason: "value-wrong-shape", detail: "It is dated ahead of now." };
  const { revision, ...stored } = opened.record;
  const entry: AuditEntry = {
    ...stored,
    id,
    revision: revision === "created" ? createRevision : revision,
    restorable: false,
    signed: opened.state === "signed",
  };
  return { ...opened, record: entry };
}

/** Thirteen digits of milliseconds, so that keys sort by time until the year 2286, and a part that makes it unique. */
export function newEntryId(at: number, random: () => number): string {
  const unique = Math.floor(random() * 2 ** 32)
    .toString(16)
    .padStart(8, "0");
  return `${String(Math.max(0, Math.floor(at))).padStart(13, "0")}-${unique}`;
}

/** The time in an entry's id; null where it is none. */
export function timeOfEntry(id: string): number | null {
  return /^\d{13}-/.test(id) ? Number(id.slice(0, 13)) : null;
}
