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

const ROW =
  "absolute inset-x-0 top-0 grid cursor-default items-center gap-3 border-b border-line-soft px-5.5 text-code whitespace-nowrap -outline-offset-2 [contain:strict] *:min-w-0 *:overflow-hidden *:text-ellipsis hover:bg-panel aria-selected:bg-raised aria-selected:shadow-[inset_2px_0_0_var(--ink)] max-sm:content-center max-sm:gap-x-2.5 max-sm:gap-y-0 max-sm:px-4";
const CHANGE =
  "grid-cols-[86px_74px_112px_minmax(120px,200px)_minmax(0,1fr)_auto] min-[1101px]:grid-cols-[86px_74px_118px_minmax(150px,244px)_minmax(0,1fr)_auto] max-sm:grid-cols-[104px_minmax(0,1fr)_auto] max-sm:grid-rows-[24px_20px]";
const SYSTEM =
  "grid-cols-[86px_minmax(0,1fr)] bg-state-wash max-sm:grid-cols-[minmax(0,1fr)_auto] max-sm:grid-rows-[1fr]";
/** Rows of one transaction: a line from the middle of the first to the middle of the last. */
const LINE =
  "before:absolute before:-top-px before:bottom-0 before:left-[187px] before:w-1.75 before:border-l-[1.5px] before:border-line-hard max-sm:before:left-1.5";
const BRACKET = {
  first: `${LINE} border-b-transparent before:top-4 before:border-t-[1.5px] max-sm:before:top-3.5`,
  middle: `${LINE} border-b-transparent`,
  last: `${LINE} before:bottom-4 before:border-b-[1.5px] max-sm:before:bottom-3.5`,
} as const;

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
      className={cn(ROW, system ? SYSTEM : CHANGE, bracket && BRACKET[bracket])}
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
      <span
        role="gridcell"
        className={cn(
          "text-meta",
          system
            ? "text-prose max-sm:col-2 max-sm:row-1"
            : "text-muted max-sm:col-3 max-sm:row-1 max-sm:justify-self-end",
          repeats(bracket) && "opacity-0",
        )}
      >
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
    <span
      role="gridcell"
      className="flex items-center gap-2.25 text-12 text-prose max-sm:col-1 max-sm:row-1 max-sm:whitespace-normal max-sm:leading-[1.3]"
    >
      <EventGlyph event={event} />
      <b className="whitespace-nowrap font-medium text-ink">{headOf(event).word}</b>
      <SafeText text={text} max={400} className="ell max-sm:line-clamp-3 max-sm:whitespace-normal" />
    </span>
  );
}

function ChangeCells({ event, bracket }: { event: RegistryEvent; bracket: BracketPart }) {
  const head = headOf(event);
  const knowledge = knowledgeOf(event);
  return (
    <>
      <span role="gridcell" className={cn("num text-prose max-sm:col-1 max-sm:row-2", repeats(bracket) && "opacity-0")}>
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
      <span role="gridcell" className="flex items-baseline gap-1.5 max-sm:col-2 max-sm:row-1">
        <FilterValue field="service" value={event.service ?? ""} inRow>
          <SafeText text={event.service ?? ""} max={60} className="min-w-0 truncate font-medium" />
        </FilterValue>
        <SafeText
          text={event.instance ?? ""}
          max={60}
          className="mono min-w-0 max-w-[55%] flex-none truncate text-muted"
        />
      </span>
      <span
        role="gridcell"
        className={cn("text-12 text-prose max-sm:row-2", knowledge ? "max-sm:col-2" : "max-sm:col-[2/-1]")}
      >
        <SafeText text={sentenceOf(event)} max={240} />
      </span>
      <span role="gridcell" className="max-sm:col-3 max-sm:row-2 max-sm:justify-self-end">
        {knowledge && (
          <Tag title={KNOWLEDGE_MEANING[knowledge]}>{knowledge === "unknown" ? "cause unknown" : knowledge}</Tag>
        )}
      </span>
    </>
  );
}

export const EventRow = memo(Row);
