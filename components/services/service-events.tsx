"use client";
import { useEffect, useMemo, useState } from "react";
import { ApiErrorNote } from "@/components/api/api-error-note";
import { useRecentEvents } from "@/components/api/use-recent-events";
import { servicesOf } from "@/components/events/concerns";
import { EventGlyph } from "@/components/events/event-glyph";
import { headOf } from "@/components/events/event-kind";
import { mergeNewestFirst } from "@/components/events/event-order";
import { sentenceOf } from "@/components/events/event-sentence";
import { EventTime } from "@/components/events/event-time-label";
import { createTailReader } from "@/components/events/tail-reader";
import { useLiveStore } from "@/components/live/live-provider";
import { encodeText } from "@/components/shell/pages";
import { ButtonLink } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { SafeText } from "@/components/ui/safe-text";
import { Skeleton } from "@/components/ui/skeleton";
import type { RegistryEvent } from "@/lib/registry/types";

const KEPT = 200;
const AT_MOST_EVERY_MS = 500;

/** The newest changes of one service, without its heartbeats; the Events page has the rest. */
export function ServiceEvents({ service, most }: { service: string; most: number }) {
  const history = useRecentEvents({ service }, KEPT);
  const live = useServiceTail(service);
  const events = useMemo(
    () =>
      mergeNewestFirst(live, history.data?.events ?? [])
        .filter((event) => event.type !== "heartbeat")
        .slice(0, most),
    [live, history.data, most],
  );
  return (
    <Card
      className="mt-3.5 [&>header]:py-1.5"
      title="What happened lately"
      aside={
        <ButtonLink variant="ghost" href={`/events?service=${encodeText(service)}`} prefetch={false}>
          All events
        </ButtonLink>
      }
    >
      {history.error && <ApiErrorNote error={history.error} onRetry={() => void history.refetch()} />}
      {history.isPending && events.length === 0 && <Skeleton width={320} />}
      {!history.isPending && !history.error && events.length === 0 && (
        <p className="dim">Nothing changed since this console started to watch.</p>
      )}
      <ol>
        {events.map((event) => (
          <EventLine key={event.id} event={event} />
        ))}
      </ol>
    </Card>
  );
}

function EventLine({ event }: { event: RegistryEvent }) {
  const head = headOf(event);
  return (
    <li
      className="grid grid-cols-[12px_84px_minmax(0,150px)_minmax(0,1fr)] items-baseline gap-2.5 border-line-soft border-b py-1.5 text-12 text-prose last:border-0 max-sm:grid-cols-[12px_minmax(0,1fr)_auto]"
      data-state={head.tone}
    >
      <EventGlyph event={event} className="self-center" />
      <EventTime at={event.at} />
      <b className="mono ell">{event.instance !== null && <SafeText text={event.instance} max={60} />}</b>
      <span className="ell max-sm:col-[2/-1]">
        {head.word}. <SafeText text={sentenceOf(event)} max={160} />
      </span>
    </li>
  );
}

/** Newest first; gathered for half a second, because a list of words cannot be read faster. */
function useServiceTail(service: string): readonly RegistryEvent[] {
  const store = useLiveStore();
  const [tail, setTail] = useState<readonly RegistryEvent[]>([]);
  useEffect(() => {
    const read = createTailReader();
    const readAmended = createTailReader();
    let timer: ReturnType<typeof setTimeout> | null = null;
    const take = () => {
      timer = null;
      const { events, eventsAmended } = store.getState();
      const news = new Map(readAmended(eventsAmended).map((event) => [event.id, event]));
      if (news.size > 0) setTail((known) => known.map((event) => news.get(event.id) ?? event));
      const mine = read(events).filter((event) => servicesOf(event).includes(service));
      if (mine.length > 0) setTail((known) => [...mine.reverse(), ...known].slice(0, KEPT));
    };
    const soon = () => {
      timer ??= setTimeout(take, AT_MOST_EVERY_MS);
    };
    setTail([]);
    take();
    const unsubscribe = store.subscribe(soon);
    return () => {
      unsubscribe();
      if (timer) clearTimeout(timer);
    };
  }, [store, service]);
  return tail;
}
