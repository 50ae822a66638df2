"use client";
import { useCallback, useMemo } from "react";
import { NoMatch } from "@/components/query/no-match";
import { QueryField } from "@/components/query/query-field";
import type { ListQuery } from "@/components/query/use-list-query";
import { Card } from "@/components/ui/card";
import { VirtualTable } from "@/components/ui/virtual-table";
import { type InstanceRow, rowOfService, rowOfTombstone, type ServiceSummary } from "@/lib/registry/select";
import { compactInstance, INSTANCE_COLUMNS, INSTANCE_COMPACT_PX, instanceRowHeight } from "./instance-columns";
import { filteredRows, type TableRow } from "./instance-rows";
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
  return (
    <>
      {(service.total + service.counts.gone >= FILTER_FROM || text !== "") && (
        <div className="filters">
          <QueryField
            label="Filter instances"
            placeholder="state:late meta.version:1.2 10.0.1.7"
            query={query}
            subjects={() => rowsOf(service)}
          />
        </div>
      )}
      {rows.length === 0 ? (
        <NoMatch what="instance" query={query} subjects={rowsOf(service)} />
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
            orderKey={text}
          />
        </Card>
      )}
    </>
  );
}
