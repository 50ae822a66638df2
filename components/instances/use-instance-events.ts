"use client";
import { useEffect, useMemo, useState } from "react";
import type { RegistryEvent } from "@/lib/registry/types";
import { useKeyEvents } from "../api/use-key-events";
import { mergeNewestFirst } from "../events/event-order";
import { createTailReader } from "../events/tail-reader";
import { useLiveStore } from "../live/live-provider";

const KEPT = 200;

/** What happened to one instance, newest first: its part of the history, and the live tail from there on. */
export function useInstanceEvents(id: string) {
  const history = useKeyEvents(id);
  const live = useLiveTail(id);
  const events = useMemo(() => mergeNewestFirst(live, history.data?.events ?? []).slice(0, KEPT), [live, history.data]);
  return {
    events,
    pending: history.isPending,
    error: history.error,
    /** False where the history has dropped older events of whatever instance. */
    complete: history.data?.complete ?? false,
    oldestAt: history.data?.oldestAt ?? null,
    more: history.data?.nextCursor != null,
    retry: () => void history.refetch(),
  };
}

function useLiveTail(id: string): readonly RegistryEvent[] {
  const store = useLiveStore();
  const [tail, setTail] = useState<readonly RegistryEvent[]>([]);
  useEffect(() => {
    const read = createTailReader();
    const readAmended = createTailReader();
    setTail([]);
    const take = () => {
      const { events, eventsAmended } = store.getState();
      const news = new Map(readAmended(eventsAmended).map((event) => [event.id, event]));
      if (news.size > 0) setTail((known) => known.map((event) => news.get(event.id) ?? event));
      const mine = read(events).filter((event) => event.instanceId === id || event.key === id);
      if (mine.length > 0) setTail((known) => [...mine.reverse(), ...known].slice(0, KEPT));
    };
    take();
    return store.subscribe(take);
  }, [store, id]);
  return tail;
}
