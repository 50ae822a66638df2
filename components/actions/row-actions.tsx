"use client";
import { CircleDot, Droplet, Trash2 } from "lucide-react";
import type { InstanceRow } from "@/lib/registry/select";
import { Button, IconButton } from "../ui/button";
import { useActions } from "./actions-context";
import { PutBackButton } from "./restore/put-back-button";
import { useRestorables } from "./restore/restorables";
import { nameOf, RowMenuButton } from "./row-menu";
import { keyOfRow } from "./use-guards";
import { useWrites } from "./use-writes";

/** Of the row under the pointer, the focused and the chosen one; of all where nothing hovers. */
const SHOWN =
  "inline-flex justify-end opacity-0 transition-opacity group-hover/row:opacity-100 group-focus-within/row:opacity-100 group-aria-selected/row:opacity-100 [@media(hover:none)]:opacity-100";

/** At the end of a row: what is done most, and the menu with the rest. By keyboard the row itself answers to `e` and `d`. */
export function RowActions({ row }: { row: InstanceRow }) {
  const writes = useWrites();
  const actions = useActions();
  const restorable = useRestorables().has(keyOfRow(row));
  if (writes.may === "not") return <RowMenuButton row={row} />;
  const wait = writes.may === "wait";
  if (row.tombstone && restorable)
    return (
      <span className={SHOWN}>
        <PutBackButton row={row} inRow />
        <RowMenuButton row={row} />
      </span>
    );
  if (row.tombstone)
    return (
      <Button
        variant="ghost"
        tabIndex={-1}
        disabled={wait}
        aria-label={`Dismiss ${nameOf(row)}`}
        onClick={() => actions.dismiss({ ids: [row.instance.id] })}
      >
        Dismiss
      </Button>
    );
  const draining = row.adminState === "draining";
  const drain = draining ? "Resume" : "Drain";
  const DrainIcon = draining ? CircleDot : Droplet;
  return (
    <span className={SHOWN}>
      <IconButton
        icon={DrainIcon}
        className="max-sm:hidden"
        tabIndex={-1}
        disabled={wait}
        label={`${drain} ${nameOf(row)}`}
        title={`${drain}… (d)`}
        onClick={() => (draining ? actions.resume([row]) : actions.drain([row]))}
      />
      <IconButton
        icon={Trash2}
        danger
        className="max-sm:hidden"
        tabIndex={-1}
        disabled={wait}
        label={`Evict ${nameOf(row)}`}
        title="Evict… (e)"
        onClick={() => actions.evict([row])}
      />
      <RowMenuButton row={row} />
    </span>
  );
}
