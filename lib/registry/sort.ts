import { type InstanceRow, isBelowMinimum, type ServiceSummary } from "./select";
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
  const empty = Number(b.total === 0) - Number(a.total === 0);
  if (empty !== 0) return empty;
  const below = Number(isBelowMinimum(b)) - Number(isBelowMinimum(a));
  if (below !== 0) return below;
  for (const liveness of ["overdue", "late", "gone"] as const) {
    const more = b.counts[liveness] - a.counts[liveness];
    if (more !== 0) return more;
  }
  return compareServicesByName(a, b);
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
