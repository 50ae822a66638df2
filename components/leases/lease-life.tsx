"use client";
import { useQuery } from "@tanstack/react-query";
import { ApiErrorNote } from "@/components/api/api-error-note";
import { getJson } from "@/components/api/get-json";
import { EventGlyph } from "@/components/events/event-glyph";
import { headOf } from "@/components/events/event-kind";
import { mergeNewestFirst } from "@/components/events/event-order";
import { sentenceOf } from "@/components/events/event-sentence";
import { EventTime } from "@/components/events/event-time-label";
import { useInstanceEvents } from "@/components/instances/use-instance-events";
import { Card } from "@/components/ui/card";
import { SafeText } from "@/components/ui/safe-text";
import { TIMELINE_GLYPH, TIMELINE_TIME, Timeline, TimelineItem } from "@/components/ui/timeline";
import { eventsAnswerSchema } from "@/lib/api/events";

const MOST = 30;

/** Changes of leader set every deadline anew: they belong to each lease's history. */
function useResets(known: number) {
  return useQuery({
    queryKey: ["events", "resets", known],
    queryFn: ({ signal }) => getJson(eventsAnswerSchema, "events", { type: "ttl-reset", limit: 20 }, signal),
    gcTime: 0,
  });
}

/** What happened to the lease: late, recovered, its key's changes, and leaders that set it back to full. */
export function LeaseLife({ instanceId, resets }: { instanceId: string; resets: number }) {
  const life = useInstanceEvents(instanceId);
  const history = useResets(resets);
  const events = mergeNewestFirst(life.events, history.data?.events ?? []).slice(0, MOST);
  return (
    <Card title="What happened to it">
      {life.error && <ApiErrorNote error={life.error} onRetry={life.retry} />}
      {events.length === 0 && !life.pending && (
        <p className="dim">Nothing but heartbeats since this console started to watch.</p>
      )}
      <Timeline>
        {events.map((event) => {
          const head = headOf(event);
          return (
            <TimelineItem
              key={event.id}
              state={head.tone}
              glyph={<EventGlyph event={event} className={TIMELINE_GLYPH} />}
              time={<EventTime at={event.at} className={TIMELINE_TIME} />}
            >
              <b className="font-medium text-ink">{head.word}</b>
              <br />
              <SafeText text={sentenceOf(event)} max={220} />
            </TimelineItem>
          );
        })}
      </Timeline>
    </Card>
  );
}
