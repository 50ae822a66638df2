import { type Part, partsOf } from "@/lib/map/grouping";
import type { Compiled } from "@/lib/query/compile";
import { type InstanceRow, rowOfService, rowOfTombstone, type ServiceSummary } from "@/lib/registry/select";
import type { InstanceId } from "@/lib/registry/types";

/** Which instances fit what was asked for; a card fits where at least one does. */
export interface MapFilter {
  /** Ids of those that fit; null where all do. */
  fits(part: Part): ReadonlySet<InstanceId> | null;
  fitsService(service: ServiceSummary): boolean;
}

/** Null where nothing is asked for: then everything is in full colour. */
export function mapFilterFor({ parts, matches }: Pick<Compiled<InstanceRow>, "parts" | "matches">): MapFilter | null {
  return parts.length === 0 ? null : createMapFilter(matches);
}

function createMapFilter(matches: (row: InstanceRow) => boolean): MapFilter {
  const known = new WeakMap<Part, ReadonlySet<InstanceId> | null>();
  const fits = (part: Part) => {
    let fitting = known.get(part);
    if (fitting === undefined) {
      fitting = read(part, matches);
      known.set(part, fitting);
    }
    return fitting;
  };
  return {
    fits,
    fitsService: (service) => [...partsOf(service, "none").values()].some((part) => fits(part)?.size !== 0),
  };
}

function read(part: Part, matches: (row: InstanceRow) => boolean): ReadonlySet<InstanceId> | null {
  const { service, instances, tombstones } = part;
  const fitting = new Set<InstanceId>();
  for (const instance of instances) if (matches(rowOfService(service, instance))) fitting.add(instance.id);
  for (const tombstone of tombstones) if (matches(rowOfTombstone(tombstone))) fitting.add(tombstone.id);
  return fitting.size === instances.length + tombstones.length ? null : fitting;
}
