import { isGoodbye } from "./departures";
import { compareRevisions } from "./revision";
import { drainOf, leaseOf, livenessOf, type ServiceSummary } from "./select";
import type { Drain, Instance, InstanceId, LeaseId, Liveness, Tombstone } from "./types";
import type { View } from "./view";

/** Per service, sorted by name. A service is listed as long as it has an instance, a tombstone or a minimum. */
export function summarizeServices(view: View): readonly ServiceSummary[] {
  const services = new Map<string, Work>();
  for (const instance of view.instances.values()) workOf(services, instance.service).instances.push(instance);
  for (const tombstone of view.tombstones.values()) {
    workOf(services, tombstone.instance.service).tombstones.push(tombstone);
  }
  for (const service of view.minimums.keys()) workOf(services, service);
  const summaries: ServiceSummary[] = [];
  for (const [name, work] of services) {
    summaries.push(summarize(view, name, work.instances.sort(byId), work.tombstones.sort(byId)));
  }
  return summaries.sort(byName);
}

/**
 * The summaries of `next`, from those of `previous`: only services with a change are made anew, all others keep
 * their object, and the list itself stays the same object where nothing changed.
 */
export function updateSummaries(
  summaries: readonly ServiceSummary[],
  previous: View,
  next: View,
): readonly ServiceSummary[] {
  const touched = new Map<string, Touched>();
  const instances = next.instances.since(previous.instances);
  for (const id of instances.remove) {
    const old = previous.instances.get(id);
    if (old) touchedOf(touched, old.service).instances.set(id, null);
  }
  for (const instance of instances.put) {
    const old = previous.instances.get(instance.id);
    if (old && old.service !== instance.service) touchedOf(touched, old.service).instances.set(instance.id, null);
    touchedOf(touched, instance.service).instances.set(instance.id, instance);
  }
  const tombstones = next.tombstones.since(previous.tombstones);
  for (const id of tombstones.remove) {
    const old = previous.tombstones.get(id);
    if (old) touchedOf(touched, old.instance.service).tombstones.set(id, null);
  }
  for (const tombstone of tombstones.put) {
    const old = previous.tombstones.get(tombstone.id);
    const service = tombstone.instance.service;
    if (old && old.instance.service !== service) touchedOf(touched, old.instance.service).tombstones.set(old.id, null);
    touchedOf(touched, service).tombstones.set(tombstone.id, tombstone);
  }
  const moved = movedLeases(previous, next);
  if (moved.size > 0)
    for (const { leaseId, service } of next.instances.values())
      if (leaseId !== null && moved.has(leaseId)) touchedOf(touched, service);
  for (const instance of markedAnew(previous, next)) touchedOf(touched, instance.service);
  const minimums = next.minimums.since(previous.minimums);
  for (const service of [...minimums.remove, ...minimums.put.map((one) => one.service)]) touchedOf(touched, service);
  if (touched.size === 0) return summaries;
  const updated: ServiceSummary[] = [];
  for (const summary of summaries) {
    const changes = touched.get(summary.name);
    touched.delete(summary.name);
    const now = changes ? change(next, summary.name, summary.instances, summary.tombstones, changes) : summary;
    if (now) updated.push(now);
  }
  if (touched.size === 0) return updated;
  for (const [name, changes] of touched) {
    const now = change(next, name, [], [], changes);
    if (now) updated.push(now);
  }
  return updated.sort(byName);
}

/** By binary search; undefined where the service is not listed. */
export function findService(summaries: readonly ServiceSummary[], name: string): ServiceSummary | undefined {
  let low = 0;
  let high = summaries.length - 1;
  while (low <= high) {
    const middle = (low + high) >> 1;
    const found = summaries[middle];
    if (!found || found.name === name) return found;
    if (found.name < name) low = middle + 1;
    else high = middle - 1;
  }
  return undefined;
}

interface Work {
  instances: Instance[];
  tombstones: Tombstone[];
}

/** Id → what it is now; null: no longer of this service. */
interface Touched {
  instances: Map<string, Instance | null>;
  tombstones: Map<string, Tombstone | null>;
}

function workOf(services: Map<string, Work>, name: string): Work {
  let work = services.get(name);
  if (!work) {
    work = { instances: [], tombstones: [] };
    services.set(name, work);
  }
  return work;
}

function touchedOf(touched: Map<string, Touched>, name: string): Touched {
  let changes = touched.get(name);
  if (!changes) {
    changes = { instances: new Map(), tombstones: new Map() };
    touched.set(name, changes);
  }
  return changes;
}

