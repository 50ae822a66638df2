import type { LeaseReading } from "@/lib/leases/reading";
import { isOver } from "./marks";
import type { AdminState, Drain, Instance, InstanceId, Liveness, Tombstone } from "./types";
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
  /** Present instances that may be sent requests: neither draining nor overdue. */
  inService: number;
  /** How many it is expected to have; null where nobody said. */
  minimum: number | null;
  /** Of the present instances, sorted; of those gone where none is present. */
  datacenters: string[];
  namespaces: string[];
  layouts: string[];
  /** Sorted by id. */
  instances: readonly Instance[];
  /** Sorted by id. */
  tombstones: readonly Tombstone[];
  /** How many of the tombstones are no goodbye (`departures.ts`): a crash, or nobody knows why. */
  lost: number;
  /** Newest mod revision among its instances and tombstones. */
  revision: string;
  /** Instances whose lease was found late or overdue. */
  unwell: ReadonlyMap<InstanceId, Liveness>;
  /** Of its present instances. */
  drains: ReadonlyMap<InstanceId, Drain>;
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

/** The mark that keeps an instance out of rotation; null where there is none. */
export function drainOf({ drains }: Pick<View, "drains">, { keys, id }: Pick<Instance, "keys" | "id">): Drain | null {
  return drains.get(keys[0] ?? id) ?? null;
}

/** For whoever keeps a view of their own: the mark's time counts, not whether etcd has cleaned it up. */
export function adminStateOf(view: Pick<View, "drains">, instance: Instance, now: number): AdminState {
  const drain = drainOf(view, instance);
  return drain === null || isOver(drain, now) ? "in-service" : "draining";
}

/** Drained as another registration than the one that is there now: the mark outlived it. */
export function registeredSince(drain: Drain, instance: Instance): boolean {
  return drain.createRevision !== instance.createRevision;
}

/** Whether a service has fewer instances in service than are expected. */
export function isBelowMinimum({ minimum, inService }: Pick<ServiceSummary, "minimum" | "inService">): boolean {
  return minimum !== null && inService < minimum;
}

/** An instance, present or gone, as lists show it. */
export interface InstanceRow {
  instance: Instance;
  liveness: Liveness;
  adminState: AdminState;
  drain: Drain | null;
  /** Of one that is gone. */
  tombstone: Tombstone | null;
}

export function rowOf(instance: Instance, liveness: Liveness, drain: Drain | null): InstanceRow {
  return { instance, liveness, adminState: drain ? "draining" : "in-service", drain, tombstone: null };
}

export function rowIn(view: Pick<View, "leases" | "drains">, instance: Instance): InstanceRow {
  return rowOf(instance, livenessOf(instance, leaseOf(view, instance)), drainOf(view, instance));
}

/** The same, by the summary of its service. */
export function rowOfService(summary: ServiceSummary, instance: Instance): InstanceRow {
  return rowOf(instance, livenessIn(summary, instance), summary.drains.get(instance.id) ?? null);
}

export function rowOfTombstone(tombstone: Tombstone): InstanceRow {
  return { instance: tombstone.instance, liveness: "gone", adminState: "in-service", drain: null, tombstone };
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
