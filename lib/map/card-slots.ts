import { BODY, type Box } from "./card";

/** Where the instances of a card stand, in its own pixels: left to right, then down. */
export interface Slots {
  count: number;
  /** Of the mark itself, edge to edge. */
  size: number;
  columns: number;
  across: number;
  down: number;
  /** Every second row is moved by this much: a honeycomb. */
  shift: number;
  top: number;
}

const ONE_ROW = 8;

/** One row of rings, or two of smaller ones. */
export function ringSlots(count: number): Slots {
  const one = count <= ONE_ROW;
  return {
    count,
    size: one ? 24 : 18,
    columns: ONE_ROW,
    across: one ? 27 : 25,
    down: 21,
    shift: 0,
    top: one ? (BODY.height - 24) / 2 : 0,
  };
}

/** As large as all of them fit. */
export function cellSlots(count: number): Slots {
  let across = 17;
  for (; across > 5; across -= 0.5) if (columnsAt(across) * rowsAt(across) >= count) break;
  const down = across * 0.866;
  return { count, size: across - 1.4, columns: columnsAt(across), across, down, shift: across / 2, top: 0 };
}

const columnsAt = (across: number) => Math.floor((BODY.width - across / 2) / across);
const rowsAt = (across: number) => Math.floor((BODY.height - across) / (across * 0.866)) + 1;

export function slotAt(slots: Slots, index: number): Box {
  const row = Math.floor(index / slots.columns);
  const x = (index % slots.columns) * slots.across + (row % 2) * slots.shift;
  return { x, y: slots.top + row * slots.down, width: slots.size, height: slots.size };
}

/** Where so many stand, as rings or in a honeycomb. */
export function slotsFor(kind: "rings" | "cells", count: number): Slots {
  return kind === "rings" ? ringSlots(count) : cellSlots(count);
}

/** The mark under a point of the body; null beside them. */
export function indexAt(slots: Slots, x: number, y: number): number | null {
  const row = Math.floor((y - slots.top) / slots.down);
  const column = Math.floor((x - (row % 2) * slots.shift) / slots.across);
  const index = row * slots.columns + column;
  return row >= 0 && column >= 0 && column < slots.columns && index < slots.count ? index : null;
}
