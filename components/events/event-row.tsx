// biome-ignore-all lint/a11y/useSemanticElements: a grid of positioned rows, not a <table>
// biome-ignore-all lint/a11y/useFocusableInteractive: the rows are operated, their cells are read
"use client";
import { memo } from "react";
import type { RegistryEvent } from "@/lib/registry/types";
import { FilterValue } from "../query/filter-value";
import { cn } from "../ui/cn";
import { revision as formatRevision } from "../ui/format";
import { SafeText } from "../ui/safe-text";
import { stateWord } from "../ui/state-glyph";
import { Tag } from "../ui/tag";
import { EventGlyph } from "./event-glyph";
import { headOf, KNOWLEDGE_MEANING, kindOf, knowledgeOf } from "./event-kind";
import type { BracketPart } from "./event-order";
import { sentenceOf } from "./event-sentence";
import { EventTime } from "./event-time-label";

interface EventRowProps {
  event: RegistryEvent;
  bracket: BracketPart;
  /** From the top, for screen readers. */
  index: number;
  top: number;
  height: number;
  selected: boolean;
  inTabOrder: boolean;
  onOpen: (event: RegistryEvent) => void;
  onActive: (id: string) => void;
}

/** One change in one line; what belongs to the whole registry goes over the whole width. */
function Row({ event, bracket, index, top, height, selected, inTabOrder, onOpen, onActive }: EventRowProps) {
  const system = kindOf(event) === "system";
  const head = headOf(event);
  return (
    <div
      role="row"
      aria-rowindex={index + 1}
      aria-selected={selected}
      tabIndex={inTabOrder ? 0 : -1}
      className={cn(system ? "ev system" : "ev", bracket && `tx ${bracket}`)}
      data-state={head.tone}
      data-id={event.id}
      style={{ transform: `translateY(${top}px)`, height }}
      onClick={() => {
        if (window.getSelection()?.isCollapsed !== false) onOpen(event);
      }}
      onFocus={() => onActive(event.id)}
      onKeyDown={(press) => {
        if (press.key !== "Enter") return;
        press.preventDefault();
        onOpen(event);
      }}
    >
      <span role="gridcell" className={cn("when", repeats(bracket) && "repeated")}>
        <EventTime at={event.at} />
      </span>
      {system ? <SystemCells event={event} /> : <ChangeCells event={event} bracket={bracket} />}
    </div>
  );
}

/** Within a bracket only the first row says time and revision; the others keep it for screen readers. */
function repeats(bracket: BracketPart): boolean {
  return bracket === "middle" || bracket === "last";
}

function SystemCells({ event }: { event: RegistryEvent }) {
  const text = sentenceOf(event);
  return (
    <span role="gridcell" className="line">
      <EventGlyph event={event} />
      <b>{headOf(event).word}</b>
      <SafeText text={text} max={400} className="ell" />
    </span>
  );
}

function ChangeCells({ event, bracket }: { event: RegistryEvent; bracket: BracketPart }) {
  const head = headOf(event);
  const knowledge = knowledgeOf(event);
  return (
    <>
      <span role="gridcell" className={cn("num rev", repeats(bracket) && "repeated")}>
        {event.revision === null ? <span className="dim">none</span> : formatRevision(event.revision)}
      </span>
      <span
        role="gridcell"
        className={stateWord({ quiet: head.quiet, className: "text-12 max-sm:[grid-area:1/1]" })}
        data-state={head.tone}
      >
        <EventGlyph event={event} />
        <FilterValue
          {...(event.type === "removed"
            ? { field: "cause", value: event.cause ?? "unknown" }
            : { field: "type", value: event.type })}
          inRow
        >
          {head.word}
        </FilterValue>
      </span>
      <span role="gridcell" className="who">
        <FilterValue field="service" value={event.service ?? ""} inRow>
          <SafeText text={event.service ?? ""} max={60} className="service" />
        </FilterValue>
        <SafeText text={event.instance ?? ""} max={60} className="mono" />
      </span>
      <span role="gridcell" className="what">
        <SafeText text={sentenceOf(event)} max={240} />
      </span>
      <span role="gridcell" className="tags">
        {knowledge && (
          <Tag title={KNOWLEDGE_MEANING[knowledge]}>{knowledge === "unknown" ? "cause unknown" : knowledge}</Tag>
        )}
      </span>
    </>
  );
}

export const EventRow = memo(Row);
