"use client";
import { Handle, type NodeProps, Position } from "@xyflow/react";
import { memo, useMemo, useRef } from "react";
import { cn } from "@/components/ui/cn";
import { count } from "@/components/ui/format";
import { SafeText } from "@/components/ui/safe-text";
import { BODY } from "@/lib/map/card";
import { indexAt, slotsFor } from "@/lib/map/card-slots";
import { type Content, contentOf, sameContent } from "@/lib/map/content";
import type { MapNode } from "@/lib/map/graph";
import type { Grouping, Part } from "@/lib/map/grouping";
import { stateOfPart, troubleOf } from "@/lib/map/trouble";
import { alarmOf } from "@/lib/registry/departures";
import { CardBar } from "./card-bar";
import { CardCanvas } from "./card-canvas";
import { CardInbound } from "./card-inbound";
import { alarmWords, cardSentence } from "./card-sentence";
import { FailingMark, useFailingOf } from "./failing-mark";
import type { Inks } from "./inks";
import { useMapContext } from "./map-context";
import type { ServiceFlowNode } from "./map-nodes";
import { TroubleMark, useTroubleFilter } from "./trouble-mark";
import { usePart } from "./use-part";

/** A service on the map: its name, the one thing that is wrong, how many there are, and every instance. */
export const ServiceCard = memo(function ServiceCard({ id, data }: NodeProps<ServiceFlowNode>) {
  const { node, grouping, inks } = data;
  return (
    <>
      <Handle type="target" position={Position.Left} isConnectable={false} />
      <Handle type="source" position={Position.Right} isConnectable={false} />
      {node.ghost ? (
        <GhostCard id={id} node={node} />
      ) : (
        <LiveCard id={id} node={node} grouping={grouping} inks={inks} />
      )}
      <CardInbound node={id} />
    </>
  );
});

const CARD =
  "map-card relative block h-[92px] w-[248px] cursor-pointer overflow-hidden rounded-card border p-0 text-left transition-[border-color] data-dim:opacity-22";
const CALM = "border-line hover:border-line-hard aria-pressed:border-prose";
/** A stroke of its colour at the left edge. */
const STROKE = "before:absolute before:inset-y-0 before:left-0 before:w-0.75 before:bg-state";
const LATE = `${STROKE} border-[color-mix(in_oklab,var(--c)_55%,var(--line))]`;
const ALARMED = `${STROKE} border-2 border-gone bg-[color-mix(in_oklab,var(--gone-wash),var(--bg-1))] [--c:var(--gone)]`;
const NAME =
  "ell min-w-10 flex-initial font-semibold tracking-tight group-data-[detail=far]/map:text-[23px] group-data-[detail=far]/map:tracking-[-0.025em] group-data-[detail=middle]/map:text-16";

interface CardProps {
  id: string;
  node: MapNode;
}

/** Somebody says that it calls this service, and nobody registers under its name. */
function GhostCard({ id, node }: CardProps) {
  const { active, selected, filter, onOpenService } = useMapContext();
  return (
    <button
      type="button"
      className={cn(CARD, "border-line-hard border-dashed bg-transparent text-muted")}
      data-node={id}
      data-ghost
      data-dim={filter !== null || undefined}
      aria-pressed={selected === id}
      aria-label={`${node.service}: called by others, nobody registered`}
      tabIndex={active === id ? 0 : -1}
      onClick={() => onOpenService(id)}
    >
      <span className="absolute inset-[0_14px_auto] flex h-9.5 items-center gap-2 whitespace-nowrap">
        <span className={NAME}>
          <SafeText text={node.service} max={200} />
        </span>
      </span>
      <span className="absolute inset-[38px_14px_auto] text-11 text-muted group-data-[detail=far]/map:text-15">
        Declared by who calls it. Nobody registers under this name.
      </span>
    </button>
  );
}

