import type { CellState } from "@/lib/map/content";
import { shapesOf } from "@/lib/map/state-shapes";

/** The shape of a state, in the inks that are set. Centre and half the size. */
export function drawShape(context: CanvasRenderingContext2D, state: CellState, x: number, y: number, r: number): void {
  context.translate(x, y);
  for (const { path, stroke } of pathsOf(state, r))
    if (stroke === null) context.fill(path);
    else {
      context.lineWidth = stroke;
      context.lineCap = "round";
      context.stroke(path);
      // The dashes of whoever draws next would grow by it.
      context.lineCap = "butt";
    }
  context.translate(-x, -y);
}

export const TURN = Math.PI * 2;

interface ShapePath {
  path: Path2D;
  stroke: number | null;
}

/** Read once: a map draws few sizes, thousands of times. */
const read = new Map<string, readonly ShapePath[]>();

function pathsOf(state: CellState, r: number): readonly ShapePath[] {
  const key = `${state} ${r}`;
  let paths = read.get(key);
  if (!paths) {
    paths = shapesOf(state, 0, 0, r).map(({ data, stroke }) => ({ path: new Path2D(data), stroke }));
    read.set(key, paths);
  }
  return paths;
}
