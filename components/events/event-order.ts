import { momentOf } from "@/components/ui/time-words";
import { compareRevisions } from "@/lib/registry/revision";
import type { RegistryEvent } from "@/lib/registry/types";

/** The epoch an event belongs to: its id is `epoch:revision:key:ordinal`. */
export function epochOf(event: RegistryEvent): string {
  const end = event.id.indexOf(":");
  return end < 0 ? event.id : event.id.slice(0, end);
}

/** True where `a` happened after `b`, as far as their facts tell. */
export function isNewer(a: RegistryEvent, b: RegistryEvent): boolean {
  if (a.revision !== null && b.revision !== null && epochOf(a) === epochOf(b)) {
    const order = compareRevisions(a.revision, b.revision);
    if (order !== 0) return order > 0;
  }
  const atA = momentOf(a.at);
  const atB = momentOf(b.at);
  return atA !== null && atB !== null && atA > atB;
}

/**
 * Two newest-first lists of one history as one, each event once. Where they share an event it anchors them;
 * elsewhere revision and time decide.
 */
export function mergeNewestFirst(
  mine: readonly RegistryEvent[],
  theirs: readonly RegistryEvent[],
): readonly RegistryEvent[] {
  if (theirs.length === 0) return mine;
  const place = new Map(mine.map((event, index) => [event.id, index]));
  const merged: RegistryEvent[] = [];
  const taken = new Set<string>();
  let next = 0;
  const take = (event: RegistryEvent) => {
    if (taken.has(event.id)) return;
    taken.add(event.id);
    merged.push(event);
  };
  const anchors = new Set(theirs.map((event) => event.id));
  for (const event of theirs) {
    const known = place.get(event.id);
    if (known !== undefined) {
      for (; next <= known; next++) {
        const own = mine[next];
        if (own) take(own);
      }
      continue;
    }
    for (; next < mine.length; next++) {
      const own = mine[next];
      if (!own || anchors.has(own.id) || !isNewer(own, event)) break;
      take(own);
    }
    take(event);
  }
  for (; next < mine.length; next++) {
    const own = mine[next];
    if (own) take(own);
  }
  return merged;
}

/** Where a row stands in the bracket of its transaction; null where it is alone at its revision. */
export type BracketPart = "first" | "middle" | "last" | null;

function sameTransaction(a: RegistryEvent | undefined, b: RegistryEvent | undefined): boolean {
  if (!a || !b || a.revision === null || a.revision !== b.revision) return false;
  // A gap carries the revision at which it ended and is no part of a transaction.
  return a.service !== null && b.service !== null && epochOf(a) === epochOf(b);
}

/** Looks at the neighbours only, so that drawing a row never costs more than the row. */
export function bracketOf(
  above: RegistryEvent | undefined,
  event: RegistryEvent,
  below: RegistryEvent | undefined,
): BracketPart {
  const up = sameTransaction(above, event);
  const down = sameTransaction(event, below);
  return up ? (down ? "middle" : "last") : down ? "first" : null;
}
