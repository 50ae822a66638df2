"use client";
import { useFreshness } from "../live/use-freshness";
import { Button } from "../ui/button";
import { EmptyState } from "../ui/empty-state";
import { safeString } from "../ui/safe-text-parts";
import { SkeletonRows } from "../ui/skeleton";
import { Tag } from "../ui/tag";
import { DEFAULT_KINDS, isFiltered } from "./event-filters";
import type { EventAsking } from "./use-event-filters";
import type { ReadEvents } from "./use-event-log";

interface EventsEmptyProps {
  events: ReadEvents;
  asking: EventAsking;
}

/** No rows: because nothing was read yet, nothing fits, or nothing happened. */
export function EventsEmpty({ events, asking: { query, kinds, showKinds } }: EventsEmptyProps) {
  const freshness = useFreshness();
  if (events.error) return null;
  if (!events.ready || events.reading) return <SkeletonRows rows={9} columns={[64, 60, 90, 180, 260]} />;
  if (kinds.size === 0)
    return (
      <EmptyState title="No kind of event is chosen">
        <Button onClick={() => showKinds(DEFAULT_KINDS)}>Show all kinds</Button>
      </EmptyState>
    );
  if (isFiltered(kinds, query.parts)) {
    const text = query.applied;
    return (
      <EmptyState title="No event fits" plain>
        {text !== "" && (
          <p>
            <Tag>{safeString(text, 120)}</Tag>
          </p>
        )}
        <p>The next one that fits appears here by itself.</p>
        <Button
          onClick={() => {
            query.write("");
            showKinds(DEFAULT_KINDS);
          }}
        >
          Clear all filters
        </Button>
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
