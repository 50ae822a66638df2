"use client";
import { useCallback, useMemo } from "react";
import { Card } from "@/components/ui/card";
import { SearchField } from "@/components/ui/search-field";
import { VirtualTable } from "@/components/ui/virtual-table";
import type { ServiceSummary } from "@/lib/registry/select";
import { compactInstance, INSTANCE_COLUMNS, INSTANCE_COMPACT_PX, instanceRowHeight } from "./instance-columns";
import { filteredRows, type TableRow } from "./instance-rows";
import { NoMatch } from "./no-match";
import { useFreshInstance } from "./use-fresh";

/** From this many on a filter helps. */
const FILTER_FROM = 8;

const rowId = (row: TableRow) => row.id;
const groupTitle = (row: TableRow) => (row.kind === "group" ? row.title : null);
const look = (row: TableRow) => {
  if (row.kind === "group") return {};
  const { liveness } = row.row;
  return {
    state: liveness,
    hot: liveness === "late" || liveness === "overdue",
    ...(liveness === "gone" && { className: "tomb" }),
  };
};

/** The instances in the order of their keys, then those that left lately. */
export function InstanceTable({
  service,
  selected,
  onOpen,
  filter,
}: {
  service: ServiceSummary;
  selected: string | null;
  onOpen: (id: string) => void;
  filter: { q: string; onChange: (q: string) => void };
}) {
  const rows = useMemo(() => filteredRows(service, filter.q), [service, filter.q]);
  const freshInstance = useFreshInstance();
  const isFresh = useCallback((row: TableRow) => row.kind === "instance" && freshInstance(row.row), [freshInstance]);
  const open = useCallback((row: TableRow) => onOpen(row.id), [onOpen]);
  return (
    <>
      {(service.total + service.counts.gone >= FILTER_FROM || filter.q !== "") && (
        <div className="filters">
          <SearchField
            className="filter-text"
            label="Filter instances"
            placeholder="Address, key, lease or metadata"
            value={filter.q}
            onChange={filter.onChange}
          />
        </div>
      )}
      {rows.length === 0 ? (
        <NoMatch
          what="instance"
          drops={[{ label: filter.q, matches: service.total, drop: () => filter.onChange("") }]}
          onClear={() => filter.onChange("")}
        />
      ) : (
        <Card flush className="list">
          <VirtualTable
            label="Instances"
            rows={rows}
            rowId={rowId}
            rowHeight={instanceRowHeight}
            columns={INSTANCE_COLUMNS}
            compact={compactInstance}
            compactHeight={INSTANCE_COMPACT_PX}
            groupTitle={groupTitle}
            look={look}
            isFresh={isFresh}
            onOpen={open}
            selectedId={selected}
            orderKey={filter.q}
          />
        </Card>
      )}
    </>
  );
}
