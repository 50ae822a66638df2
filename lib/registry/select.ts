import type { AdminState, Instance, Liveness, Tombstone } from "./types";
import type { View } from "./view";

export interface LivenessCounts {
  alive: number;
  late: number;
  overdue: number;
  static: number;
  gone: number;
}

/** One service as lists and the map show it. */
export interface ServiceSummary {
  name: string;
  counts: LivenessCounts;
  /** Present instances: all but `gone`. */
  total: number;
  draining: number;
  datacenters: string[];
  namespaces: string[];
  layouts: string[];
  /** Sorted by id. */
  instances: readonly Instance[];
  tombstones: readonly Tombstone[];
  /** Newest mod revision among its instances and tombstones. */
  revision: string;
}

/** Derived, never stored. Without a lease observation a leased key is alive: etcd still holds it. */
export function livenessOf(instance: Instance): Liveness {
  return instance.leaseId === null ? "static" : "alive";
}

export function adminStateOf(_instance: Instance): AdminState {
  return "in-service";
}

export type { View };
