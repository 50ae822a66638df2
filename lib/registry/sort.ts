import { alarmOf } from "./departures";
import type { InstanceRow, ServiceSummary } from "./select";
import type { Liveness } from "./types";

/** Worst first. */
export const LIVENESS_ORDER: readonly Liveness[] = ["overdue", "late", "gone", "alive", "static"];

const RANK: Record<Liveness, number> = { overdue: 0, late: 1, gone: 2, alive: 3, static: 4 };

/** The worst liveness that any of its instances is in. */
export function worstOf(summary: ServiceSummary): Liveness {
  return LIVENESS_ORDER.find((liveness) => summary.counts[liveness] > 0) ?? "gone";
}

/** Services that need a look come first: nobody left, too few left, then by the worst state and how many are in it. */
export function compareServicesWorstFirst(a: ServiceSummary, b: ServiceSummary): number {
  const alarm = alarmRank(a) - alarmRank(b);
  if (alarm !== 0) return alarm;
  const worse = b.counts.overdue - a.counts.overdue || b.counts.late - a.counts.late || b.lost - a.lost;
  if (worse !== 0) return worse;
  const left = b.counts.gone - a.counts.gone;
  if (left !== 0) return left;
  return compareServicesByName(a, b);
}

const ALARMS = { empty: 0, short: 1 };

function alarmRank(service: ServiceSummary): number {
  const alarm = alarmOf(service);
  return alarm ? ALARMS[alarm.kind] : 2;
}

export function compareServicesByName(a: ServiceSummary, b: ServiceSummary): number {
  return a.name < b.name ? -1 : a.name > b.name ? 1 : 0;
}

export function compareRowsWorstFirst(a: InstanceRow, b: InstanceRow): number {
  return RANK[a.liveness] - RANK[b.liveness] || compareRowsById(a, b);
}

export function compareRowsById(a: InstanceRow, b: InstanceRow): number {
  return a.instance.id < b.instance.id ? -1 : a.instance.id > b.instance.id ? 1 : 0;
}
