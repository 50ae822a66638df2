import { type Failing, failingIn } from "@/components/sightings/failing-in";
import { alarmOf, needsLook } from "@/lib/registry/departures";
import type { ServiceSummary } from "@/lib/registry/select";
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

export interface Totals {
  services: number;
  instances: number;
  states: Record<StateFilter, number>;
  /** Services of which no instance is left. */
  empty: number;
  /** Of those gone, the ones that are an alarm. */
  lost: number;
}

export function totalsOf(services: readonly ServiceSummary[]): Totals {
  const states = { alive: 0, late: 0, overdue: 0, draining: 0, static: 0, gone: 0 };
  let instances = 0;
  let empty = 0;
  let lost = 0;
  for (const service of services) {
    const { counts, total, draining } = service;
    lost += service.lost;
    states.alive += counts.alive;
    states.late += counts.late;
    states.overdue += counts.overdue;
    states.static += counts.static;
    states.gone += counts.gone;
    states.draining += draining;
    instances += total;
    if (total === 0) empty++;
  }
  return { services: services.length, instances, states, empty, lost };
}

/**
 * Services that lost all or most of their instances within the time tombstones stay: the few that a person should
 * see first, and those with instances that requests of this console failed at (`failing`, by name). Not every removal:
 * a rolling deployment is no alarm, and who was meant to leave is none.
 */
export function needingAttention(
  services: readonly ServiceSummary[],
  most: number,
  failing: Failing = new Map(),
): readonly ServiceSummary[] {
  return services
    .filter(
      (service) =>
        service.counts.overdue > 0 ||
        service.counts.late > 0 ||
        alarmOf(service) !== null ||
        failingIn(failing, service.name, service.instances).length > 0 ||
        (service.total > 0 && service.lost >= service.total),
    )
    .sort(compareServicesWorstFirst)
    .slice(0, most);
}
