import { NOTHING_ASKED, type Query } from "@/lib/query/ast";
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
  /** Milliseconds, inclusive. An event of which only an interval is known fits where the interval touches. */
  since?: number | undefined;
  /** Milliseconds, exclusive. */
  until?: number | undefined;
}

/** The test for a filter, made once. An event without a time fits no time filter. */
export function eventMatcher(filter: EventFilter): (event: RegistryEvent) => boolean {
  const { q = NOTHING_ASKED, service, key, type, cause, revision: rev, since, until } = filter;
  const { matches } = compile(both(q, typedTerms({ service, key, type, cause, rev })), eventLanguage);
  return (event) => {
    if (since !== undefined && !(latest(event) >= since)) return false;
    if (until !== undefined && !(earliest(event) < until)) return false;
    return matches(event);
  };
}

/** NaN where no time is known, so that every comparison fails. */
function earliest({ at }: RegistryEvent): number {
  return at === null ? Number.NaN : typeof at === "number" ? at : at[0];
}

function latest({ at }: RegistryEvent): number {
  return at === null ? Number.NaN : typeof at === "number" ? at : at[1];
}
