import { createHash } from "node:crypto";
import type { Eviction } from "@/lib/api/evictions";
import { MOST_LISTED_KEYS } from "@/lib/api/evictions";
import { compareKeys } from "@/lib/etcd/key-text";
import { OWN_PREFIX } from "@/lib/layouts/layout-set";
import type { LayoutSet } from "@/lib/layouts/types";
import type { Key, LeaseId } from "@/lib/registry/types";
import type { World } from "./action";

/** Of an entry's keys: one that tells of a huge lease still fits into a value that etcd accepts. */
const MOST_LISTED_CHARACTERS = 128 * 1024;

/** One short word for a set of keys, whatever their order: SHA-256 over the sorted keys as a JSON array, in hex. */
export function digestOf(keys: readonly Key[]): string {
  return createHash("sha256")
    .update(JSON.stringify(distinct(keys)))
    .digest("hex");
}

/** As many keys as are listed one by one, in answers and in the trail; `keyCount` where there are more. */
export function listedOf(keys: readonly Key[]): { keys: Key[]; keyCount?: number } {
  const listed: Key[] = [];
  let characters = 0;
  for (const key of keys) {
    characters += key.length;
    if (listed.length === MOST_LISTED_KEYS || characters > MOST_LISTED_CHARACTERS) break;
    listed.push(key);
  }
  return listed.length < keys.length ? { keys: listed, keyCount: keys.length } : { keys: listed };
}

/** Whether these are the keys that the operator saw, named one by one, by their digest, or both. */
export function areAsSeen(listed: readonly Key[], { leaseKeys, leaseDigest }: Eviction): boolean {
  const digest = digestOf(listed);
  if (leaseDigest !== undefined && leaseDigest !== digest) return false;
  if (leaseKeys !== undefined && digestOf(leaseKeys) !== digest) return false;
  return leaseDigest !== undefined || leaseKeys !== undefined;
}

function distinct(keys: readonly Key[]): Key[] {
  return [...new Set(keys)].sort(compareKeys);
}

export interface LeaseKeys {
  /** All of them, sorted, but for the console's own records: what has to be as it was seen. */
  all: Key[];
  /** Under the watched prefixes. */
  watched: Key[];
  /** How many more hang on the lease. Whoever may see registrations may not therefore see what else etcd holds. */
  others: number;
}

export function leaseKeysOf(keys: readonly Key[], { groupOf }: Pick<LayoutSet, "groupOf">): LeaseKeys {
  const all = keys.filter((key) => !key.startsWith(OWN_PREFIX));
  const watched = all.filter((key) => groupOf(key) !== null);
  return { all, watched, others: all.length - watched.length };
}

/** Ends a lease of the console's own that nothing hangs on any more. Left alone it would end by itself. */
export async function revokeQuietly(leaseId: LeaseId, { etcd }: Pick<World, "etcd">): Promise<void> {
  await etcd()
    .revokeLease(leaseId)
    .catch(() => {});
}