function LiveCard({ id, node, grouping, inks }: CardProps & { grouping: Grouping; inks: Inks | null }) {
  const part = usePart(node.service, node.group, grouping);
  // It left between two looks at who is there: its place stays empty until the next.
  return part && <PartCard id={id} node={node} part={part} inks={inks} />;
}

function PartCard({ id, node, part, inks }: CardProps & { part: Part; inks: Inks | null }) {
  const { active, selected, filter, onOpenService, onOpenInstance } = useMapContext();
  const content = useContent(part);
  const cells = content.kind === "bar" ? null : content;
  const length = cells?.cells.length ?? 0;
  const kind = content.kind;
  const slots = useMemo(() => slotsFor(kind === "rings" ? kind : "cells", length), [kind, length]);
  const fitting = filter?.fits(part) ?? null;
  const alarm = alarmOf(part.service);
  const trouble = troubleOf(part);
  const failing = useFailingOf(part);
  const filterByTrouble = useTroubleFilter();
  const state = stateOfPart(part);
  const open = (event: React.MouseEvent) => {
    if (filterByTrouble(event)) return;
    const cell = cells && cellUnder(event, slots, cells.cells);
    if (cell) onOpenInstance(cell.id);
    else onOpenService(id);
  };
  return (
    <button
      type="button"
      className={cn(
        CARD,
        "bg-panel text-ink shadow-card aria-pressed:shadow-[0_0_0_1px_var(--ink-2)]",
        alarm ? ALARMED : state === "late" || state === "overdue" ? LATE : CALM,
      )}
      data-node={id}
      data-state={state}
      data-alarm={alarm?.kind}
      data-dim={fitting?.size === 0 || undefined}
      data-hot={(trouble !== null && trouble.state !== "left") || failing > 0 || undefined}
      aria-pressed={selected === id}
      aria-label={cardSentence(part, alarm, failing)}
      tabIndex={active === id ? 0 : -1}
      onClick={open}
    >
      <span className="absolute inset-[0_14px_auto] flex h-9.5 items-center gap-2 whitespace-nowrap">
        <span className={NAME}>
          <SafeText text={node.service} max={200} />
        </span>
        {trouble ? <TroubleMark trouble={trouble} /> : failing > 0 && <FailingMark count={failing} />}
        <span className="num ml-auto flex-none text-muted">
          <b
            className={cn("font-medium text-13 group-data-[detail=far]/map:text-20", alarm ? "text-gone" : "text-ink")}
          >
            {count(part.instances.length)}
          </b>
          {minimumOf(part)}
        </span>
      </span>
      <span className="card-body absolute top-10 left-3.5 h-10 w-[220px]">
        {content.kind === "bar" ? (
          <CardBar shares={content.shares} />
        ) : (
          inks && cells && <CardCanvas content={cells} slots={slots} inks={inks} fitting={fitting} />
        )}
      </span>
      {alarm && (
        <span className="absolute right-3 bottom-2.5 font-semibold text-15 text-gone group-data-[detail=far]/map:text-24">
          {alarmWords(alarm)}
        </span>
      )}
    </button>
  );
}

/** The same object as long as it draws the same. */
function useContent(part: Part): Content {
  const kept = useRef<Content>(null);
  const content = contentOf(part);
  if (!kept.current || !sameContent(kept.current, content)) kept.current = content;
  return kept.current;
}

/** Of the whole service: in a frame beside others its part alone says nothing about it. */
function minimumOf({ service, instances }: Part): string {
  return service.minimum !== null && instances.length === service.total ? `/${count(service.minimum)}` : "";
}

function cellUnder<T>(event: React.MouseEvent, slots: Parameters<typeof indexAt>[0], cells: readonly T[]): T | null {
  const body = event.currentTarget.querySelector(".card-body");
  if (!body || event.detail === 0) return null;
  const box = body.getBoundingClientRect();
  const zoom = box.width / BODY.width;
  const index = indexAt(slots, (event.clientX - box.left) / zoom, (event.clientY - box.top) / zoom);
  return index === null ? null : (cells[index] ?? null);
}
