import { type Slots, slotAt } from "@/lib/map/card-slots";
import type { MapCell } from "@/lib/map/content";
import type { InstanceId } from "@/lib/registry/types";
import { drawShape, TURN } from "./draw-shape";
import type { Inks } from "./inks";

export interface CellLook {
  slots: Slots;
  inks: Inks;
  isDim: (cell: MapCell) => boolean;
  /** Of those that had a heartbeat just now: how far its pulse is, from 0 to 1. */
  pulses: ReadonlyMap<InstanceId, number>;
}

/**
 * A honeycomb: what is well is one path of quiet hexagons, lit up for a heartbeat; what is not has its own shape and
 * full colour.
 */
export function drawCells(
  context: CanvasRenderingContext2D,
  cells: readonly MapCell[],
  { slots, inks, isDim, pulses }: CellLook,
): void {
  const quiet = new Path2D();
  const dimmed = new Path2D();
  const lit: { path: Path2D; pulse: number }[] = [];
  const odd: { cell: MapCell; x: number; y: number; dim: boolean }[] = [];
  const r = slots.size / 2;
  cells.forEach((cell, index) => {
    const box = slotAt(slots, index);
    const [x, y] = [box.x + r, box.y + r];
    const dim = isDim(cell);
    if (cell.state !== "alive") odd.push({ cell, x, y, dim });
    else hexagon(dim ? dimmed : quiet, x, y, r * 1.12);
    const pulse = cell.state === "alive" && !dim ? pulses.get(cell.id) : undefined;
    if (pulse === undefined) return;
    const path = new Path2D();
    hexagon(path, x, y, r * 1.12);
    lit.push({ path, pulse });
  });
  context.fillStyle = inks.quiet;
  context.fill(quiet);
  const before = context.globalAlpha;
  context.globalAlpha = before * DIM;
  context.fill(dimmed);
  context.fillStyle = inks.alive;
  for (const { path, pulse } of lit) {
    context.globalAlpha = before * (1 - pulse);
    context.fill(path);
  }
  for (const { cell, x, y, dim } of odd) {
    context.globalAlpha = dim ? before * DIM : before;
    context.fillStyle = inks[cell.state];
    context.strokeStyle = inks[cell.state];
    drawShape(context, cell.state, x, y, r * 0.92);
  }
  context.globalAlpha = before;
}

/** How strongly what does not fit the filter is still seen. */
export const DIM = 0.16;

function hexagon(path: Path2D, x: number, y: number, r: number): void {
  for (let corner = 0; corner < 6; corner++) {
    const angle = (corner / 6) * TURN - TURN / 4;
    const [px, py] = [x + Math.cos(angle) * r, y + Math.sin(angle) * r];
    if (corner === 0) path.moveTo(px, py);
    else path.lineTo(px, py);
  }
  path.closePath();
}
