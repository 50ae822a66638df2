"use client";
import { ExportMenu as Menu } from "../api/export-menu";
import type { EventFilters } from "./event-filters";
import { queryOf, shownTypes } from "./event-history";

const FORMATS = [
  { label: "CSV, for a spreadsheet", accept: "text/csv", name: "rollcall-events.csv" },
  { label: "NDJSON, a line per event", accept: "application/x-ndjson", name: "rollcall-events.ndjson" },
] as const;

/** The whole history that fits the filters, as a file. */
export function ExportMenu({ filters }: { filters: EventFilters }) {
  return (
    <Menu
      path="events"
      query={queryOf(filters, shownTypes(filters))}
      formats={FORMATS}
      disabled={filters.kinds.size === 0}
    />
  );
}
