import { readEvicted } from "@/lib/audit/evicted";
import { readEntry } from "@/lib/audit/stored";
import type { KeyValue } from "@/lib/etcd/port";
import { knownKey } from "@/lib/layouts/bounds";
import { OWN_PREFIX } from "@/lib/layouts/layout-set";
import { readGatewayNews } from "@/lib/registry/gateways";
import { readDrain, readMinimum } from "@/lib/registry/marks";
import type { UnrecognizedKey } from "@/lib/registry/types";
import type { Opened, Records } from "./records";

type Reader = (keyValue: KeyValue, records: Records) => Opened<object>;

/** By the folder under `/rollcall/`. */
const READERS: ReadonlyMap<string, Reader> = new Map<string, Reader>([
  ["drains", readDrain],
  ["minimums", readMinimum],
  ["gateways", readGatewayNews],
  ["evicted", readEvicted],
  ["audit", readEntry],
]);

/**
 * Why a key under `/rollcall/` counts for nothing; null where it is a record that may be believed. Entries of the trail
 * that are not signed stand in the trail, marked so, and not here.
 */
export function unreadOwnKey(keyValue: KeyValue, records: Records): UnrecognizedKey | null {
  const { value, modRevision, leaseId } = keyValue;
  const [folder = ""] = keyValue.key.slice(OWN_PREFIX.length).split("/", 1);
  const opened = READERS.get(folder)?.(keyValue, records);
  const about = { key: knownKey(keyValue.key), modRevision, leaseId, valueBytes: value.length };
  if (!opened) return { ...about, reason: "key-not-matched", detail: "Rollcall keeps no such records." };
  if (opened.state === "signed" || (opened.state === "unsigned" && folder === "audit")) return null;
  if (opened.state === "unsigned") return { ...about, reason: "unsigned", detail: opened.detail };
  return { ...about, reason: opened.reason, detail: opened.detail };
}
