"use client";
import Link from "next/link";
import { longAt } from "@/components/ui/time-words";
import { ApiErrorNote } from "../api/api-error-note";
import { EventGlyph } from "../events/event-glyph";
import { headOf, knowledgeOf } from "../events/event-kind";
import { eventPath } from "../events/event-link";
import { sentenceOf } from "../events/event-sentence";
import { EventTime } from "../events/event-time-label";
import { revision as formatRevision } from "../ui/format";
import { SafeText } from "../ui/safe-text";
import { Skeleton } from "../ui/skeleton";
import { Tag } from "../ui/tag";
import { TIMELINE_GLYPH, TIMELINE_TIME, Timeline, TimelineItem } from "../ui/timeline";
import { useInstanceEvents } from "./use-instance-events";

/** The instance's own events, newest first, and where what is known of it begins. */
export function Life({ id, limit }: { id: string; limit: number }) {
  const life = useInstanceEvents(id);
  const { events, pending, error, retry } = life;
  const foot = footOf(life, limit);
  if (pending && events.length === 0)
    return (
      <div className="grid gap-3 py-2" aria-hidden>
        <Skeleton width={240} />
        <Skeleton width={200} />
      </div>
    );
  return (
    <>
      {error && <ApiErrorNote error={error} onRetry={retry} />}
      <Timeline label="What happened to it, newest first">
        {events.slice(0, limit).map((event) => {
          const head = headOf(event);
          const knowledge = knowledgeOf(event);
          return (
            <TimelineItem
              key={event.id}
              state={head.tone}
              glyph={<EventGlyph event={event} className={TIMELINE_GLYPH} />}
              time={<EventTime at={event.at} className={TIMELINE_TIME} />}
            >
              <Link
                className="font-medium text-ink hover:underline hover:underline-offset-3"
                href={eventPath(event.id)}
                prefetch={false}
              >
                {head.word}
              </Link>
              {event.revision !== null && <span className="num dim"> {formatRevision(event.revision)}</span>}
              {knowledge && knowledge !== "exact" && <Tag className="ml-1.75">{knowledge}</Tag>}
              <br />
              <SafeText text={sentenceOf(event)} max={220} />
            </TimelineItem>
          );
        })}
      </Timeline>
      {!error && foot !== null && <p className="dim mt-1.5 text-11">{foot}</p>}
    </>
  );
}

/** Where what is known of it begins. */
function footOf(
  { events, more, complete, oldestAt }: ReturnType<typeof useInstanceEvents>,
  limit: number,
): string | null {
  // It begins with its registration: nothing came before that.
  if (events.length <= limit && events.at(-1)?.type === "registered") return null;
  if (events.length > limit || more) return "Older events stand on the Events page.";
  const since = oldestAt === null ? "" : ` The oldest event that is kept happened ${longAt(oldestAt)}.`;
  if (complete)
    return events.length === 0
      ? `Nothing happened to it since this console started to watch.${since}`
      : "Before that this console was not watching.";
  return events.length === 0
    ? `No event of it is left in the history, which keeps the newest ones only.${since}`
    : `The history keeps the newest events only; older ones were dropped.${since}`;
}
