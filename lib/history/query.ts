import { NOTHING_ASKED, type Part, type Query } from "@/lib/query/ast";
import { compile } from "@/lib/query/compile";
import { eventLanguage } from "@/lib/query/languages/events";
import { both, typedTerms } from "@/lib/query/print";
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
  q?: Query | undefined;
  /** The changes that the event of this id tells together. */
  of?: string | undefined;
  /** Milliseconds, inclusive. An event of which only an interval is known fits where the interval touches. */
  since?: number | undefined;
  /** Milliseconds, exclusive. */
  until?: number | undefined;
}

/** The test for a filter, made once. An event without a time fits no time filter. */
export function eventMatcher(filter: EventFilter): (event: RegistryEvent) => boolean {
  const { q = NOTHING_ASKED, service, key, type, cause, revision: rev, of, since, until } = filter;
  const asked = both(q, typedTerms({ service, key, type, cause, rev }));
  const { matches } = compile(asked, eventLanguage);
  const parts = of !== undefined || asksForParts(asked.parts);
  return (event) => {
    if (of === undefined ? !parts && event.partOf !== undefined : event.partOf !== of) return false;
    if (since !== undefined && !(latest(event) >= since)) return false;
    if (until !== undefined && !(earliest(event) < until)) return false;
    return matches(event);
  };
}

/**
 * Whether a query means single changes, also those that another event tells together with others: it names one key or
 * instance, or a cause. Any other list has the event that tells them all.
 */
export function asksForParts(parts: readonly Part[]): boolean {
  return parts.some((part) => part.kind === "term" && !part.negated && SINGLE.has(part.field));
}

const SINGLE: ReadonlySet<string> = new Set(["key", "id", "instance", "cause"]);

/** NaN where no time is known, so that every comparison fails. */
function earliest({ at }: RegistryEvent): number {
  return at === null ? Number.NaN : typeof at === "number" ? at : at[0];
}

function latest({ at }: RegistryEvent): number {
  return at === null ? Number.NaN : typeof at === "number" ? at : at[1];
}
