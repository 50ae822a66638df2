import type { Occasion } from "./describe";
import type { Folded, LeaseId, RegistryEvent, Revision } from "./types";

/** From so many on, what one delete removed is told as one event. */
export const CLEARED_FROM = 20;

/** The changes as parts of the head, then the head, which tells what they come to: it is the newest of them. */
export function foldInto(head: RegistryEvent, changes: readonly RegistryEvent[]): RegistryEvent[] {
  if (changes.length === 0) return [head];
  return [...changes.map((event) => ({ ...event, partOf: head.id })), { ...head, folded: foldedOf(changes) }];
}

/**
 * The event that tells what one delete of a whole range removed; null where there was none such. What an action of a
 * console did is told by that action, and what a single lease took with it by that lease.
 */
export function clearedEvent(changes: readonly RegistryEvent[], { epoch, at }: Occasion): RegistryEvent | null {
  if (changes.length < CLEARED_FROM) return null;
  const leases = new Set<LeaseId | null>();
  let revision: Revision | null | undefined;
  for (const event of changes) {
    if (event.type !== "removed" || event.cause !== "deleted" || event.auditId !== undefined) return null;
    if (revision !== undefined && event.revision !== revision) return null;
    revision = event.revision;
    leases.add(event.before?.leaseId ?? null);
  }
  if (revision === null || revision === undefined || (leases.size === 1 && !leases.has(null))) return null;
  return {
    id: `${epoch}:${revision}::cleared`,
    at,
    revision,
    type: "cleared",
    service: null,
    instance: null,
    key: null,
    certainty: "exact",
    evidence: `One delete at revision ${revision} removed all of them.`,
  };
}

function foldedOf(changes: readonly RegistryEvent[]): Folded {
  const left = new Map<string, number>();
  const folded = { removed: 0, registered: 0, changed: 0 };
  for (const { type, service } of changes) {
    if (type === "removed") {
      folded.removed++;
      if (service !== null) left.set(service, (left.get(service) ?? 0) + 1);
    } else if (type === "registered") folded.registered++;
    else folded.changed++;
  }
  const services = [...left].map(([service, instances]) => ({ service, instances }));
  services.sort((a, b) => b.instances - a.instances || (a.service < b.service ? -1 : 1));
  return { services, serviceCount: services.length, ...folded };
}
