import type { Places } from "@/lib/map/arrange";
import type { Point } from "@/lib/map/card";
import type { Grouping } from "@/lib/map/grouping";

/** Where cards stood when this browser last showed this registry: a reload puts them there again. */
export interface PlaceMemory {
  read(grouping: Grouping): Map<string, Point>;
  write(grouping: Grouping, places: Places): void;
}

/** More than any map that a person looks at; the oldest give way. */
const MOST = 4_000;

/** `registry` names what is shown: places of another etcd's services mean nothing here. */
export function createPlaceMemory(registry: string): PlaceMemory {
  const keyOf = (grouping: Grouping) => `rollcall.map.${registry}.${grouping}`;
  return {
    read(grouping) {
      try {
        const stored: unknown = JSON.parse(localStorage.getItem(keyOf(grouping)) ?? "[]");
        return new Map(Array.isArray(stored) ? stored.filter(isEntry).map(([id, x, y]) => [id, { x, y }]) : []);
      } catch {
        // Storage may be forbidden, or hold something else: the map is arranged anew.
        return new Map();
      }
    },
    write(grouping, places) {
      const entries = [...places].slice(-MOST).map(([id, { x, y }]) => [id, x, y]);
      try {
        localStorage.setItem(keyOf(grouping), JSON.stringify(entries));
      } catch {
        // Full or forbidden: the map works without.
      }
    },
  };
}

function isEntry(entry: unknown): entry is [string, number, number] {
  return Array.isArray(entry) && typeof entry[0] === "string" && Number.isFinite(entry[1]) && Number.isFinite(entry[2]);
}
