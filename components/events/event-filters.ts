import { asksForParts } from "@/lib/history/query";
import type { Part } from "@/lib/query/ast";
import type { RegistryEvent } from "@/lib/registry/types";
import { EVENT_KINDS, type EventKind, kindOf } from "./event-kind";

export interface EventFilters {
  /** What of the events that fit is shown. */
  kinds: ReadonlySet<EventKind>;
  /** The query, as it is applied. */
  q: string;
}

/** Parameters of older links, and the fields of the query that hold the same. */
export const OLD_PARAMS = { service: "service", cause: "cause" };

/** Heartbeats are the normal case and many: shown when asked for. */
const SHOWN_BY_DEFAULT: readonly EventKind[] = EVENT_KINDS.filter((kind) => kind !== "heartbeat");
export const DEFAULT_KINDS: ReadonlySet<EventKind> = new Set(SHOWN_BY_DEFAULT);

function isKind(word: string): word is EventKind {
  return (EVENT_KINDS as readonly string[]).includes(word);
}

function isDefault(kinds: ReadonlySet<EventKind>): boolean {
  return kinds.size === SHOWN_BY_DEFAULT.length && SHOWN_BY_DEFAULT.every((kind) => kinds.has(kind));
}

/** Whatever it does not know it leaves out. */
export function kindsFromSearch(search: Pick<URLSearchParams, "get">): ReadonlySet<EventKind> {
  const kinds = search.get("kind");
  return kinds === null ? DEFAULT_KINDS : new Set(kinds.split(",").filter(isKind));
}

/** Null for the default, which is left out of the address. */
export function kindsToSearch(kinds: ReadonlySet<EventKind>): string | null {
  if (isDefault(kinds)) return null;
  // An empty parameter would be taken out: no kind at all has a word.
  return EVENT_KINDS.filter((kind) => kinds.has(kind)).join(",") || "none";
}

/**
 * What is read at all, without the kinds, which the chips count on their own; otherwise what `/api/v1/events` does
 * with the same query. Events of the whole registry (gaps) pass too: a hole in the history concerns every service.
 */
export function readable(
  kinds: ReadonlySet<EventKind>,
  matches: (event: RegistryEvent) => boolean,
  parts: readonly Part[],
): (event: RegistryEvent) => boolean {
  const heartbeats = kinds.has("heartbeat");
  const single = asksForParts(parts);
  return (event) => {
    if (event.partOf !== undefined && !single) return false;
    const kind = kindOf(event);
    if (kind === "system" && event.type !== "cleared") return true;
    return (heartbeats || kind !== "heartbeat") && matches(event);
  };
}

export function isFiltered(kinds: ReadonlySet<EventKind>, parts: readonly Part[]): boolean {
  return parts.length > 0 || !isDefault(kinds);
}
