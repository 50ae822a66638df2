import type { CellState } from "@/lib/map/content";

/** The shape of each state, as StateGlyph has it: colour never travels alone. Centre and half the size. */
export function drawShape(context: CanvasRenderingContext2D, state: CellState, x: number, y: number, r: number): void {
  context.beginPath();
  switch (state) {
    case "alive":
      context.arc(x, y, r, 0, TURN);
      context.fill();
      break;
    case "late":
      context.lineWidth = r * 0.36;
      context.arc(x, y, r * 0.94, 0, TURN);
      context.stroke();
      context.beginPath();
      context.arc(x, y, r, TURN / 4, (TURN * 3) / 4);
      context.fill();
      break;
    case "overdue":
      context.moveTo(x, y - r * 1.24);
      context.lineTo(x + r * 1.24, y);
      context.lineTo(x, y + r * 1.24);
      context.lineTo(x - r * 1.24, y);
      context.fill();
      break;
    case "draining":
      context.lineWidth = r * 0.5;
      context.arc(x, y, r * 0.86, 0, TURN);
      context.stroke();
      break;
    case "static":
      context.rect(x - r * 0.94, y - r * 0.94, r * 1.88, r * 1.88);
      context.fill();
      break;
    case "gone":
      context.lineWidth = r * 0.5;
      context.lineCap = "round";
      context.moveTo(x - r * 0.86, y - r * 0.86);
      context.lineTo(x + r * 0.86, y + r * 0.86);
      context.moveTo(x + r * 0.86, y - r * 0.86);
      context.lineTo(x - r * 0.86, y + r * 0.86);
      context.stroke();
      break;
  }
}

export const TURN = Math.PI * 2;
