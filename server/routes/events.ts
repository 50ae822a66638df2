import { stringify } from "csv-stringify/sync";
import {
  EVENT_COLUMNS,
  type EventsAnswer,
  type EventsQuery,
  eventsAnswerSchema,
  eventsQuerySchema,
} from "@/lib/api/events";
import { PAGE_BYTES } from "@/lib/budgets";
import type { EventFilter } from "@/lib/history/query";
import type { RegistryEvent } from "@/lib/registry/types";
import type { History, HistoryPage } from "@/server/history/history";
import type { Pace } from "@/server/http/turns";
import type { ApiContext } from "./context";
import { type Nothing, route } from "./route";

const CSV = "text/csv";
const NDJSON = "application/x-ndjson";
const EXPORT_PAGE = 100;
const EXPORT_BYTES = 256 * 1024;

export const eventsRoute = route<ApiContext, Nothing, typeof eventsQuerySchema>({
  method: "GET",
  path: "/events",
  id: "listEvents",
  summary: "What happened, newest first; as CSV or newline-delimited JSON all that fits the filters, without pages",
  role: "viewer",
  query: eventsQuerySchema,
  answer: { status: 200, description: "A page of events.", schema: eventsAnswerSchema, also: [CSV, NDJSON] },
  cost: "scan",
  async handle({ query, accepts, pace }, { history }) {
    const { limit, cursor, ...filter } = query;
    if (accepts === CSV)
      return {
        kind: "stream",
        contentType: `${CSV}; charset=utf-8`,
        fileName: "events.csv",
        pieces: csv(history, filter),
      };
    if (accepts === NDJSON)
      return { kind: "stream", contentType: NDJSON, fileName: "events.ndjson", pieces: ndjson(history, filter) };
    const oldestAt = history.stats().oldest?.at ?? null;
    const body: EventsAnswer = { ...(await pageInTurns(history, filter, { limit, cursor }, pace)), oldestAt };
    return { kind: "json", body };
  },
});

type Filter = Omit<EventsQuery, "limit" | "cursor"> & EventFilter;

/** A page, looked for a stretch at a time: most events may not fit. */
async function pageInTurns(
  history: History,
  filter: Filter,
  { limit, cursor }: { limit: number; cursor?: string | undefined },
  { turns, signal }: Pace,
): Promise<HistoryPage> {
  const events: RegistryEvent[] = [];
  let bytes = 0;
  for (;;) {
    await turns.next();
    signal?.throwIfAborted();
    const { left, ...page } = history.look(filter, { limit: limit - events.length, bytes: PAGE_BYTES - bytes, cursor });
    events.push(...page.events);
    bytes += page.bytes;
    if (!left || page.nextCursor === null) return { events, nextCursor: page.nextCursor, complete: page.complete };
    cursor = page.nextCursor;
  }
}

/** Everything that fits, a stretch at a time; the cursor stays right while events are appended. */
function* pages(history: History, filter: Filter): Generator<RegistryEvent[]> {
  let cursor: string | undefined;
  do {
    const page = history.look(filter, { limit: EXPORT_PAGE, bytes: EXPORT_BYTES, cursor });
    yield page.events;
    cursor = page.nextCursor ?? undefined;
  } while (cursor !== undefined);
}

function* ndjson(history: History, filter: Filter): Generator<string> {
  for (const events of pages(history, filter)) yield events.map((event) => `${JSON.stringify(event)}\n`).join("");
}

function* csv(history: History, filter: Filter): Generator<string> {
  yield csvRows([[...EVENT_COLUMNS]]);
  for (const events of pages(history, filter)) {
    if (events.length > 0) yield csvRows(events.map((event) => EVENT_COLUMNS.map((column) => csvCell(event, column))));
  }
}

/** Names come from whoever may write to etcd: what a spreadsheet would run as a formula gets a quote in front. */
export function csvRows(rows: readonly (readonly (string | null)[])[]): string {
  return stringify(
    rows.map((row) => [...row]),
    { escape_formulas: true, quoted_match: /[\r\n]/, record_delimiter: "windows" },
  );
}

function csvCell(event: RegistryEvent, column: (typeof EVENT_COLUMNS)[number]): string | null {
  if (column !== "at") return event[column] ?? null;
  if (event.at === null) return null;
  return [event.at]
    .flat()
    .map((ms) => new Date(ms).toISOString())
    .join("/");
}
