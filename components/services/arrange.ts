import { isBelowMinimum, type ServiceSummary } from "@/lib/registry/select";
import { compareServicesWorstFirst } from "@/lib/registry/sort";
import type { ServiceSort, StateFilter } from "./services-query";

/**
 * The services to show, in order; null fits all. The given list is sorted by name and stays so: only what needs a look
 * is sorted, so that ten thousand quiet services cost one pass.
 */
export function arrangeServices(
  services: readonly ServiceSummary[],
  matches: ((service: ServiceSummary) => boolean) | null,
  sort: ServiceSort,
): readonly ServiceSummary[] {
  return ORDERS[sort](matches ? services.filter(matches) : services);
}

const ORDERS: Record<ServiceSort, (services: readonly ServiceSummary[]) => readonly ServiceSummary[]> = {
  name: (services) => services,
  worst(services) {
    const look: ServiceSummary[] = [];
    const quiet: ServiceSummary[] = [];
    for (const service of services) (needsLook(service) ? look : quiet).push(service);
    return look.length === 0 ? services : [...look.sort(compareServicesWorstFirst), ...quiet];
  },
  datacenter(services) {
    const groups = new Map<string, ServiceSummary[]>();
    for (const service of services) {
      const first = service.datacenters[0] ?? "";
      const group = groups.get(first);
      if (group) group.push(service);
      else groups.set(first, [service]);
    }
    // No datacenter last.
    const names = [...groups.keys()].sort((a, b) => Number(a === "") - Number(b === "") || (a < b ? -1 : 1));
    return names.flatMap((name) => groups.get(name) ?? []);
  },
};

function needsLook(service: ServiceSummary): boolean {
  const { total, counts } = service;
  return total === 0 || counts.overdue > 0 || counts.late > 0 || counts.gone > 0 || isBelowMinimum(service);
}

export interface Totals {
  services: number;
  instances: number;
  states: Record<StateFilter, number>;
  /** Services of which no instance is left. */
  empty: number;
}

export function totalsOf(services: readonly ServiceSummary[]): Totals {
  const states = { alive: 0, late: 0, overdue: 0, draining: 0, static: 0, gone: 0 };
  let instances = 0;
  let empty = 0;
  for (const { counts, total, draining } of services) {
    states.alive += counts.alive;
    states.late += counts.late;
    states.overdue += counts.overdue;
    states.static += counts.static;
    states.gone += counts.gone;
    states.draining += draining;
    instances += total;
    if (total === 0) empty++;
  }
  return { services: services.length, instances, states, empty };
}

/**
 * Services that lost all or most of their instances within the time tombstones stay: the few that a person should
 * see first. Not every removal: a rolling deployment is no alarm.
 */
export function needingAttention(services: readonly ServiceSummary[], most: number): readonly ServiceSummary[] {
  return services
    .filter(
      (service) =>
        service.counts.overdue > 0 ||
        service.counts.late > 0 ||
        isBelowMinimum(service) ||
        (service.counts.gone > 0 && service.counts.gone >= service.total),
    )
    .sort(compareServicesWorstFirst)
    .slice(0, most);
}
