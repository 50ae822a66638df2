import type { LeaseId } from "@/lib/registry/types";
import type { Renewal } from "./lease-keeper";

/** What crosses between the console's main thread and the one that keeps its leases. */
export type ToKeeper = { do: "keep"; leaseId: LeaseId; ttlSeconds: number } | { do: "rest"; leaseId: LeaseId };

/** Times are `threadsNow`. */
export type FromKeeper = Renewal;

/** Milliseconds on a clock that all threads of the process share and nobody sets. */
export function threadsNow(): number {
  return Number(process.hrtime.bigint()) / 1e6;
}
