import { livenessIn, type ServiceSummary } from "@/lib/registry/select";
import { findService } from "@/lib/registry/summaries";
import type { Instance, Tombstone } from "@/lib/registry/types";

/** What frames of the map stand for. */
export const GROUPINGS = ["datacenter", "namespace", "layout", "none"] as const;
export type Grouping = (typeof GROUPINGS)[number];

/** The frame an instance stands in; empty where it names none. */
export function groupOf(instance: Instance, grouping: Grouping): string {
  return grouping === "none" ? "" : (instance[grouping] ?? "");
}

/** Of a service the part that stands in one frame. */
export interface Part {
  service: ServiceSummary;
  group: string;
  /** In the order of their ids. */
  instances: readonly Instance[];
  tombstones: readonly Tombstone[];
  counts: ServiceSummary["counts"];
}

const parts = new WeakMap<ServiceSummary, Map<Grouping, ReadonlyMap<string, Part>>>();

/** By frame. Kept per summary, so that an unchanged service costs nothing. */
export function partsOf(service: ServiceSummary, grouping: Grouping): ReadonlyMap<string, Part> {
  const known = parts.get(service) ?? new Map<Grouping, ReadonlyMap<string, Part>>();
  let found = known.get(grouping);
  if (!found) {
    const nobody = service.instances.length + service.tombstones.length === 0;
    found = grouping === "none" || nobody ? whole(service) : split(service, grouping);
    parts.set(service, known.set(grouping, found));
  }
  return found;
}

/** What of a service stands in a frame now; null where nobody is registered or was lately. */
export function partIn(
  services: readonly ServiceSummary[],
  { service, group }: { service: string; group: string },
  grouping: Grouping,
): Part | null {
  const summary = findService(services, service);
  return (summary && partsOf(summary, grouping).get(group)) ?? null;
}

function whole(service: ServiceSummary): ReadonlyMap<string, Part> {
  const { instances, tombstones, counts } = service;
  return new Map([["", { service, group: "", instances, tombstones, counts }]]);
}

interface Work {
  instances: Instance[];
  tombstones: Tombstone[];
  counts: Part["counts"];
}

function split(service: ServiceSummary, grouping: Grouping): ReadonlyMap<string, Part> {
  const found = new Map<string, Work>();
  const workOf = (instance: Instance): Work => {
    const group = groupOf(instance, grouping);
    let work = found.get(group);
    if (!work) {
      work = { instances: [], tombstones: [], counts: { alive: 0, late: 0, overdue: 0, static: 0, gone: 0 } };
      found.set(group, work);
    }
    return work;
  };
  for (const instance of service.instances) {
    const work = workOf(instance);
    work.instances.push(instance);
    work.counts[livenessIn(service, instance)]++;
  }
  for (const tombstone of service.tombstones) {
    const work = workOf(tombstone.instance);
    work.tombstones.push(tombstone);
    work.counts.gone++;
  }
  return new Map([...found].map(([group, work]) => [group, { service, group, ...work }]));
}