/** Leases that are in another state than before; a heartbeat in time changes nothing that a summary tells. */
export function movedLeases(previous: View, next: View): Set<LeaseId> {
  const moved = new Set<LeaseId>();
  const { put, remove } = next.leases.since(previous.leases);
  const before = (id: LeaseId) => previous.leases.get(id)?.liveness ?? "alive";
  for (const { leaseId, liveness } of put) if (liveness !== before(leaseId)) moved.add(leaseId);
  for (const leaseId of remove) if (before(leaseId) !== "alive") moved.add(leaseId);
  return moved;
}

/** Instances that were drained or resumed. */
export function* markedAnew(previous: View, next: View): Generator<Instance> {
  const { put, remove } = next.drains.since(previous.drains);
  const keys = new Set([...put.map((drain) => drain.key), ...remove]);
  for (const key of keys) {
    const instance = next.instances.get(key);
    if (instance) yield instance;
  }
  // Ids differ from keys only where one key holds several instances.
  if (keys.size > 0)
    for (const instance of next.instances.values())
      if (instance.keys[0] !== instance.id && keys.has(instance.keys[0] ?? "")) yield instance;
}

function change(
  view: View,
  name: string,
  instances: readonly Instance[],
  tombstones: readonly Tombstone[],
  changes: Touched,
): ServiceSummary | null {
  const nextInstances = merge(instances, changes.instances);
  const nextTombstones = merge(tombstones, changes.tombstones);
  if (nextInstances.length === 0 && nextTombstones.length === 0 && !view.minimums.has(name)) return null;
  return summarize(view, name, nextInstances, nextTombstones);
}

/** One pass over both sorted lists. */
function merge<T extends { id: string }>(list: readonly T[], changes: ReadonlyMap<string, T | null>): readonly T[] {
  if (changes.size === 0) return list;
  const ids = [...changes.keys()].sort();
  const merged: T[] = [];
  let at = 0;
  for (const id of ids) {
    for (let old = list[at]; old && old.id < id; old = list[at]) {
      merged.push(old);
      at++;
    }
    if (list[at]?.id === id) at++;
    const now = changes.get(id);
    if (now) merged.push(now);
  }
  for (; at < list.length; at++) {
    const old = list[at];
    if (old) merged.push(old);
  }
  return merged;
}

function summarize(
  view: View,
  name: string,
  instances: readonly Instance[],
  tombstones: readonly Tombstone[],
): ServiceSummary {
  const unwell = new Map<InstanceId, Liveness>();
  const counts = { alive: 0, late: 0, overdue: 0, static: 0, gone: tombstones.length };
  const places = { datacenters: new Set<string>(), namespaces: new Set<string>(), layouts: new Set<string>() };
  const drains = new Map<InstanceId, Drain>();
  let inService = 0;
  let revision = "0";
  for (const instance of instances) {
    const liveness = livenessOf(instance, leaseOf(view, instance));
    counts[liveness]++;
    if (liveness === "late" || liveness === "overdue") unwell.set(instance.id, liveness);
    const drain = drainOf(view, instance);
    if (drain) drains.set(instance.id, drain);
    else if (liveness !== "overdue") inService++;
    if (compareRevisions(instance.modRevision, revision) > 0) revision = instance.modRevision;
    note(places, instance);
  }
  let lost = 0;
  for (const tombstone of tombstones) {
    const { instance, revision: removed } = tombstone;
    if (!isGoodbye(tombstone)) lost++;
    const newest = removed ?? instance.modRevision;
    if (compareRevisions(newest, revision) > 0) revision = newest;
    if (instances.length === 0) note(places, instance);
  }
  return {
    name,
    counts,
    total: instances.length,
    draining: drains.size,
    inService,
    minimum: view.minimums.get(name)?.minimum ?? null,
    datacenters: [...places.datacenters].sort(),
    namespaces: [...places.namespaces].sort(),
    layouts: [...places.layouts].sort(),
    instances,
    tombstones,
    lost,
    revision,
    unwell,
    drains,
  };
}

function note(places: Record<"datacenters" | "namespaces" | "layouts", Set<string>>, instance: Instance): void {
  if (instance.datacenter !== undefined) places.datacenters.add(instance.datacenter);
  if (instance.namespace !== undefined) places.namespaces.add(instance.namespace);
  places.layouts.add(instance.layout);
}

function byId(a: { id: string }, b: { id: string }): number {
  return a.id < b.id ? -1 : a.id > b.id ? 1 : 0;
}

function byName(a: ServiceSummary, b: ServiceSummary): number {
  return a.name < b.name ? -1 : a.name > b.name ? 1 : 0;
}
