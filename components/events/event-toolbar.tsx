"use client";
import { Chip, Chips } from "../ui/chip";
import { SearchField } from "../ui/search-field";
import { type EventFilters, filtersFromText, filtersToText } from "./event-filters";
import { EVENT_KINDS, KIND_WORD } from "./event-kind";
import type { LogSnapshot } from "./event-log";
import { useTypedText } from "./use-typed-text";

interface EventToolbarProps {
  filters: EventFilters;
  onFilters: (filters: EventFilters) => void;
  counts: LogSnapshot["counts"];
}

/** Kinds as chips, everything else as words: `service:orders cause:expired`. */
export function EventToolbar({ filters, onFilters, counts }: EventToolbarProps) {
  const [text, setText] = useTypedText(filtersToText(filters), (typed) =>
    onFilters(filtersFromText(typed, filters.kinds)),
  );
  const toggle = (kind: (typeof EVENT_KINDS)[number], pressed: boolean) => {
    const kinds = new Set(filters.kinds);
    if (pressed) kinds.add(kind);
    else kinds.delete(kind);
    onFilters({ ...filters, kinds });
  };
  return (
    <div className="ev-bar" data-sticky>
      <SearchField
        className="ev-search"
        label="Filter events"
        placeholder="service:orders cause:expired"
        value={text}
        onChange={setText}
      />
      <Chips label="Kinds of events">
        {EVENT_KINDS.map((kind) => {
          const pressed = filters.kinds.has(kind);
          // Heartbeats that are not shown are not read either: their number is not known.
          const known = pressed || kind !== "heartbeat";
          return (
            <Chip
              key={kind}
              pressed={pressed}
              onPressedChange={(next) => toggle(kind, next)}
              {...(known && { count: counts[kind] })}
            >
              {KIND_WORD[kind]}
            </Chip>
          );
        })}
      </Chips>
    </div>
  );
}
