import type { MapCell } from "@/lib/map/content";
import { type Slots, slotAt } from "./card-slots";
import { drawShape, TURN } from "./draw-shape";
import type { Inks } from "./inks";

/** A honeycomb: what is well is one path of quiet hexagons; what is not has its own shape and full colour. */
export function drawCells(
  context: CanvasRenderingContext2D,
  cells: readonly MapCell[],
  slots: Slots,
  inks: Inks,
  isDim: (cell: MapCell) => boolean,
): void {
  const quiet = new Path2D();
  const dimmed = new Path2D();
  const odd: { cell: MapCell; x: number; y: number; dim: boolean }[] = [];
  const r = slots.size / 2;
  cells.forEach((cell, index) => {
    const box = slotAt(slots, index);
    const [x, y] = [box.x + r, box.y + r];
    const dim = isDim(cell);
    if (cell.state === "alive") hexagon(dim ? dimmed : quiet, x, y, r * 1.12);
    else odd.push({ cell, x, y, dim });
  });
  context.fillStyle = inks.quiet;
  context.fill(quiet);
  const before = context.globalAlpha;
  context.globalAlpha = before * DIM;
  context.fill(dimmed);
  for (const { cell, x, y, dim } of odd) {
    context.globalAlpha = dim ? before * DIM : before;
    context.fillStyle = inks[cell.state];
    context.strokeStyle = inks[cell.state];
    drawShape(context, cell.state, x, y, cell.state === "static" ? r * 0.8 : r * 0.92);
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
