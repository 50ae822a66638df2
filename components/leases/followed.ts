import type { LeaseReading } from "@/lib/leases/reading";
import type { LiveState } from "@/lib/live/state";
import type { LeaseRow } from "./lease-rows";

/**
 * The readings of many leases in the order of their rows, brought up to date with what changed: to look up ten thousand
 * of them with every tick would cost more than to draw them.
 */
export function followReadings() {
  let of: { rows: readonly LeaseRow[]; leases: LiveState["leases"] } | null = null;
  let readings: (LeaseReading | undefined)[] = [];
  let places = new Map<string, number>();
  return (rows: readonly LeaseRow[], leases: LiveState["leases"]): readonly (LeaseReading | undefined)[] => {
    if (of?.rows !== rows) {
      places = new Map(rows.map(({ id }, index) => [id, index]));
      readings = rows.map(({ id }) => leases.get(id));
    } else {
      const { put, remove } = leases.since(of.leases);
      const set = (id: string, reading: LeaseReading | undefined) => {
        const place = places.get(id);
        if (place !== undefined) readings[place] = reading;
      };
      for (const id of remove) set(id, undefined);
      for (const reading of put) set(reading.leaseId, reading);
    }
    of = { rows, leases };
    return readings;
  };
}
