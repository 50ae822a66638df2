"use client";
import { useCallback, useEffect, useMemo, useRef, useState } from "react";
import { RowMenuProvider } from "@/components/actions/row-menu";
import { SelectionBar } from "@/components/actions/selection-bar";
import { useTargets } from "@/components/actions/targets";
import { useSelectionKeys } from "@/components/actions/use-selection-keys";
import { useWrites } from "@/components/actions/use-writes";
import { NoMatch } from "@/components/query/no-match";
import { QueryField } from "@/components/query/query-field";
import type { ListQuery } from "@/components/query/use-list-query";
import { ListCard } from "@/components/ui/list-card";
import { createRowSelection, RowSelectionContext, useTicked } from "@/components/ui/row-selection";
import { Toolbar } from "@/components/ui/toolbar";
import { VirtualTable } from "@/components/ui/virtual-table";
import { departureOf } from "@/lib/registry/departures";
import { type InstanceRow, rowOfService, rowOfTombstone, type ServiceSummary } from "@/lib/registry/select";
import { compactInstance, INSTANCE_COMPACT_PX, instanceColumns, instanceRowHeight } from "./instance-columns";
import { filteredRows, type TableRow } from "./instance-rows";
import { useFreshInstance } from "./use-fresh";

/** From this many on a filter helps. */
const FILTER_FROM = 8;

const rowId = (row: TableRow) => row.id;
const groupTitle = (row: TableRow) => (row.kind === "group" ? row.title : null);
const look = (row: TableRow) => {
  if (row.kind === "group") return {};
  const { liveness, tombstone } = row.row;
  return {
    state: tombstone ? departureOf(tombstone) : liveness,
    hot: liveness === "late" || liveness === "overdue",
    ...(liveness === "gone" && { className: "text-muted" }),
  };
};

function rowsOf(service: ServiceSummary): InstanceRow[] {
  const present = service.instances.map((instance) => rowOfService(service, instance));
  return [...present, ...service.tombstones.map(rowOfTombstone)];
}

/** The instances in the order of their keys, then those that left lately. */
export function InstanceTable({
  service,
  selected,
  onOpen,
  query,
}: {
  service: ServiceSummary;
  selected: string | null;
  onOpen: (id: string) => void;
  query: ListQuery<InstanceRow>;
}) {
  const { matches, text } = query;
  const asked = query.parts.length > 0;
  const rows = useMemo(() => filteredRows(service, asked ? matches : null), [service, asked, matches]);
  const freshInstance = useFreshInstance();
  const isFresh = useCallback((row: TableRow) => row.kind === "instance" && freshInstance(row.row), [freshInstance]);
  const open = useCallback((row: TableRow) => onOpen(row.id), [onOpen]);
  const mayWrite = useWrites().may !== "not";
  const columns = useMemo(() => instanceColumns(mayWrite), [mayWrite]);
  const { selection, ticked } = useTickedRows(rows);
  return (
    <RowMenuProvider>
      <RowSelectionContext value={mayWrite ? selection : null}>
        {(service.total + service.counts.gone >= FILTER_FROM || text !== "") && (
          <Toolbar>
            <QueryField
              label="Filter instances"
              placeholder="state:late meta.version:1.2 10.0.1.7"
              query={query}
              subjects={() => rowsOf(service)}
            />
          </Toolbar>
        )}
        {rows.length === 0 ? (
          <NoMatch what="instance" query={query} subjects={rowsOf(service)} />
        ) : (
          <ListCard>
            <VirtualTable
              label="Instances"
              rows={rows}
              rowId={rowId}
              rowHeight={instanceRowHeight}
              columns={columns}
              compact={compactInstance}
              compactHeight={INSTANCE_COMPACT_PX}
              groupTitle={groupTitle}
              look={look}
              isFresh={isFresh}
              onOpen={open}
              selectedId={selected}
              orderKey={text}
            />
          </ListCard>
        )}
        <SelectionBar rows={ticked} onClear={selection.clear} />
      </RowSelectionContext>
    </RowMenuProvider>
  );
}

/** The ticked rows that are there and can be acted on; a row that left is ticked no more. */
function useTickedRows(rows: readonly TableRow[]) {
  const [selection] = useState(createRowSelection);
  const ids = useTicked(selection);
  const ticked = useMemo(() => presentRows(rows).filter(({ instance }) => ids.has(instance.id)), [rows, ids]);
  useSelectionKeys(selection, (id) => presentRows(rows).some(({ instance }) => instance.id === id));
  const focused = useFocusedRow();
  useTargets("list", () =>
    ticked.length > 0 ? ticked : presentRows(rows).filter(({ instance }) => instance.id === focused.current),
  );
  return { selection, ticked };
}

/** The row that has the focus, or had it before a dialog took it: the palette acts on what was in hand. */
function useFocusedRow() {
  const focused = useRef<string | null>(null);
  useEffect(() => {
    const listen = ({ target }: FocusEvent) => {
      if (!(target instanceof Element) || target.closest("[role='dialog'], [role='menu']")) return;
      focused.current = target.closest<HTMLElement>("[role='row'][data-id]")?.dataset.id ?? null;
    };
    document.addEventListener("focusin", listen);
    return () => document.removeEventListener("focusin", listen);
  }, []);
  return focused;
}

function presentRows(rows: readonly TableRow[]): InstanceRow[] {
  return rows.flatMap((row) => (row.kind === "instance" && row.row.tombstone === null ? [row.row] : []));
}
