"use client";
import { useFreshness } from "../live/use-freshness";
import { Button } from "../ui/button";
import { EmptyState } from "../ui/empty-state";
import { safeString } from "../ui/safe-text-parts";
import { SkeletonRows } from "../ui/skeleton";
import { Tag } from "../ui/tag";
import { type EventFilters, filtersToText, isFiltered, NO_FILTERS } from "./event-filters";
import type { ReadEvents } from "./use-event-log";

interface EventsEmptyProps {
  events: ReadEvents;
  filters: EventFilters;
  onFilters: (filters: EventFilters) => void;
}

/** No rows: because nothing was read yet, nothing fits, or nothing happened. */
export function EventsEmpty({ events, filters, onFilters }: EventsEmptyProps) {
  const freshness = useFreshness();
  if (events.error) return null;
  if (!events.ready || events.reading) return <SkeletonRows rows={9} columns={[64, 60, 90, 180, 260]} />;
  if (filters.kinds.size === 0)
    return (
      <EmptyState title="No kind of event is chosen">
        <Button onClick={() => onFilters({ ...filters, kinds: NO_FILTERS.kinds })}>Show all kinds</Button>
      </EmptyState>
    );
  if (isFiltered(filters)) {
    const text = filtersToText(filters);
    return (
      <EmptyState title="No event fits" plain>
        {text !== "" && (
          <p>
            <Tag>{safeString(text, 120)}</Tag>
          </p>
        )}
        <p>The next one that fits appears here by itself.</p>
        <Button onClick={() => onFilters(NO_FILTERS)}>Clear all filters</Button>
      </EmptyState>
    );
  }
  return (
    <EmptyState title="Nothing has happened yet">
      <p>
        {freshness.state === "live"
          ? "The watch is open. The first change of a registration appears here within a blink."
          : "Events appear here as soon as etcd answers."}
      </p>
    </EmptyState>
  );
}
