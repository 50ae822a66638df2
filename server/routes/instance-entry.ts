import type { InstanceEntry } from "@/lib/api/instances";
import type { LeaseReading } from "@/lib/leases/reading";
import { sinceOf } from "@/lib/registry/seen";
import type { ServiceSummary } from "@/lib/registry/select";
import { type InstanceRow, rowOfService, rowOfTombstone } from "@/lib/registry/select";

/** An instance, present or gone, as the API answers it. */
export function instanceEntry(
  { instance, liveness, adminState, drain, tombstone }: InstanceRow,
  reading: LeaseReading | null,
): InstanceEntry {
  return {
    ...instance,
    liveness,
    adminState,
    since: sinceOf(instance),
    drain,
    lease: tombstone || !reading ? null : observationOf(reading),
    ...(tombstone
      ? {
          removal: {
            cause: tombstone.cause,
            certainty: tombstone.certainty,
            evidence: tombstone.evidence,
            ...(tombstone.forecast && { forecast: tombstone.forecast }),
            revision: tombstone.revision,
            removedAtMs: tombstone.removedAtMs,
          },
        }
      : {}),
  };
}

function observationOf(reading: LeaseReading): NonNullable<InstanceEntry["lease"]> {
  const { grantedSeconds, deadline, observedAt, beatCount, rhythmMs } = reading;
  return { grantedTtl: grantedSeconds, deadline, observedAt, heartbeats: beatCount, rhythmMs };
}

/** Order of rows: an id may be present and gone at once, then the present one comes first. */
export function rowKey({ instance, tombstone }: InstanceRow): string {
  return tombstone ? `${instance.id}\0gone` : instance.id;
}

export function rowsOfService(summary: ServiceSummary): InstanceRow[] {
  return [...summary.instances.map((one) => rowOfService(summary, one)), ...summary.tombstones.map(rowOfTombstone)];
}
