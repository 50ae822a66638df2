import type { AuditEntry } from "@/lib/audit/entry";
import type { Key, RegistryEvent, RemovalCause, Revision, Tombstone } from "./types";

/** The action that made this revision's change of a key; null where none did. */
export type AuthorOf = (revision: Revision, key: Key) => AuditEntry | null;

/** The same events; those that an action caused name who did it, and removals the exact cause. */
export function withAuthors(events: readonly RegistryEvent[], authorOf: AuthorOf): RegistryEvent[] {
  return events.map((event) => {
    const entry = event.revision === null || event.key === null ? null : authorOf(event.revision, event.key);
    if (!entry) return event;
    const authored = { ...event, actor: entry.actor, auditId: entry.id };
    if (event.type === "removed") return { ...authored, ...causeBy(entry) };
    const evidence = putWords(event, entry);
    return evidence === null ? authored : { ...authored, evidence };
  });
}

/** Who put a key that an owner would have put otherwise; null of every other change. */
function putWords({ type }: RegistryEvent, { action, actor, reason }: AuditEntry): string | null {
  if (type !== "registered" && type !== "re-registered" && type !== "updated") return null;
  const why = reason ? `: ${reason}` : "";
  switch (action) {
    case "restore":
      return `Put back by ${actor}${why}.`;
    case "register":
      return `By hand by ${actor}${why}.`;
    case "import":
      return `From a file by ${actor}${why}.`;
    default:
      return null;
  }
}

/** Why a key left that an action removed. */
export function causeBy({ action, actor, console: at, reason, mode }: AuditEntry): RemovalCause {
  const why = reason ? `: ${reason}` : ".";
  if (action !== "evict")
    return { cause: "deleted", certainty: "exact", evidence: `Deregistered by hand by ${actor}${why}` };
  const how = mode === "lease" ? "with its lease " : "";
  return { cause: "evicted", certainty: "exact", evidence: `Evicted ${how}by ${actor} at console ${at}${why}` };
}

/** Tombstones of the same step, with the causes that their events were given. */
export function withCausesOf(tombstones: readonly Tombstone[], events: readonly RegistryEvent[]): Tombstone[] {
  const authored = new Map(events.filter(isAuthoredRemoval).map((event) => [event.instanceId, event]));
  if (authored.size === 0) return [...tombstones];
  return tombstones.map((tombstone) => {
    const event = authored.get(tombstone.id);
    if (!event?.cause || !event.certainty || event.evidence === undefined) return tombstone;
    return { ...tombstone, cause: event.cause, certainty: event.certainty, evidence: event.evidence };
  });
}

function isAuthoredRemoval({ type, auditId }: RegistryEvent): boolean {
  return type === "removed" && auditId !== undefined;
}
