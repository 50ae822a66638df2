import type { LeaseReading } from "@/lib/leases/reading";
import type { ShardMap } from "@/lib/registry/shard-map";

/**
 * Coarse and fine readings as one: of each lease the one that was observed last. Coarse ones carry neither
 * beats nor forecast; those that are known stay until finer ones come, or until another deadline makes them wrong.
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
    const forecast = reading.forecast ?? forecastOf(old, reading);
    put.push([reading.leaseId, { ...reading, ...(beats && { beats }), ...(forecast && { forecast }) }]);
  }
  return known.with(put, gone);
}

function forecastOf(old: LeaseReading | undefined, { deadline }: LeaseReading): LeaseReading["forecast"] {
  const known = old?.forecast;
  return known && known.deadline[0] <= deadline[1] && deadline[0] <= known.deadline[1] ? known : undefined;
}
