import type { EvictionPreview } from "@/lib/api/evictions";
import { leaseHex } from "../../instances/instance-fields";
import { quoteText } from "../../instances/shell-quote";

/** etcdctl's transactions quote keys like Go: what would need more than quotes is not offered. */
const PLAIN_KEY = /^[\x21\x23-\x26\x28-\x5b\x5d-\x7e]+$/;

/** The same eviction with etcdctl, without the audit entry; null where etcdctl cannot be given the key. */
export function etcdctlEvict(preview: EvictionPreview, mode: "key" | "lease"): string | null {
  if (mode === "lease") return preview.lease && `etcdctl lease revoke ${leaseHex(preview.lease.id)}`;
  return guardedDelete(preview);
}

/**
 * Deletes a key that is as it was seen, in one transaction. Its mod revision is enough: a key changes its lease only by
 * being written. (etcdctl panics at a comparison of leases: it hands etcd's client a text where that wants a number.)
 */
export function guardedDelete({ key, modRevision }: Pick<EvictionPreview, "key" | "modRevision">): string | null {
  if (!PLAIN_KEY.test(key)) return null;
  return `etcdctl txn <<< ${quoteText(`mod("${key}") = "${modRevision}"\n\ndel "${key}"\n\n`)}`;
}
