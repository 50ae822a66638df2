import { type EventsAnswer, eventsAnswerSchema } from "@/lib/api/events";
import type { EventType, RegistryEvent } from "@/lib/registry/types";
import { getJson, type QueryValues } from "../api/get-json";
import type { EventFilters } from "./event-filters";
import { EVENT_KINDS, TYPES_OF } from "./event-kind";
import type { Older } from "./event-log";
import { isNewer, mergeNewestFirst } from "./event-order";

const PAGE = 200;

export interface HistoryPage {
  events: readonly RegistryEvent[];
  older: Older;
}

export interface HistoryReader {
  /** Newest first; without `older` from the newest event on. */
  read(older: Older | null, signal: AbortSignal): Promise<HistoryPage>;
}

/** What is asked of the history: all kinds, so that the chips can count them, but heartbeats only where they are shown. */
function typesRead(filters: EventFilters): EventType[] | null {
  if (filters.kinds.has("heartbeat")) return null;
  return EVENT_KINDS.filter((kind) => kind !== "heartbeat").flatMap((kind) => [...TYPES_OF[kind]]);
}

/** What the page asks, as the API takes it. */
export function queryOf({ q }: EventFilters, types: readonly EventType[] | null): QueryValues {
  return { q, type: types };
}

/** Only what the chips show: for exports. */
export function shownTypes({ kinds }: EventFilters): EventType[] {
  return EVENT_KINDS.filter((kind) => kinds.has(kind)).flatMap((kind) => [...TYPES_OF[kind]]);
}

/**
 * Reads the history backwards for one query. A query would leave out the gaps, which concern
 * every service: they are read once on their own and put where they belong.
 */
export function createHistoryReader(filters: EventFilters): HistoryReader {
  let gaps: readonly RegistryEvent[] | null = filters.q === "" ? [] : null;

  const ask = (query: QueryValues, signal: AbortSignal): Promise<EventsAnswer> =>
    getJson(eventsAnswerSchema, "events", { limit: PAGE, ...query }, signal);

  return {
    async read(older, signal) {
      const from =
        older?.kind === "cursor" ? { cursor: older.cursor } : older?.kind === "until" ? { until: older.ms + 1 } : {};
      gaps ??= (await ask({ type: ["gap", "ttl-reset"] }, signal)).events;
      const { events, nextCursor, complete, oldestAt } = await ask(
        { ...queryOf(filters, typesRead(filters)), ...from },
        signal,
      );
      const oldest = events.at(-1);
      const reached = gaps.filter((gap) => nextCursor === null || (oldest && isNewer(gap, oldest)));
      return {
        events: mergeNewestFirst(events, reached),
        older: nextCursor === null ? { kind: "end", complete, oldestAt } : { kind: "cursor", cursor: nextCursor },
      };
    },
  };
}
