import type { LeaseReading } from "@/lib/leases/reading";
import type { Field } from "./field";
import type { LeaseRow } from "./lease-rows";
import { momentOf } from "./moment";

export type FieldInks = Record<"alive" | "late" | "overdue" | "ground" | "unsure", string>;

export function inksOf(element: Element): FieldInks {
  const style = getComputedStyle(element);
  const ink = (name: string) => style.getPropertyValue(name).trim();
  return {
    alive: ink("--alive-quiet"),
    late: ink("--late"),
    overdue: ink("--overdue"),
    ground: ink("--bg-3"),
    unsure: ink("--ink-4"),
  };
}

export interface FieldContent {
  rows: readonly LeaseRow[];
  width: number;
  now: number;
  frozenAt: number | null;
  readingOf(id: string): LeaseReading | undefined;
}

/** One path per ink: ten thousand cells are five fills. */
export function drawField(canvas: HTMLCanvasElement, field: Field, inks: FieldInks, content: FieldContent): void {
  const { rows, width, now, frozenAt, readingOf } = content;
  const { columns, pitch, cell } = field;
  const height = Math.max(1, field.rows * pitch);
  const ratio = Math.min(2, window.devicePixelRatio || 1);
  if (canvas.width !== Math.round(width * ratio) || canvas.height !== Math.round(height * ratio)) {
    canvas.width = Math.round(width * ratio);
    canvas.height = Math.round(height * ratio);
    canvas.style.width = `${width}px`;
    canvas.style.height = `${height}px`;
  }
  const context = canvas.getContext("2d");
  if (!context) return;
  context.setTransform(ratio, 0, 0, ratio, 0, 0);
  context.clearRect(0, 0, width, height);
  const paths = {
    alive: new Path2D(),
    late: new Path2D(),
    overdue: new Path2D(),
    ground: new Path2D(),
    unsure: new Path2D(),
  };
  for (let index = 0; index < rows.length; index++) {
    const row = rows[index];
    if (!row) continue;
    const x = (index % columns) * pitch;
    const y = Math.floor(index / columns) * pitch;
    const reading = readingOf(row.id);
    const moment = reading && momentOf(reading, now, frozenAt);
    if (!moment || moment.state === "unsure") {
      paths.unsure.rect(x + cell / 2 - 0.5, y + cell / 2 - 0.5, 1, 1);
      continue;
    }
    if (moment.state === "overdue") {
      diamond(paths.overdue, x, y, cell);
      continue;
    }
    paths.ground.rect(x, y, cell, cell);
    const full = moment.fraction * cell;
    // Late ones are half as wide: they differ by shape, too.
    if (moment.state === "late") paths.late.rect(x, y, cell / 2, cell);
    else paths.alive.rect(x, y + cell - full, cell, full);
  }
  for (const name of ["ground", "alive", "late", "overdue", "unsure"] as const) {
    context.fillStyle = inks[name];
    context.fill(paths[name]);
  }
}

function diamond(path: Path2D, x: number, y: number, cell: number): void {
  const half = cell / 2;
  path.moveTo(x + half, y - 0.5);
  path.lineTo(x + cell + 0.5, y + half);
  path.lineTo(x + half, y + cell + 0.5);
  path.lineTo(x - 0.5, y + half);
  path.closePath();
}
