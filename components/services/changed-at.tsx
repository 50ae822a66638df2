"use client";
import { revision } from "@/components/ui/format";
import { Time } from "@/components/ui/time";
import { changedAtOf, type SeenAt } from "@/lib/registry/seen";
import type { ServiceSummary } from "@/lib/registry/select";

/** When a service changed last; its revision only where that was before the console watched. */
export function ChangedAt({ service }: { service: ServiceSummary }) {
  const at = newestChange(service);
  if (at !== null) return <Time at={at} suffix=" ago" />;
  return (
    <span title="Before this console watched: etcd keeps revisions, not times">
      at revision <span className="num">{revision(service.revision)}</span>
    </span>
  );
}

/** Null where it changed only before the console watched. */
export function newestChange({ instances, tombstones }: Pick<ServiceSummary, "instances" | "tombstones">) {
  let newest: SeenAt | null = null;
  const take = (at: SeenAt | null) => {
    if (at !== null && (newest === null || endOf(at) > endOf(newest))) newest = at;
  };
  for (const instance of instances) take(changedAtOf(instance));
  for (const { removedAtMs } of tombstones) take(removedAtMs);
  return newest as SeenAt | null;
}

function endOf(at: SeenAt): number {
  return typeof at === "number" ? at : at[1];
}
