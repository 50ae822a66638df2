import { alarmOf } from "@/lib/registry/departures";
import type { ServiceSummary } from "@/lib/registry/select";

/** Something is wrong now. Who left lately is no alarm where enough are left: that is what a deployment looks like. */
export function isUnwell(service: ServiceSummary): boolean {
  return alarmOf(service) !== null || service.counts.overdue > 0 || service.counts.late > 0;
}

const RANK = (service: ServiceSummary): number => {
  const alarm = alarmOf(service);
  if (alarm?.kind === "empty") return 0;
  if (alarm) return 1;
  return service.counts.overdue > 0 ? 2 : 3;
};

/** Nobody left, too few, overdue, late; within each by name, so that tiles stay where they are. */
export function worstFirst(services: readonly ServiceSummary[]): readonly ServiceSummary[] {
  return services.filter(isUnwell).sort((a, b) => RANK(a) - RANK(b) || (a.name < b.name ? -1 : 1));
}
