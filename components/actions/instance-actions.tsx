"use client";
import { CircleDot, Droplet, Trash2 } from "lucide-react";
import type { InstanceRow } from "@/lib/registry/select";
import { Button } from "../ui/button";
import { cn } from "../ui/cn";
import { Kbd } from "../ui/tag";
import { useActions } from "./actions-context";
import { PutBackButton } from "./restore/put-back-button";
import { useTargets } from "./targets";
import { useWrites } from "./use-writes";

/** What can be done to one instance, beside its details; or why nothing can. */
export function InstanceActions({ row, className }: { row: InstanceRow; className?: string }) {
  const writes = useWrites();
  const actions = useActions();
  useTargets("detail", () => [row]);
  if (writes.may === "not") return <p className="max-w-[60ch] text-12 text-muted leading-[1.45]">{writes.reason}</p>;
  const wait = writes.may === "wait";
  const draining = row.adminState === "draining";
  return (
    // biome-ignore lint/a11y/useSemanticElements: neither a form group nor a landmark
    <div className={cn("flex flex-wrap items-center gap-2 text-12", className)} role="group" aria-label="Actions">
      {row.tombstone ? (
        <>
          <PutBackButton row={row} />
          <Button disabled={wait} onClick={() => actions.dismiss({ ids: [row.instance.id] })}>
            Dismiss
          </Button>
        </>
      ) : (
        <>
          <Button
            icon={draining ? CircleDot : Droplet}
            disabled={wait}
            onClick={() => (draining ? actions.resume([row]) : actions.drain([row]))}
          >
            {draining ? "Resume…" : "Drain…"}
            <span className="max-sm:hidden">
              <Kbd>d</Kbd>
            </span>
          </Button>
          <Button variant="danger" icon={Trash2} disabled={wait} onClick={() => actions.evict([row])}>
            Evict…
            <span className="max-sm:hidden">
              <Kbd>e</Kbd>
            </span>
          </Button>
        </>
      )}
      {wait && <span className="dim">{writes.reason}</span>}
    </div>
  );
}
