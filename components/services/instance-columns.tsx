"use client";
import Link from "next/link";
import { RowActions } from "@/components/actions/row-actions";
import { nameOf, RowMenuButton } from "@/components/actions/row-menu";
import { EventAge } from "@/components/events/event-time-label";
import { endpointText, leaseHex } from "@/components/instances/instance-fields";
import { DrainLabel, InstanceState, LivenessLabel } from "@/components/instances/instance-state";
import { InstanceLeaseBar, InstanceRing, InstanceStrip } from "@/components/leases/instance-lease";
import { leasePath } from "@/components/leases/lease-rows";
import { FilterValue } from "@/components/query/filter-value";
import { SightingMark } from "@/components/sightings/sighting-mark";
import { cn } from "@/components/ui/cn";
import { CompactAside, CompactLine, CompactRow } from "@/components/ui/compact-row";
import { revision } from "@/components/ui/format";
import { RowCheckbox } from "@/components/ui/row-checkbox";
import { RowName } from "@/components/ui/row-name";
import { SafeText } from "@/components/ui/safe-text";
import { Tag } from "@/components/ui/tag";
import { Time } from "@/components/ui/time";
import type { Column } from "@/components/ui/virtual-table";
import { sinceOf } from "@/lib/registry/seen";
import type { InstanceRow } from "@/lib/registry/select";
import type { Endpoint } from "@/lib/registry/types";
import type { TableRow } from "./instance-rows";

export const INSTANCE_ROW_PX = 44;
export const TOMBSTONE_ROW_PX = 46;
export const GROUP_ROW_PX = 34;
export const INSTANCE_COMPACT_PX = 92;

export const instanceRowHeight = (row: TableRow) =>
  row.kind === "group" ? GROUP_ROW_PX : row.row.tombstone ? TOMBSTONE_ROW_PX : INSTANCE_ROW_PX;

function column(
  id: string,
  header: string,
  track: string,
  cell: (row: InstanceRow) => React.ReactNode,
): Column<TableRow> {
  return { id, header, track, cell: (row) => (row.kind === "instance" ? cell(row.row) : null) };
}

function EndpointText({ endpoints }: { endpoints: readonly Endpoint[] }) {
  const [first] = endpoints;
  if (!first) return <span className="dim">no endpoint</span>;
  return (
    <span className="mono ell text-muted">
      <SafeText text={endpointText(first)} max={120} />
      {endpoints.length > 1 && <span className="dim"> +{endpoints.length - 1}</span>}
    </span>
  );
}

function InstanceName({ row, compact }: { row: InstanceRow /** On phones. */; compact?: boolean }) {
  return (
    <RowName className="flex-1">
      <span
        className={cn(
          "ell font-medium font-mono text-code",
          row.tombstone ? "text-prose line-through decoration-faint" : "text-ink",
          compact && "font-semibold",
        )}
      >
        <SafeText text={row.instance.instance} max={120} />
      </span>
      <EndpointText endpoints={row.instance.endpoints} />
    </RowName>
  );
}

function Lease({ row }: { row: InstanceRow }) {
  if (row.tombstone)
    return (
      <span className="line-clamp-2 whitespace-normal text-meta text-prose leading-[1.35]">
        {row.tombstone.evidence}
      </span>
    );
  return <InstanceLeaseBar row={row} />;
}

function LeaseId({ row: { instance } }: { row: InstanceRow }) {
  if (instance.leaseId === null) return <span className="dim">no lease</span>;
  return (
    <Link href={leasePath(instance.leaseId)} prefetch={false} tabIndex={-1} className="mono ell">
      {leaseHex(instance.leaseId)}
    </Link>
  );
}

function When({ row: { instance, tombstone } }: { row: InstanceRow }) {
  if (tombstone) return <Time at={tombstone.removedAtMs} suffix=" ago" />;
  const { at, source } = sinceOf(instance);
  if (at !== null)
    return <Time at={at} suffix=" ago" source={source === "stated" ? "so its registration says" : "seen to come"} />;
  return (
    <span className="num dim" title="Registered before this console watched: etcd keeps revisions, not times">
      rev {revision(instance.createRevision)}
    </span>
  );
}

