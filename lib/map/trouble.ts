import { alarmOf, departureOf } from "@/lib/registry/departures";
import type { Cause, Tombstone } from "@/lib/registry/types";
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
  replaced: "gone with the store",
  unknown: "left",
};

export function troubleOf({ counts, tombstones, service }: Part): Trouble | null {
  if (counts.overdue > 0) return { state: "overdue", count: counts.overdue, word: "overdue" };
  if (counts.late > 0) return { state: "late", count: counts.late, word: "late" };
  const lost = tombstones.filter(isLost);
  if (lost.length > 0) return { state: "gone", ...went(lost) };
  if (service.draining > 0) return { state: "draining", count: service.draining, word: "draining" };
  // Who was meant to leave is said, quietly.
  return tombstones.length > 0 ? { state: "left", ...went(tombstones) } : null;
}

function isLost(tombstone: Tombstone): boolean {
  return departureOf(tombstone) === "gone";
}

function went(tombstones: readonly Tombstone[]): { count: number; word: string } {
  const causes = new Set(tombstones.map(({ cause }) => cause));
  const [only] = causes;
  return { count: tombstones.length, word: causes.size === 1 && only ? WENT[only] : "gone" };
}

/** The colour of a whole card; `gone` or `left` where nobody is, else its worst present state. */
export function stateOfPart({ counts, instances, tombstones, service }: Part): CellState {
  if (instances.length === 0) return alarmOf(service) || tombstones.some(isLost) ? "gone" : "left";
  if (counts.overdue > 0) return "overdue";
  if (counts.late > 0) return "late";
  if (service.draining > 0 && service.draining === service.total) return "draining";
  return counts.alive > 0 ? "alive" : "static";
}
