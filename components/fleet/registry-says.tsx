"use client";
import { InstanceState } from "@/components/instances/instance-state";
import { InstanceLeaseBar } from "@/components/leases/instance-lease";
import { useInstance } from "@/components/live/use-live";
import { instancePath } from "@/components/shell/pages";
import { cn } from "@/components/ui/cn";
import { InlineLink } from "@/components/ui/link";
import { Time } from "@/components/ui/time";
import type { FleetInstance, FleetService } from "@/lib/api/fleet";
import { difference, saidWords } from "./truths";

/** What the process says of itself; a frozen or killed one says nothing new. */
export function ItSays({ instance: { registration } }: { instance: FleetInstance }) {
  const words = saidWords(registration);
  if (!registration || words === null) return <span className="dim">nothing yet</span>;
  return (
    <span className="ell">
      {words}{" "}
      <span className="dim">
        <Time at={registration.at} suffix=" ago" />
      </span>
    </span>
  );
}

const useRow = ({ registration }: FleetInstance) => useInstance(registration?.key ?? "");

/** What the registry says of the key that the process registers, as everybody else sees it; `brief` without its time. */
export function RegistrySays({ instance, brief }: { instance: FleetInstance; brief?: boolean }) {
  const row = useRow(instance);
  if (!row) return <span className="dim">not registered</span>;
  return (
    <span className="flex min-w-0 items-center gap-3 tabular-nums [&>time]:text-muted">
      <InstanceState row={row} />
      {row.tombstone ? (
        <Time at={row.tombstone.removedAtMs} suffix=" ago" />
      ) : (
        row.instance.leaseId !== null && !brief && <InstanceLeaseBar row={row} bare />
      )}
    </span>
  );
}

/** Where the two do not agree. */
export function Difference({
  instance,
  service,
  className,
}: {
  instance: FleetInstance;
  service: FleetService;
  className?: string;
}) {
  const row = useRow(instance);
  const words = difference(instance, service.keeping, row?.liveness ?? null);
  return words === null ? null : (
    <span className={cn("whitespace-normal text-12 text-late leading-[1.3]", className)}>{words}</span>
  );
}

/** The evidence of why it left, where it did. */
export function WhyItLeft({ instance }: { instance: FleetInstance }) {
  const row = useRow(instance);
  if (!row?.tombstone) return null;
  return <p className="mt-2 text-12 text-prose">{row.tombstone.evidence}</p>;
}

export function RegistryLink({ instance }: { instance: FleetInstance }) {
  const row = useRow(instance);
  if (!row) return null;
  return <InlineLink href={instancePath(row.instance.id)}>Look at it in the registry</InlineLink>;
}
