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
  /** Words, each of which must occur somewhere in the entry, whatever the case. */
  q?: string | undefined;
  /** Milliseconds, inclusive. */
  since?: number | undefined;
  /** Milliseconds, exclusive. */
  until?: number | undefined;
}

/** The test for a filter, made once. */
export function auditMatcher(filter: AuditFilter): (entry: AuditEntry) => boolean {
  const words = (filter.q ?? "").toLowerCase().split(/\s+/).filter(Boolean);
  const { id, action, outcome, actor, service, key, revision, since, until } = filter;
  return (entry) => {
    if (id !== undefined && entry.id !== id) return false;
    if (!isIn(action, entry.action) || !isIn(outcome, entry.outcome) || !isIn(actor, entry.actor)) return false;
    if (service?.length && (entry.service === null || !service.includes(entry.service))) return false;
    if (key !== undefined && entry.key !== key && !entry.keys.includes(key)) return false;
    if (revision !== undefined && entry.revision !== revision) return false;
    if (since !== undefined && entry.at < since) return false;
    if (until !== undefined && entry.at >= until) return false;
    return words.length === 0 || hasWords(entry, words);
  };
}

function isIn<T>(wanted: readonly T[] | undefined, value: T): boolean {
  return !wanted?.length || wanted.includes(value);
}

function hasWords(entry: AuditEntry, words: readonly string[]): boolean {
  const facts = [entry.action, entry.actor, entry.service, entry.instance, entry.reason, entry.detail, ...entry.keys];
  const text = [entry.key, entry.id, entry.outcome, ...facts].join("\n").toLowerCase();
  return words.every((word) => text.includes(word));
}
