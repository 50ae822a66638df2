"use client";
import type { RegistryEvent } from "@/lib/registry/types";
import { QueryField } from "../query/query-field";
import { Chip, Chips } from "../ui/chip";
import { Toolbar } from "../ui/toolbar";
import { EVENT_KINDS, KIND_WORD } from "./event-kind";
import type { LogSnapshot } from "./event-log";
import type { EventAsking } from "./use-event-filters";

interface EventToolbarProps {
  asking: EventAsking;
  counts: LogSnapshot["counts"];
  /** What was read so far, for suggestions. */
  events: () => readonly RegistryEvent[];
}

/** Kinds as chips, everything else as a query: `service:orders cause:expired`. */
export function EventToolbar({ asking, counts, events }: EventToolbarProps) {
  const { query, kinds, showKinds } = asking;
  const toggle = (kind: (typeof EVENT_KINDS)[number], pressed: boolean) => {
    const next = new Set(kinds);
    if (pressed) next.add(kind);
    else next.delete(kind);
    showKinds(next);
  };
  return (
    <Toolbar
      wrap
      data-sticky=""
      className="sticky top-0 z-4 -mx-5.5 mb-0 border-line-soft border-b bg-app px-5.5 pt-2 pb-2.5 max-sm:static max-sm:-mx-4 max-sm:gap-2 max-sm:px-4"
    >
      <QueryField
        label="Filter events"
        placeholder="service:orders cause:expired -dc:eu"
        query={query}
        subjects={events}
      />
      <Chips label="Kinds of events">
        {EVENT_KINDS.map((kind) => {
          const pressed = kinds.has(kind);
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
    </Toolbar>
  );
}
