"use client";
import { useCallback, useEffect, useMemo, useRef, useState, useSyncExternalStore } from "react";
import { useLiveStore } from "../live/live-provider";
import { readable } from "./event-filters";
import { createHistoryReader } from "./event-history";
import { createEventLog, type EventLog, type LogSnapshot } from "./event-log";
import { createTailReader } from "./tail-reader";
import { throttled } from "./throttled";
import type { EventAsking } from "./use-event-filters";

/** Rows kept in memory; older ones are read again from the history when somebody scrolls there. */
const CAP = 20_000;
/** A trickle is shown at once. Where a whole screen goes by between two paints nobody reads it: fewer paints do. */
const pace = (changes: number) => (changes > 12 ? 250 : 80);

export interface ReadEvents {
  log: EventLog;
  snapshot: LogSnapshot;
  /** The newest page has been read at least once. */
  ready: boolean;
  reading: boolean;
  error: unknown;
  readOlder: () => void;
  retry: () => void;
}

/** The live tail and the history behind it as one list, for what is asked. */
export function useEventLog({ query, kinds }: Pick<EventAsking, "query" | "kinds">): ReadEvents {
  const { applied } = query;
  const heartbeats = kinds.has("heartbeat");
  // biome-ignore lint/correctness/useExhaustiveDependencies: of the kinds only heartbeats decide what is read, and of the query what is applied
  const question = useMemo(() => {
    return { matches: readable(kinds, query.matches, query.parts), reader: createHistoryReader({ kinds, q: applied }) };
  }, [applied, heartbeats]);

  const store = useLiveStore();
  const [log] = useState(() => createEventLog(CAP, { matches: question.matches, kinds }));
  const [subscribe] = useState(() => throttled(log.subscribe, log.received, pace));
  const snapshot = useSyncExternalStore(subscribe, log.getSnapshot, log.getSnapshot);
  const [state, setState] = useState<{ ready: boolean; reading: boolean; error: unknown }>({
    ready: false,
    reading: true,
    error: null,
  });
  const abort = useRef(new AbortController());
  const busy = useRef(false);
  /** After a failure only a person asks again: scrolling would hammer a server that is in trouble already. */
  const failed = useRef(false);

  const read = useCallback(
    async (what: "newest" | "older") => {
      const { signal } = abort.current;
      const { older } = log.getSnapshot();
      if (what === "older" && (busy.current || older.kind === "end")) return;
      busy.current = true;
      failed.current = false;
      setState((known) => ({ ...known, reading: true, error: null }));
      try {
        const page = await question.reader.read(what === "newest" ? null : older, signal);
        const first = log.getSnapshot().older.kind === "unread";
        const met = log.addPage(page.events, what === "older" || first ? page.older : null);
        if (!met && what === "newest" && !first) log.restart(page.events, page.older);
        setState({ ready: true, reading: false, error: null });
      } catch (error) {
        if (signal.aborted) return;
        failed.current = true;
        setState((known) => ({ ...known, reading: false, error }));
      } finally {
        if (!signal.aborted) busy.current = false;
      }
    },
    [log, question],
  );

  // biome-ignore lint/correctness/useExhaustiveDependencies: the kinds have an effect of their own
  useEffect(() => {
    abort.current = new AbortController();
    busy.current = false;
    failed.current = false;
    setState({ ready: false, reading: true, error: null });
    log.select({ matches: question.matches, kinds });
    const readTail = createTailReader();
    const readAmended = createTailReader();
    let missed = store.getState().eventsMissed;
    const take = () => {
      const { events, eventsAmended, eventsMissed } = store.getState();
      log.append(readTail(events));
      log.amend(readAmended(eventsAmended));
      if (eventsMissed !== missed) void read("newest");
      missed = eventsMissed;
    };
    take();
    const stop = store.subscribe(take);
    void read("newest");
    const current = abort.current;
    return () => {
      current.abort();
      stop();
    };
  }, [log, store, question, read]);

  const kindKey = [...kinds].join();
  // biome-ignore lint/correctness/useExhaustiveDependencies: an equal set of kinds is no other selection
  useEffect(() => log.select({ matches: question.matches, kinds }), [kindKey]);

  const readOlder = useCallback(() => {
    if (!failed.current) void read("older");
  }, [read]);
  const { ready } = state;
  const retry = useCallback(() => void read(ready ? "older" : "newest"), [read, ready]);
  return { log, snapshot, ...state, readOlder, retry };
}
