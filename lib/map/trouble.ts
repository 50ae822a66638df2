import { isBelowMinimum, type ServiceSummary } from "@/lib/registry/select";
import type { Cause } from "@/lib/registry/types";
import type { CellState } from "./content";
import type { Part } from "./grouping";

/** The one thing about a card that is wrong, worst first; `state` gives its colour and shape. */
export interface Trouble {
  state: CellState;
  count: number;
  word: string;
}

const WENT: Record<Cause, string> = {
  expired: "expired",
  evicted: "evicted",
  revoked: "revoked",
  deleted: "deleted",
  unknown: "left",
};

export function troubleOf({ counts, tombstones, service }: Part): Trouble | null {
  if (counts.overdue > 0) return { state: "overdue", count: counts.overdue, word: "overdue" };
  if (counts.late > 0) return { state: "late", count: counts.late, word: "late" };
  if (counts.gone > 0) {
    const causes = new Set(tombstones.map(({ cause }) => cause));
    const [only] = causes;
    return { state: "gone", count: counts.gone, word: causes.size === 1 && only ? WENT[only] : "gone" };
  }
  if (service.draining > 0) return { state: "draining", count: service.draining, word: "draining" };
  return null;
}

/** What nobody may overlook: nobody is left, or fewer than are expected. */
export type Alarm = { kind: "empty" } | { kind: "short"; inService: number; minimum: number };

export function alarmOf(service: ServiceSummary): Alarm | null {
  if (service.total === 0) return { kind: "empty" };
  const { inService, minimum } = service;
  return minimum !== null && isBelowMinimum(service) ? { kind: "short", inService, minimum } : null;
}

/** The colour of a whole card; `gone` where nobody is left, else its worst present state. */
export function stateOfPart({ counts, instances, service }: Part): CellState {
  if (instances.length === 0) return "gone";
  if (counts.overdue > 0) return "overdue";
  if (counts.late > 0) return "late";
  if (service.draining > 0 && service.draining === service.total) return "draining";
  return counts.alive > 0 ? "alive" : "static";
}
