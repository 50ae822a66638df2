import type { InstanceEntry } from "@/lib/api/instances";
import type { ServiceSummary } from "@/lib/registry/select";
import { type InstanceRow, rowOf, rowOfTombstone } from "@/lib/registry/select";

/** An instance, present or gone, as the API answers it. */
export function instanceEntry({ instance, liveness, adminState, tombstone }: InstanceRow): InstanceEntry {
  return {
    ...instance,
    liveness,
    adminState,
    lease: null,
    ...(tombstone
      ? {
          removal: {
            cause: tombstone.cause,
            certainty: tombstone.certainty,
            evidence: tombstone.evidence,
            revision: tombstone.revision,
            removedAtMs: tombstone.removedAtMs,
          },
        }
      : {}),
  };
}

/** Order of rows: an id may be present and gone at once, then the present one comes first. */
export function rowKey({ instance, tombstone }: InstanceRow): string {
  return tombstone ? `${instance.id}\0gone` : instance.id;
}

export function rowsOfService(summary: ServiceSummary): InstanceRow[] {
  return [...summary.instances.map(rowOf), ...summary.tombstones.map(rowOfTombstone)];
}
