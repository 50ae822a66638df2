"use client";
import { cn } from "@/components/ui/cn";
import { SafeText } from "@/components/ui/safe-text";
import { Tag } from "@/components/ui/tag";
import type { Column } from "@/components/ui/virtual-table";
import type { FleetService } from "@/lib/api/fleet";
import type { FleetRow } from "./fleet-rows";
import { Behaviour, ProcessPlace, ProcessState } from "./process-state";
import { Difference, ItSays, RegistrySays } from "./registry-says";
import { ScaleStepper } from "./scale-stepper";
import { type Give, RowVerbs } from "./verb-buttons";

const INSTANCE_ROW_PX = 44;
const SERVICE_ROW_PX = 38;
export const FLEET_COMPACT_PX = 72;

export const fleetRowHeight = (row: FleetRow) => (row.kind === "service" ? SERVICE_ROW_PX : INSTANCE_ROW_PX);

const KEEPING: Record<FleetService["keeping"], string> = {
  "keep-alive": "keeps its lease alive",
  "re-put": "puts its key again under a new lease",
  static: "no lease",
};

function ServiceName({ service }: { service: FleetService }) {
  return (
    <b className="ell">
      <SafeText text={service.name} max={60} />
    </b>
  );
}

function InstanceName({
  row: { id, instances },
  className,
}: {
  row: Extract<FleetRow, { kind: "instance" }>;
  className?: string;
}) {
  const [instance] = instances;
  return (
    <span className={cn("flex min-w-0 items-center gap-2", className)}>
      <span className="mono ell">{id}</span>
      {instance.datacenter !== null && <span className="dim ell">{instance.datacenter}</span>}
      <Behaviour instance={instance} />
    </span>
  );
}

export function fleetColumns(give: Give, most: number): readonly Column<FleetRow>[] {
  return [
    {
      id: "who",
      header: "Process",
      track: "minmax(200px, 1.2fr)",
      cell: (row) => (row.kind === "service" ? <ServiceName service={row.service} /> : <InstanceName row={row} />),
    },
    {
      id: "place",
      header: "Id and port",
      track: "124px",
      from: 1120,
      cell: (row) =>
        row.kind === "service" ? <Tag>{row.service.layout}</Tag> : <ProcessPlace instance={row.instances[0]} />,
    },
    {
      id: "process",
      header: "The system says",
      track: "minmax(222px, 1fr)",
      cell: (row) =>
        row.kind === "service" ? (
          <span className="dim ell">{KEEPING[row.service.keeping]}</span>
        ) : (
          <ProcessState instance={row.instances[0]} />
        ),
    },
    {
      id: "says",
      header: "It says",
      track: "minmax(140px, 1fr)",
      from: 1640,
      cell: (row) => row.kind === "instance" && <ItSays instance={row.instances[0]} />,
    },
    {
      id: "registry",
      header: "The registry says",
      track: "minmax(222px, 1fr)",
      cell: (row) => row.kind === "instance" && <RegistrySays instance={row.instances[0]} />,
    },
    {
      id: "difference",
      header: "Where they differ",
      track: "minmax(200px, 1.8fr)",
      from: 1120,
      cell: (row) => row.kind === "instance" && <Difference instance={row.instances[0]} service={row.service} />,
    },
    {
      id: "do",
      header: "Do",
      track: "176px",
      end: true,
      cell: (row) => (
        <span className="flex min-w-0 items-center justify-end gap-1.5">
          {row.kind === "service" && <ScaleStepper service={row.service} most={most} give={give} />}
          <RowVerbs name={row.kind === "service" ? `all of ${row.id}` : row.id} instances={row.instances} give={give} />
        </span>
      ),
    },
  ];
}

/** On phones: the two truths, one under the other; what can be done is in the sheet. */
export function compactFleet(row: FleetRow) {
  if (row.kind === "service")
    return (
      <span className="flex h-full min-w-0 items-center justify-between gap-3">
        <span className="flex min-w-0 flex-col gap-1">
          <ServiceName service={row.service} />
          <span className="dim ell">{KEEPING[row.service.keeping]}</span>
        </span>
        <span className="num dim">{row.instances.length}</span>
      </span>
    );
  const [instance] = row.instances;
  return (
    <span className="flex h-full min-w-0 items-center justify-between gap-3">
      <span className="flex min-w-0 flex-col gap-1">
        <InstanceName row={row} className="flex-wrap gap-y-0" />
        <Difference instance={instance} service={row.service} />
      </span>
      <span className="flex max-w-[58%] flex-none flex-col items-end gap-1.5">
        <ProcessState instance={instance} />
        <RegistrySays instance={instance} />
      </span>
    </span>
  );
}
