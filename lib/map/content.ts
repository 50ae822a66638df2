import { departureOf } from "@/lib/registry/departures";
import { livenessIn } from "@/lib/registry/select";
import type { InstanceId, LeaseId, Liveness } from "@/lib/registry/types";
import type { Part } from "./grouping";

/** What a cell looks like: draining stands in for alive only, never for what is wrong; left is gone without alarm. */
export type CellState = Liveness | "draining" | "left";

export const MOST_RINGS = 12;
export const MOST_CELLS = 120;
/** Tombstones beside them, as far as there is room. */
const RING_ROOM = 16;
const CELL_ROOM = 150;

export interface MapCell {
  id: InstanceId;
  state: CellState;
  leaseId: LeaseId | null;
}

/** What a card draws of its instances. */
export type Content =
  /** Up to a dozen: a ring each; up to ten dozen: a cell each. In the order of their keys, gone ones in their old place. */
  | { kind: "rings" | "cells"; cells: readonly MapCell[] }
  /** More: how the present ones divide. */
  | { kind: "bar"; shares: readonly { state: CellState; count: number }[] };

const ORDER = ["alive", "static", "draining", "late", "overdue"] as const satisfies readonly CellState[];

const kept = new WeakMap<Part, Content>();

/** Kept per part: an unchanged one is the same object, and is not drawn again. */
export function contentOf(part: Part): Content {
  let content = kept.get(part);
  if (!content) {
    content = makeContent(part);
    kept.set(part, content);
  }
  return content;
}

/** Whether two draw the same: most changes of a registration (a port, a version) are none of a card. */
export function sameContent(a: Content, b: Content): boolean {
  if (a === b) return true;
  if (a.kind === "bar" || b.kind === "bar")
    return (
      a.kind === "bar" &&
      b.kind === "bar" &&
      a.shares.length === b.shares.length &&
      a.shares.every(({ state, count }, index) => state === b.shares[index]?.state && count === b.shares[index]?.count)
    );
  return (
    a.kind === b.kind && a.cells.length === b.cells.length && a.cells.every((cell, at) => sameCell(cell, b.cells[at]))
  );
}

function sameCell({ id, state, leaseId }: MapCell, other: MapCell | undefined): boolean {
  return id === other?.id && state === other.state && leaseId === other.leaseId;
}

function makeContent(part: Part): Content {
  const present = part.instances.length;
  if (present > MOST_CELLS) return { kind: "bar", shares: sharesOf(part) };
  const rings = present <= MOST_RINGS && present + part.tombstones.length <= MOST_CELLS;
  return rings
    ? { kind: "rings", cells: cellsOf(part, RING_ROOM) }
    : { kind: "cells", cells: cellsOf(part, CELL_ROOM) };
}

function cellsOf({ service, instances, tombstones }: Part, room: number): readonly MapCell[] {
  // The newest tombstones stay; those that went long ago give way.
  const gone = [...tombstones].sort((a, b) => b.removedAtMs - a.removedAtMs).slice(0, room - instances.length);
  const cells: MapCell[] = gone.map((tombstone) => {
    return { id: tombstone.id, state: departureOf(tombstone), leaseId: tombstone.instance.leaseId };
  });
  for (const instance of instances) {
    const liveness = livenessIn(service, instance);
    const state = liveness === "alive" && service.drains.has(instance.id) ? "draining" : liveness;
    cells.push({ id: instance.id, state, leaseId: instance.leaseId });
  }
  return cells.sort((a, b) => (a.id < b.id ? -1 : a.id > b.id ? 1 : 0));
}

function sharesOf({ service, instances, counts }: Part): { state: CellState; count: number }[] {
  const by = { ...counts, draining: 0, left: 0 };
  if (service.draining > 0)
    for (const instance of instances)
      if (livenessIn(service, instance) === "alive" && service.drains.has(instance.id)) {
        by.alive--;
        by.draining++;
      }
  return ORDER.flatMap((state) => (by[state] > 0 ? [{ state, count: by[state] }] : []));
}
