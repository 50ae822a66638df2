import { z } from "@/lib/api/zod";
import type { KeyValue } from "@/lib/etcd/port";
import type { Opened, RecordKind, Records } from "@/lib/records/records";
import type { Key, LeaseId } from "@/lib/registry/types";

/**
 * What an eviction deleted, so that it can be put back: written in the eviction's own transaction under the evicted
 * key's own lease. So etcd removes it at the moment from which there is no way back, and it can hang on no other lease
 * of the same id. What had no lease is kept under one of the console's for `PUT_BACK_SECONDS`.
 */
export const EVICTED_PREFIX = "/rollcall/evicted/";
export const PUT_BACK_SECONDS = 86_400;
/** A larger value is not kept: with its entry it would not fit into one request to etcd. */
export const MOST_EVICTED_BYTES = 512 * 1024;

export interface Evicted {
  key: Key;
  value: Uint8Array;
  /** Null: it had none. */
  leaseId: LeaseId | null;
}

interface StoredEvicted {
  key: Key;
  value: string;
  leaseId: LeaseId | null;
}

const EVICTED: RecordKind<StoredEvicted> = {
  name: "evicted",
  schema: () => z.object({ key: z.string(), value: z.base64(), leaseId: z.string().regex(/^\d+$/).nullable() }),
};

export function evictedKeyOf(auditId: string): Key {
  return EVICTED_PREFIX + auditId;
}

export function encodeEvicted(auditId: string, { key, value, leaseId }: Evicted, records: Records): Uint8Array {
  return records.seal(EVICTED, evictedKeyOf(auditId), { key, value: toBase64(value), leaseId });
}

/** Believed only on a lease: on the very one that the evicted key had, where it had one. */
export function readEvicted(keyValue: KeyValue, records: Records): Opened<Evicted> {
  const opened = records.open(EVICTED, keyValue);
  if (opened.state === "unreadable") return opened;
  const { key, value, leaseId } = opened.record;
  const record: Evicted = { key, value: fromBase64(value), leaseId };
  if (opened.state === "unsigned") return { ...opened, record };
  const isOnLease = keyValue.leaseId !== null && (leaseId === null || leaseId === keyValue.leaseId);
  if (isOnLease) return { state: "signed", record };
  return { state: "unreadable", reason: "value-wrong-shape", detail: "It does not hang on the lease that it names." };
}

function toBase64(bytes: Uint8Array): string {
  let binary = "";
  for (const byte of bytes) binary += String.fromCharCode(byte);
  return btoa(binary);
}

function fromBase64(text: string): Uint8Array {
  return Uint8Array.from(atob(text), (character) => character.charCodeAt(0));
}
