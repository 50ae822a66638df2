import { isPending } from "./describe";
import { isBelowMinimum, type ServiceSummary } from "./select";
import type { Cause, RegistryEvent, RemovalCause, Tombstone } from "./types";

/** Somebody meant these to leave: an operator, its owner, or whoever may delete its key. */
const MEANT: ReadonlySet<Cause> = new Set(["evicted", "revoked", "deleted"]);

/**
 * Whether a removal is no alarm by itself: it was meant, or another event tells it together with others, or why it
 * left is being found out this very moment. Everything that counts or colours removals asks this.
 */
export function isGoodbye({ partOf, ...cause }: RemovalCause & Pick<Tombstone, "partOf">): boolean {
  return partOf !== undefined || MEANT.has(cause.cause) || isPending(cause);
}

/** The same of a `removed` event. */
export function isGoodbyeEvent({ cause = "unknown", certainty = "inferred", evidence = "", partOf }: RegistryEvent) {
  return isGoodbye({ cause, certainty, evidence, ...(partOf !== undefined && { partOf }) });
}

/** How one that left looks: `left` is quiet, `gone` is not. */
export function departureOf(tombstone: Tombstone): "left" | "gone" {
  return isGoodbye(tombstone) ? "left" : "gone";
}

/** What nobody may overlook: nobody is left, or fewer than are expected. */
export type Alarm = { kind: "empty" } | { kind: "short"; inService: number; minimum: number };

export function alarmOf(service: Pick<ServiceSummary, "total" | "inService" | "minimum" | "tombstones">): Alarm | null {
  const { total, inService, minimum, tombstones } = service;
  const short = isBelowMinimum(service);
  if (total === 0) return short || newestOf(tombstones)?.partOf === undefined ? { kind: "empty" } : null;
  return minimum !== null && short ? { kind: "short", inService, minimum } : null;
}

/** The one that left last. */
export function newestOf(tombstones: readonly Tombstone[]): Tombstone | null {
  let newest: Tombstone | null = null;
  for (const tombstone of tombstones) if (!newest || tombstone.removedAtMs > newest.removedAtMs) newest = tombstone;
  return newest;
}

/** Whether a service has something that a person should look at: an alarm, or somebody unwell or lost. */
export function needsLook(service: ServiceSummary): boolean {
  const { counts, lost } = service;
  return alarmOf(service) !== null || counts.overdue > 0 || counts.late > 0 || lost > 0;
}
