import type { ListReason } from "@/lib/etcd/list-watch.types";

export type StoreReplaced = "other-cluster" | "revision-went-back" | "store-replaced";

const REPLACED: ReadonlySet<ListReason> = new Set<StoreReplaced>([
  "other-cluster",
  "revision-went-back",
  "store-replaced",
]);

/** Whether the list that came for this reason is of another store, in which an equal mod revision says nothing. */
export function isStoreReplaced(reason: ListReason): reason is StoreReplaced {
  return REPLACED.has(reason);
}
