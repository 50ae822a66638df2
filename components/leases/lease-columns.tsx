"use client";
import Link from "next/link";
import { useMemo } from "react";
import { useLive } from "@/components/live/use-live";
import { instancePath, servicePath } from "@/components/shell/pages";
import { cn } from "@/components/ui/cn";
import { CompactAside, CompactLine, CompactRow } from "@/components/ui/compact-row";
import { count } from "@/components/ui/format";
import { BELOW_NAME, NAME_LINK, RowName } from "@/components/ui/row-name";
import { SafeText } from "@/components/ui/safe-text";
import { StateGlyph } from "@/components/ui/state-glyph";
import type { Column } from "@/components/ui/virtual-table";
import { rowOf } from "@/lib/registry/select";
import { InstanceStrip } from "./instance-lease";
import { LeaseBar } from "./lease-bar";
import { LeaseRing } from "./lease-ring";
import { type LeaseRow, leasePath } from "./lease-rows";
import { readLease } from "./use-lease-tick";

export const LEASE_ROW_PX = 44;
export const LEASE_COMPACT_PX = 92;

function useRead(id: string) {
  return useMemo(() => readLease(id), [id]);
}

function LeaseName({ row }: { row: LeaseRow }) {
  return (
    <span className="flex min-w-0 items-center gap-2.5">
      <StateGlyph state={row.state} label={row.state} />
      <Link href={leasePath(row.id)} prefetch={false} tabIndex={-1} className="mono ell font-medium">
        {row.hex}
      </Link>
    </span>
  );
}

function Bar({ row, bare }: { row: LeaseRow; bare?: boolean }) {
  return <LeaseBar read={useRead(row.id)} {...(bare && { bare })} />;
}

function Ring({ row }: { row: LeaseRow }) {
  return <LeaseRing read={useRead(row.id)} size={26} />;
}

function Strip({ row, wide }: { row: LeaseRow; wide?: boolean }) {
  const [first] = row.instances;
  return first ? <InstanceStrip row={rowOf(first, row.state, null)} inRow {...(wide && { wide })} /> : null;
}

function Holds({ row, compact }: { row: LeaseRow /** On phones. */; compact?: boolean }) {
  const [first] = row.instances;
  if (!first) return null;
  return (
    <RowName {...(compact && { className: "flex-1" })}>
      <Link
        href={servicePath(first.service)}
        prefetch={false}
        tabIndex={-1}
        className={cn(NAME_LINK, compact && "font-mono font-semibold text-code")}
      >
        <SafeText text={row.services.join(", ")} max={80} />
      </Link>
      <span className={BELOW_NAME}>
        {row.instances.length === 1 ? (
          <Link href={instancePath(first.id)} prefetch={false} tabIndex={-1}>
            <SafeText text={first.id} max={120} />
          </Link>
        ) : (
          `${count(row.instances.length)} instances`
        )}
      </span>
    </RowName>
  );
}

/** How often its owner renews it, once that is learned. */
export function Rhythm({ id }: { id: string }) {
  const text = useLive(({ leases }) => {
    const reading = leases.get(id);
    if (!reading) return "";
    if (reading.rhythmMs === null) return "not learned yet";
    const jitter = reading.jitterMs ?? 0;
    return `${(reading.rhythmMs / 1_000).toFixed(1)} s${jitter >= 50 ? ` ± ${(jitter / 1_000).toFixed(1)}` : ""}`;
  });
  return <span className={text.startsWith("not") ? "dim" : "num"}>{text}</span>;
}

export const LEASE_COLUMNS: readonly Column<LeaseRow>[] = [
  { id: "lease", header: "Lease", track: "minmax(180px, 1fr)", cell: (row) => <LeaseName row={row} /> },
  { id: "left", header: "Left", track: "236px", cell: (row) => <Bar row={row} /> },
  { id: "beats", header: "Heartbeats, last 30", track: "168px", from: 1000, cell: (row) => <Strip row={row} /> },
  { id: "rhythm", header: "Renewed every", track: "136px", from: 1100, cell: (row) => <Rhythm id={row.id} /> },
  { id: "holds", header: "Holds", track: "minmax(160px, 2fr)", cell: (row) => <Holds row={row} /> },
  {
    id: "keys",
    header: "Keys",
    track: "72px",
    end: true,
    from: 900,
    cell: (row) => <span className="num">{count(row.keyCount)}</span>,
  },
];

/** On phones. */
export function compactLease(row: LeaseRow) {
  return (
    <CompactRow>
      <CompactLine>
        <Ring row={row} />
        <Holds row={row} compact />
        <CompactAside>
          <span className="mono dim">{row.hex}</span>
          <Bar row={row} bare />
        </CompactAside>
      </CompactLine>
      <Strip row={row} wide />
    </CompactRow>
  );
}
