"use client";
import { CircleDot, Droplet, Trash2, X } from "lucide-react";
import type { InstanceRow } from "@/lib/registry/select";
import { Button, IconButton } from "../ui/button";
import { plural } from "../ui/format";
import { useActions } from "./actions-context";
import { useWrites } from "./use-writes";

/** What can be done with the ticked rows, and how many they are. */
export function SelectionBar({ rows, onClear }: { rows: readonly InstanceRow[]; onClear: () => void }) {
  const writes = useWrites();
  const actions = useActions();
  if (rows.length === 0 || writes.may === "not") return null;
  const wait = writes.may === "wait";
  const draining = rows.filter((row) => row.adminState === "draining");
  const serving = rows.filter((row) => row.adminState !== "draining");
  return (
    <section
      className="sticky bottom-3 z-6 mt-3 flex items-center gap-2 rounded-[10px] border border-line-hard bg-raised py-2 pr-2 pl-3.5 shadow-toast max-sm:bottom-2 max-sm:flex-wrap"
      aria-label="Ticked instances"
    >
      <b role="status" className="font-medium max-sm:flex-[1_0_calc(100%_-_60px)]">
        {plural(rows.length, "instance")} ticked
      </b>
      <span className="min-w-0 flex-1 max-sm:hidden" />
      {serving.length > 0 && (
        <Button
          className="max-sm:h-touch max-sm:flex-1"
          icon={Droplet}
          disabled={wait}
          onClick={() => actions.drain(serving)}
        >
          Drain…
        </Button>
      )}
      {draining.length > 0 && (
        <Button
          className="max-sm:h-touch max-sm:flex-1"
          icon={CircleDot}
          disabled={wait}
          onClick={() => actions.resume(draining)}
        >
          Resume…
        </Button>
      )}
      <Button
        variant="danger"
        className="max-sm:h-touch max-sm:flex-1"
        icon={Trash2}
        disabled={wait}
        onClick={() => actions.evict(rows)}
      >
        Evict {rows.length}…
      </Button>
      <IconButton
        icon={X}
        className="max-sm:order-first max-sm:ml-auto"
        label="Untick all"
        title="Untick all (Esc)"
        onClick={onClear}
      />
    </section>
  );
}
