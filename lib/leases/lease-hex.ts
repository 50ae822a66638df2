import type { LeaseId } from "@/lib/registry/types";

/** A lease id as etcdctl prints it: int64 in hex, without a prefix. The wire carries decimals. */
export function leaseHex(id: LeaseId): string {
  return BigInt.asUintN(64, BigInt(id)).toString(16);
}
