import { eventMatcher } from "@/lib/history/query";
import type { Cause, RegistryEvent } from "@/lib/registry/types";
import { EVENT_KINDS, type EventKind, kindOf } from "./event-kind";

export const CAUSES = ["evicted", "expired", "revoked", "deleted", "unknown"] as const satisfies readonly Cause[];

export interface EventFilters {
  kinds: ReadonlySet<EventKind>;
  /** Exact name; the empty string is none. */
  service: string;
  cause: Cause | null;
  /** Words that all occur in the key, the service or the instance. */
  text: string;
}

/** Heartbeats are the normal case and many: shown when asked for. */
const SHOWN_BY_DEFAULT: readonly EventKind[] = EVENT_KINDS.filter((kind) => kind !== "heartbeat");

export const NO_FILTERS: EventFilters = {
  kinds: new Set(SHOWN_BY_DEFAULT),
  service: "",
  cause: null,
  text: "",
};

function isKind(word: string): word is EventKind {
  return (EVENT_KINDS as readonly string[]).includes(word);
}

function causeOf(word: string | null): Cause | null {
  return CAUSES.find((cause) => cause === word) ?? null;
}

function sameKinds(kinds: ReadonlySet<EventKind>): boolean {
  return kinds.size === SHOWN_BY_DEFAULT.length && SHOWN_BY_DEFAULT.every((kind) => kinds.has(kind));
}

/** Reads `kind`, `service`, `cause` and `q`; whatever it does not know it leaves out. */
export function filtersFromSearch(search: Pick<URLSearchParams, "get">): EventFilters {
  const kinds = search.get("kind");
  return {
    kinds: kinds === null ? NO_FILTERS.kinds : new Set(kinds.split(",").filter(isKind)),
    service: search.get("service") ?? "",
    cause: causeOf(search.get("cause")),
    text: search.get("q") ?? "",
  };
}

/** The parameters of the address that hold the filters; null where one is the default and is left out. */
export function filtersToSearch(filters: EventFilters): Record<"kind" | "service" | "cause" | "q", string | null> {
  const kinds = EVENT_KINDS.filter((kind) => filters.kinds.has(kind)).join(",");
  return {
    // An empty parameter would be taken out: no kind at all has a word.
    kind: sameKinds(filters.kinds) ? null : kinds || "none",
    service: filters.service || null,
    cause: filters.cause,
    q: filters.text || null,
  };
}

/** `service:orders cause:expired words`; a service with spaces stands in double quotes. */
export function filtersToText(filters: EventFilters): string {
  const parts: string[] = [];
  if (filters.service !== "") {
    const plain = !/[\s"\\]/.test(filters.service);
    parts.push(`service:${plain ? filters.service : `"${filters.service.replace(/[\\"]/g, "\\$&")}"`}`);
  }
  if (filters.cause) parts.push(`cause:${filters.cause}`);
  if (filters.text !== "") parts.push(filters.text);
  return parts.join(" ");
}

const SERVICE = /(?:^|\s)service:(?:"((?:[^"\\]|\\.)*)"|(\S+))/s;
const CAUSE = /(?:^|\s)cause:(\S+)/;

/** The inverse of `filtersToText`; the kinds are the chips' and are not touched. An unknown cause stays a word. */
export function filtersFromText(input: string, kinds: ReadonlySet<EventKind>): EventFilters {
  let rest = input;
  let service = "";
  let cause: Cause | null = null;
  const inService = SERVICE.exec(rest);
  if (inService) {
    service = inService[1] !== undefined ? inService[1].replace(/\\(.)/gs, "$1") : (inService[2] ?? "");
    rest = rest.replace(inService[0], () => "");
  }
  const inCause = CAUSE.exec(rest);
  const named = causeOf(inCause?.[1]?.toLowerCase() ?? null);
  if (inCause && named) {
    cause = named;
    rest = rest.replace(inCause[0], () => "");
  }
  return { kinds, service, cause, text: rest.trim() };
}

/**
 * A predicate without the kinds, which the chips count on their own; otherwise what `/api/v1/events` does with the
 * same filters. Events of the whole registry (gaps) pass too: a hole in the history concerns every service.
 */
export function matcherOf(filters: EventFilters): (event: RegistryEvent) => boolean {
  const matches = eventMatcher({
    ...(filters.service !== "" && { service: [filters.service] }),
    ...(filters.cause && { cause: [filters.cause] }),
    q: filters.text,
  });
  const heartbeats = filters.kinds.has("heartbeat");
  return (event) => {
    const kind = kindOf(event);
    if (kind === "system") return true;
    return (heartbeats || kind !== "heartbeat") && matches(event);
  };
}

export function shows(filters: EventFilters, event: RegistryEvent): boolean {
  return filters.kinds.has(kindOf(event));
}

export function isFiltered(filters: EventFilters): boolean {
  return filters.service !== "" || filters.cause !== null || filters.text !== "" || !sameKinds(filters.kinds);
}
