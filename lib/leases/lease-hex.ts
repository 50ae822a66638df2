import type { LeaseId } from "@/lib/registry/types";

/** A lease id as etcdctl prints it: int64 as sixteen hex digits, without a prefix. The wire carries decimals. */
export function leaseHex(id: LeaseId): string {
  return BigInt.asUintN(64, BigInt(id)).toString(16).padStart(16, "0");
}

/** All ways in which people and programs write a lease id: with and without leading zeros, and in decimal. */
export function leaseNames(id: LeaseId): string[] {
  const hex = leaseHex(id);
  const short = hex.replace(/^0+(?=.)/, "");
  return short === hex ? [hex, id] : [hex, short, id];
}
