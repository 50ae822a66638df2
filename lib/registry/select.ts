import type { LeaseReading } from "@/lib/leases/reading";
import type { AdminState, Instance, InstanceId, Liveness, Tombstone } from "./types";
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
  /** Of the present instances, sorted; of those gone where none is present. */
  datacenters: string[];
  namespaces: string[];
  layouts: string[];
  /** Sorted by id. */
  instances: readonly Instance[];
  /** Sorted by id. */
  tombstones: readonly Tombstone[];
  /** Newest mod revision among its instances and tombstones. */
  revision: string;
  /** Instances whose lease was found late or overdue. */
  unwell: ReadonlyMap<InstanceId, Liveness>;
}

/** As the newest observation of its lease found it. Without one a leased key is alive: etcd still holds it. */
export function livenessOf(instance: Instance, lease: LeaseReading | null): Liveness {
  return instance.leaseId === null ? "static" : (lease?.liveness ?? "alive");
}

/** The same, by the summary of its service. */
export function livenessIn({ unwell }: ServiceSummary, instance: Instance): Liveness {
  return unwell.get(instance.id) ?? livenessOf(instance, null);
}

/** The coarse reading of an instance's lease; null where there is none. */
export function leaseOf({ leases }: Pick<View, "leases">, { leaseId }: Instance): LeaseReading | null {
  return leaseId === null ? null : (leases.get(leaseId) ?? null);
}

export function adminStateOf(_instance: Instance): AdminState {
  return "in-service";
}

/** An instance, present or gone, as lists show it. */
export interface InstanceRow {
  instance: Instance;
  liveness: Liveness;
  adminState: AdminState;
  /** Of one that is gone. */
  tombstone: Tombstone | null;
}

export function rowOf(instance: Instance, liveness: Liveness): InstanceRow {
  return { instance, liveness, adminState: adminStateOf(instance), tombstone: null };
}

export function rowIn(view: Pick<View, "leases">, instance: Instance): InstanceRow {
  return rowOf(instance, livenessOf(instance, leaseOf(view, instance)));
}

export function rowOfTombstone(tombstone: Tombstone): InstanceRow {
  return { instance: tombstone.instance, liveness: "gone", adminState: "in-service", tombstone };
}

/** Every instance and tombstone of a view, in no order. */
export function* rowsOf(view: View): Generator<InstanceRow> {
  for (const instance of view.instances.values()) yield rowIn(view, instance);
  for (const tombstone of view.tombstones.values()) yield rowOfTombstone(tombstone);
}

/** By id, without visiting the rest; null where neither is known. */
export function rowById(view: View, id: string): InstanceRow | null {
  const instance = view.instances.get(id);
  if (instance) return rowIn(view, instance);
  const tombstone = view.tombstones.get(id);
  return tombstone ? rowOfTombstone(tombstone) : null;
}

export type { View };