function ModRevision({ row: { instance, tombstone } }: { row: InstanceRow }) {
  const shown = tombstone ? tombstone.revision : instance.modRevision;
  return shown === null ? <span className="dim">unknown</span> : <span className="num">{revision(shown)}</span>;
}

const COLUMNS: readonly Column<TableRow>[] = [
  column("state", "State", "176px", (row) => (
    <FilterValue field="state" value={row.adminState === "draining" ? row.adminState : row.liveness} inRow>
      <InstanceState row={row} />
    </FilterValue>
  )),
  column("instance", "Instance", "minmax(150px, 2fr)", (row) => <InstanceName row={row} />),
  {
    ...column("datacenter", "Datacenter", "minmax(88px, 1fr)", ({ instance }) =>
      instance.datacenter === undefined ? (
        <span className="dim">none</span>
      ) : (
        <FilterValue field="dc" value={instance.datacenter} inRow>
          <SafeText text={instance.datacenter} max={40} />
        </FilterValue>
      ),
    ),
    from: 1328,
  },
  column("lease", "Lease", "264px", (row) => <Lease row={row} />),
  { ...column("beats", "Heartbeats, last 30", "168px", (row) => <InstanceStrip row={row} inRow />), from: 1068 },
  { ...column("lease-id", "Lease id", "minmax(140px, 1.2fr)", (row) => <LeaseId row={row} />), from: 1268 },
  {
    ...column("layout", "Layout", "104px", ({ instance }) => (
      <FilterValue field="layout" value={instance.layout} inRow>
        <Tag>{instance.layout}</Tag>
      </FilterValue>
    )),
    from: 1500,
  },
  { ...column("revision", "Mod rev", "96px", (row) => <ModRevision row={row} />), from: 1130, end: true },
  { ...column("since", "Since", "104px", (row) => <When row={row} />), from: 1228, end: true },
];

/** Where nothing can be written there is nothing to tick: only the menu stays. */
export function instanceColumns(mayWrite: boolean): readonly Column<TableRow>[] {
  return mayWrite ? [TICK, ...COLUMNS, { ...ACTIONS, track: "112px" }] : [...COLUMNS, ACTIONS];
}

function Tick({ row }: { row: InstanceRow }) {
  return row.tombstone === null ? <RowCheckbox id={row.instance.id} label={`Tick ${nameOf(row)}`} /> : null;
}

const TICK: Column<TableRow> = {
  ...column("tick", "", "42px", (row) => <Tick row={row} />),
  header: <span className="vh">Ticked</span>,
};
const ACTIONS: Column<TableRow> = {
  ...column("actions", "", "112px", (row) => <RowActions row={row} />),
  header: <span className="vh">Actions</span>,
  end: true,
};

/** On phones: who and how it stands, below it the heartbeats. */
export function compactInstance(row: TableRow) {
  if (row.kind === "group") return null;
  const { tombstone, instance, drain } = row.row;
  return (
    <CompactRow>
      <CompactLine>
        <Tick row={row.row} />
        <InstanceRing row={row.row} size={26} />
        <InstanceName row={row.row} compact />
        <CompactAside>
          <LivenessLabel row={row.row} />
          {drain && <DrainLabel drain={drain} />}
          {!tombstone && <SightingMark instance={instance} />}
          {tombstone ? (
            <EventAge at={tombstone.removedAtMs} />
          ) : instance.leaseId === null ? (
            <span className="num dim">no lease</span>
          ) : (
            <InstanceLeaseBar row={row.row} bare />
          )}
        </CompactAside>
        <RowMenuButton row={row.row} />
      </CompactLine>
      {instance.leaseId !== null && <InstanceStrip row={row.row} inRow wide />}
    </CompactRow>
  );
}
