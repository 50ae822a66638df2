"use client";
import { Download } from "lucide-react";
import { useState } from "react";
import { Button } from "../ui/button";
import { Menu, MenuItem } from "../ui/menu";
import { saveBlob } from "../ui/save-blob";
import { useToast } from "../ui/toast";
import { getBlob, type QueryValues } from "./get-json";

export interface ExportFormat {
  label: string;
  accept: string;
  /** Name of the file. */
  name: string;
}

/** What a list shows, whole and as a file. */
export function ExportMenu({
  path,
  query,
  formats,
  disabled,
}: {
  path: string;
  query: QueryValues;
  formats: readonly ExportFormat[];
  disabled?: boolean;
}) {
  const [busy, setBusy] = useState(false);
  const toast = useToast();
  const download = async ({ accept, name }: ExportFormat) => {
    setBusy(true);
    try {
      saveBlob(await getBlob(path, query, accept, new AbortController().signal), name);
    } catch (error) {
      toast({ title: "Not exported.", description: error instanceof Error ? error.message : "" });
    } finally {
      setBusy(false);
    }
  };
  return (
    <Menu trigger={<Button icon={Download}>Export</Button>} disabled={busy || disabled === true}>
      {formats.map((format) => (
        <MenuItem key={format.accept} onClick={() => void download(format)}>
          {format.label}
        </MenuItem>
      ))}
    </Menu>
  );
}
