import type { Cause, EventType, RegistryEvent, Revision } from "@/lib/registry/types";

/** Shared by the API and the screen. What is absent or empty does not filter. */
export interface EventFilter {
  /** Any of these, by their full name. */
  service?: readonly string[] | undefined;
  /** A key or an instance id. */
  key?: string | undefined;
  /** Any of these. */
  type?: readonly EventType[] | undefined;
  /** Any of these. */
  cause?: readonly Cause[] | undefined;
  /** Events of this revision. */
  revision?: Revision | undefined;
  /** Words, each of which must occur in the key, the service or the instance, whatever the case. */
  q?: string | undefined;
  /** Milliseconds, inclusive. An event of which only an interval is known fits where the interval touches. */
  since?: number | undefined;
  /** Milliseconds, exclusive. */
  until?: number | undefined;
}

/** The test for a filter, made once. An event without a time fits no time filter. */
export function eventMatcher(filter: EventFilter): (event: RegistryEvent) => boolean {
  const service = setOf(filter.service);
  const type = setOf(filter.type);
  const cause = setOf(filter.cause);
  const words = (filter.q ?? "").toLowerCase().split(/\s+/).filter(Boolean);
  const { key, revision, since, until } = filter;
  return (event) => {
    if (service && (event.service === null || !service.has(event.service))) return false;
    if (type && !type.has(event.type)) return false;
    if (cause && (event.cause === undefined || !cause.has(event.cause))) return false;
    if (key !== undefined && event.key !== key && event.instanceId !== key) return false;
    if (revision !== undefined && event.revision !== revision) return false;
    if (since !== undefined && !(latest(event) >= since)) return false;
    if (until !== undefined && !(earliest(event) < until)) return false;
    if (words.length === 0) return true;
    const text = `${event.key ?? ""}\n${event.service ?? ""}\n${event.instance ?? ""}`.toLowerCase();
    return words.every((word) => text.includes(word));
  };
}

/** NaN where no time is known, so that every comparison fails. */
function earliest({ at }: RegistryEvent): number {
  return at === null ? Number.NaN : typeof at === "number" ? at : at[0];
}

function latest({ at }: RegistryEvent): number {
  return at === null ? Number.NaN : typeof at === "number" ? at : at[1];
}

function setOf<T>(values: readonly T[] | undefined): ReadonlySet<T> | null {
  return values && values.length > 0 ? new Set(values) : null;
}
