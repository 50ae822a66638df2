"use client";
import { Undo2 } from "lucide-react";
import { useState } from "react";
import type { InstanceRow } from "@/lib/registry/select";
import { Button } from "../../ui/button";
import { nameOf } from "../row-menu";
import { keyOfRow } from "../use-guards";
import { useWrites } from "../use-writes";
import { useRestorables } from "./restorables";
import { usePutBack } from "./use-put-back";

/** At what was evicted, as long as the server says that it can be put back; nothing otherwise. */
export function PutBackButton({ row, inRow = false }: { row: InstanceRow; inRow?: boolean }) {
  const restorable = useRestorables().get(keyOfRow(row));
  const writes = useWrites();
  const putBack = usePutBack();
  const [busy, setBusy] = useState(false);
  if (!restorable || !row.tombstone || writes.may === "not") return null;
  const run = async () => {
    setBusy(true);
    await putBack(restorable.auditId, row.instance.instance);
    setBusy(false);
  };
  return (
    <Button
      variant={inRow ? "ghost" : "default"}
      icon={Undo2}
      disabled={busy || writes.may === "wait"}
      {...(inRow && { tabIndex: -1, "aria-label": `Put back ${nameOf(row)}` })}
      title="As it was, under its own lease"
      onClick={() => void run()}
    >
      Put back
    </Button>
  );
}
