"use client";
import { Menu } from "@base-ui/react/menu";
import { Download } from "lucide-react";
import { useState } from "react";
import { getBlob } from "../api/get-json";
import { useToast } from "../ui/toast";
import type { EventFilters } from "./event-filters";
import { queryOf, shownTypes } from "./event-history";

const FORMATS = [
  { label: "CSV, for a spreadsheet", accept: "text/csv", name: "events.csv" },
  { label: "NDJSON, a line per event", accept: "application/x-ndjson", name: "events.ndjson" },
] as const;

/** The whole history that fits the filters, as a file. */
export function ExportMenu({ filters }: { filters: EventFilters }) {
  const [busy, setBusy] = useState(false);
  const toast = useToast();
  const download = async ({ accept, name }: (typeof FORMATS)[number]) => {
    setBusy(true);
    try {
      const query = queryOf(filters, shownTypes(filters));
      save(await getBlob("events", query, accept, new AbortController().signal), name);
    } catch (error) {
      toast({ title: "Not exported.", description: error instanceof Error ? error.message : "" });
    } finally {
      setBusy(false);
    }
  };
  return (
    <Menu.Root>
      <Menu.Trigger className="btn" disabled={busy || filters.kinds.size === 0}>
        <Download className="icon" aria-hidden />
        Export
      </Menu.Trigger>
      <Menu.Portal>
        <Menu.Positioner sideOffset={6} align="end">
          <Menu.Popup className="popup">
            {FORMATS.map((format) => (
              <Menu.Item key={format.accept} onClick={() => void download(format)}>
                {format.label}
              </Menu.Item>
            ))}
          </Menu.Popup>
        </Menu.Positioner>
      </Menu.Portal>
    </Menu.Root>
  );
}

function save(blob: Blob, name: string): void {
  const url = URL.createObjectURL(blob);
  const link = document.createElement("a");
  link.href = url;
  link.download = `rollcall-${name}`;
  link.click();
  URL.revokeObjectURL(url);
}
