import { removalCauses } from "./describe";
import type { ReducedView } from "./reduce";
import type { InstanceId, RegistryEvent, Tombstone } from "./types";
import type { InstanceChange } from "./view";

/** One for every change that is a removal. */
export function tombstonesOf(changes: readonly InstanceChange[], removedAtMs: number): Tombstone[] {
  const tombstones: Tombstone[] = [];
  const causeOf = removalCauses(changes);
  for (const change of changes) {
    const { before, after, revision } = change;
    if (!before || after) continue;
    tombstones.push({ id: before.id, instance: before, revision, removedAtMs, ...causeOf(change) });
  }
  return tombstones;
}

/** Tombstones of the same step that one event tells together. */
export function foldedTombstones(tombstones: readonly Tombstone[], head: RegistryEvent): Tombstone[] {
  return tombstones.map((tombstone) => ({ ...tombstone, partOf: head.id }));
}

/** The same position: for tombstones that belong to the message that made the view. */
export function withTombstones(view: ReducedView, tombstones: readonly Tombstone[]): ReducedView {
  if (tombstones.length === 0) return view;
  const entries = tombstones.map((tombstone): [InstanceId, Tombstone] => [tombstone.id, tombstone]);
  return { ...view, tombstones: view.tombstones.with(entries, []) };
}

/** A new position, where tombstones have the cause of the removals that are told again now. */
export function withCauses(view: ReducedView, removals: readonly RegistryEvent[]): ReducedView {
  const put: [InstanceId, Tombstone][] = [];
  for (const { instanceId, revision, cause, certainty, evidence, forecast } of removals) {
    const known = instanceId === undefined ? undefined : view.tombstones.get(instanceId);
    // A newer tombstone of the same instance has a cause of its own.
    if (!known || known.revision !== revision || !cause || !certainty || evidence === undefined) continue;
    put.push([known.id, { ...known, cause, certainty, evidence, ...(forecast && { forecast }) }]);
  }
  return { ...view, seq: view.seq + 1, tombstones: view.tombstones.with(put, []) };
}

/** A new position without these tombstones; the same view where none of them stands. */
export function withoutTombstones(view: ReducedView, ids: Iterable<InstanceId>): ReducedView {
  const tombstones = view.tombstones.with([], ids);
  return tombstones === view.tombstones ? view : { ...view, seq: view.seq + 1, tombstones };
}
