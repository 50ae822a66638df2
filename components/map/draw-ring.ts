import type { LeaseMoment } from "@/components/leases/moment";
import type { MapCell } from "@/lib/map/content";
import { drawShape, TURN } from "./draw-shape";
import type { Inks } from "./inks";

const TOP = -TURN / 4;

/**
 * A lease ring: from twelve o'clock the spent part grows clockwise, the coloured arc is what remains. Without a lease or
 * gone there is nothing to burn down, and no arc. `pulse` runs from 0 to 1 after a heartbeat.
 */
export function drawRing(
  context: CanvasRenderingContext2D,
  cell: MapCell,
  box: { x: number; y: number; width: number },
  moment: LeaseMoment | null,
  pulse: number | null,
  inks: Inks,
): void {
  const r = box.width / 2;
  const [x, y] = [box.x + r, box.y + r];
  const line = r * 0.24;
  const radius = r - line / 2;
  const ink = inks[cell.state];
  if (pulse !== null) drawHalo(context, x, y, r, pulse, inks);
  context.lineWidth = line;
  const gone = cell.state === "gone" || cell.state === "left";
  context.strokeStyle = gone ? ink : inks.track;
  const dashed = gone || cell.state === "overdue" || moment?.state === "unsure";
  if (dashed) context.setLineDash([r * 0.16, r * 0.2]);
  if (gone) context.globalAlpha *= 0.55;
  context.beginPath();
  context.arc(x, y, radius, 0, TURN);
  context.stroke();
  if (dashed) context.setLineDash([]);
  if (moment && moment.state !== "unsure" && moment.fraction > 0) {
    context.strokeStyle = ink;
    context.beginPath();
    context.arc(x, y, radius, TOP + (1 - moment.fraction) * TURN, TOP + TURN);
    context.stroke();
  }
  context.fillStyle = ink;
  context.strokeStyle = ink;
  drawShape(context, cell.state, x, y, r * 0.28);
}

function drawHalo(context: CanvasRenderingContext2D, x: number, y: number, r: number, pulse: number, inks: Inks): void {
  const before = context.globalAlpha;
  context.globalAlpha = before * 0.55 * (1 - pulse) ** 2;
  context.strokeStyle = inks.halo;
  context.lineWidth = r * 0.22;
  context.beginPath();
  context.arc(x, y, r * (1 + 0.34 * pulse), 0, TURN);
  context.stroke();
  context.globalAlpha = before;
}
