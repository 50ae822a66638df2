"use client";
import { Handle, type NodeProps, Position } from "@xyflow/react";
import { memo, useMemo, useRef } from "react";
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
      className="map-card"
      data-node={id}
      data-ghost
      data-dim={filter !== null || undefined}
      aria-pressed={selected === id}
      aria-label={`${node.service}: called by others, nobody registered`}
      tabIndex={active === id ? 0 : -1}
      onClick={() => onOpenService(id)}
    >
      <span className="card-head">
        <span className="card-name ell">
          <SafeText text={node.service} max={200} />
        </span>
      </span>
      <span className="card-note">Declared by who calls it. Nobody registers under this name.</span>
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
  const open = (event: React.MouseEvent) => {
    if (filterByTrouble(event)) return;
    const cell = cells && cellUnder(event, slots, cells.cells);
    if (cell) onOpenInstance(cell.id);
    else onOpenService(id);
  };
  return (
    <button
      type="button"
      className="map-card"
      data-node={id}
      data-state={stateOfPart(part)}
      data-alarm={alarm?.kind}
      data-dim={fitting?.size === 0 || undefined}
      data-hot={(trouble !== null && trouble.state !== "left") || failing > 0 || undefined}
      aria-pressed={selected === id}
      aria-label={cardSentence(part, alarm, failing)}
      tabIndex={active === id ? 0 : -1}
      onClick={open}
    >
      <span className="card-head">
        <span className="card-name ell">
          <SafeText text={node.service} max={200} />
        </span>
        {trouble ? <TroubleMark trouble={trouble} /> : failing > 0 && <FailingMark count={failing} />}
        <span className="card-count num">
          <b>{count(part.instances.length)}</b>
          {minimumOf(part)}
        </span>
      </span>
      <span className="card-body">
        {content.kind === "bar" ? (
          <CardBar shares={content.shares} />
        ) : (
          inks && cells && <CardCanvas content={cells} slots={slots} inks={inks} fitting={fitting} />
        )}
      </span>
      {alarm && <span className="card-alarm">{alarmWords(alarm)}</span>}
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
