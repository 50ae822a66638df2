import { NOTHING_ASKED, type Query } from "@/lib/query/ast";
import { compile } from "@/lib/query/compile";
import { auditLanguage } from "@/lib/query/languages/audit";
import { both, typedTerms } from "@/lib/query/print";
import type { ActionName, AuditEntry, Outcome } from "./entry";

/** Shared by the API and the screen. What is absent or empty does not filter. */
export interface AuditFilter {
  id?: string | undefined;
  /** Any of these. */
  action?: readonly ActionName[] | undefined;
  /** Any of these. */
  outcome?: readonly Outcome[] | undefined;
  /** Any of these. */
  actor?: readonly string[] | undefined;
  /** Any of these, by their full name. */
  service?: readonly string[] | undefined;
  /** What the action was done to, or a key that it wrote or removed. */
  key?: string | undefined;
  revision?: string | undefined;
  q?: Query | undefined;
  /** Milliseconds, inclusive. */
  since?: number | undefined;
  /** Milliseconds, exclusive. */
  until?: number | undefined;
}

/** The test for a filter, made once. */
export function auditMatcher(filter: AuditFilter): (entry: AuditEntry) => boolean {
  const { id, q = NOTHING_ASKED, action, outcome, actor, service, key, revision: rev, since, until } = filter;
  const { matches } = compile(both(q, typedTerms({ action, outcome, actor, service, key, rev })), auditLanguage);
  return (entry) => {
    if (id !== undefined && entry.id !== id) return false;
    if (since !== undefined && entry.at < since) return false;
    if (until !== undefined && entry.at >= until) return false;
    return matches(entry);
  };
}
