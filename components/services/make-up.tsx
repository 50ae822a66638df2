import { cn } from "@/components/ui/cn";
import { plural } from "@/components/ui/format";
import { departureOf } from "@/lib/registry/departures";
import { livenessIn, type ServiceSummary } from "@/lib/registry/select";
import type { Liveness } from "@/lib/registry/types";

/** One line of cells; above that, proportions. */
const MOST_CELLS = 7;
const ORDER: readonly Liveness[] = ["overdue", "late", "static", "alive", "gone"];

const BAR = ["alive", "static", "overdue", "late", "gone", "left"] as const;

/** What a service consists of: a cell per instance in key order, tombstones last, or a bar where they are many. */
export function MakeUp({ service, wide }: { service: ServiceSummary /** In a line of its own. */; wide?: boolean }) {
  const { counts, instances, tombstones, total, drains } = service;
  const label = [
    ...ORDER.flatMap((state) => (counts[state] > 0 ? [`${counts[state]} ${state}`] : [])),
    ...(drains.size > 0 ? [`${drains.size} draining`] : []),
  ].join(", ");
  if (total + counts.gone <= MOST_CELLS)
    return (
      <span className={cn("cells", wide && "w-auto gap-0.75")} role="img" aria-label={label}>
        {instances.map((instance) => (
          <i
            key={instance.id}
            data-state={livenessIn(service, instance)}
            {...(drains.has(instance.id) && { "data-draining": "" })}
          />
        ))}
        {tombstones.map((tombstone) => (
          <i key={`gone ${tombstone.id}`} data-state={departureOf(tombstone)} />
        ))}
      </span>
    );
  const shares = { ...counts, gone: service.lost, left: counts.gone - service.lost };
  return (
    <span
      className={cn("comp", wide && "w-30 flex-none")}
      role="img"
      aria-label={label}
      title={plural(total, "instance")}
    >
      {BAR.map(
        (state) => shares[state] > 0 && <i key={state} data-state={state} style={{ flexGrow: shares[state] }} />,
      )}
    </span>
  );
}
