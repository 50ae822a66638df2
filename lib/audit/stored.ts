import { aftermathSchema, auditEntrySchema } from "@/lib/api/audit";
import { z } from "@/lib/api/zod";
import type { KeyValue } from "@/lib/etcd/port";
import type { Key, LeaseId } from "@/lib/registry/types";
import type { AuditEntry } from "./entry";

/** One key an entry, sorted by time; JSON, readable with etcdctl. Never on a lease: an entry outlives what it tells of. */
export const AUDIT_PREFIX = "/rollcall/audit/";

export function auditKeyOf(id: string): Key {
  return AUDIT_PREFIX + id;
}

/** What an eviction deleted, kept with its entry so that it can be put back. Never leaves the server. */
export interface Evicted {
  value: Uint8Array;
  leaseId: LeaseId | null;
}

export interface StoredEntry {
  entry: AuditEntry;
  evicted: Evicted | null;
}

/**
 * `revision: "created"`: the entry was written in the very transaction that it tells of, whose revision it cannot know
 * but which etcd keeps as its creation.
 */
const storedSchema = auditEntrySchema.omit({ id: true, restorable: true }).extend({
  revision: z.union([z.literal("created"), z.string().regex(/^\d+$/)]).nullable(),
  aftermath: aftermathSchema.nullable(),
  evicted: z.object({ value: z.base64(), leaseId: z.string().nullable() }).nullable(),
});

export type EntryRecord = Omit<AuditEntry, "id" | "restorable" | "revision"> & { revision: string | "created" | null };

export function encodeEntry(record: EntryRecord, evicted: Evicted | null): Uint8Array {
  const stored: z.output<typeof storedSchema> = {
    ...record,
    evicted: evicted && { value: toBase64(evicted.value), leaseId: evicted.leaseId },
  };
  return new TextEncoder().encode(JSON.stringify(stored));
}

/** Null where the key holds no entry that we understand. */
export function readEntry({ key, value, createRevision }: KeyValue): StoredEntry | null {
  if (!key.startsWith(AUDIT_PREFIX)) return null;
  try {
    const parsed = storedSchema.safeParse(JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(value)));
    if (!parsed.success) return null;
    const { evicted, ...stored } = parsed.data;
    const entry: AuditEntry = {
      ...stored,
      id: key.slice(AUDIT_PREFIX.length),
      revision: stored.revision === "created" ? createRevision : stored.revision,
      restorable: stored.outcome === "done" && evicted !== null,
    };
    return { entry, evicted: evicted && { value: fromBase64(evicted.value), leaseId: evicted.leaseId } };
  } catch {
    return null;
  }
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

function toBase64(bytes: Uint8Array): string {
  let binary = "";
  for (const byte of bytes) binary += String.fromCharCode(byte);
  return btoa(binary);
}

function fromBase64(text: string): Uint8Array {
  return Uint8Array.from(atob(text), (character) => character.charCodeAt(0));
}
