import type { LeaseReading } from "@/lib/leases/reading";
import type { ShardMap } from "@/lib/registry/shard-map";

/**
 * Coarse and fine readings as one: of each lease the one that was observed last. Coarse ones carry no beats; those
 * that are known stay until finer ones come.
 */
export function withReadings(
  known: ShardMap<LeaseReading>,
  readings: readonly LeaseReading[],
  gone: readonly string[] = [],
): ShardMap<LeaseReading> {
  const put: [string, LeaseReading][] = [];
  for (const reading of readings) {
    const old = known.get(reading.leaseId);
    if (old && old.observedAt > reading.observedAt) continue;
    const beats = reading.beats ?? old?.beats;
    put.push([reading.leaseId, beats ? { ...reading, beats } : reading]);
  }
  return known.with(put, gone);
}
