import type { CellState } from "./content";

/** One path of a shape. */
export interface StateShape {
  /** How wide its line is; null: it is filled. */
  stroke: number | null;
  data: string;
}

/** A tenth of a pixel is fine enough for a mark. */
export const tenth = (value: number) => String(Math.round(value * 10) / 10);

/** The shape of each state, as StateGlyph has it: colour never travels alone. Centre and half the size. */
export function shapesOf(state: CellState, x: number, y: number, r: number): readonly StateShape[] {
  const filled = (data: string) => ({ stroke: null, data });
  const line = (width: number, data: string) => ({ stroke: Number(tenth(width)), data });
  switch (state) {
    case "alive":
      return [filled(circle(x, y, r))];
    case "late": {
      const [radius, height] = roundTo(r);
      const half = `M${tenth(x)} ${tenth(y + r)}a${radius} ${radius} 0 0 1 0 ${-height}z`;
      return [line(r * 0.36, circle(x, y, r * 0.94)), filled(half)];
    }
    case "overdue": {
      const half = tenth(r * 1.24);
      return [filled(`M${tenth(x)} ${tenth(y - r * 1.24)}l${half} ${half}l-${half} ${half}l-${half} -${half}z`)];
    }
    case "draining":
      return [line(r * 0.5, circle(x, y, r * 0.86))];
    case "static": {
      // As large to the eye as the circle.
      const side = tenth(r * 1.76);
      return [filled(`M${tenth(x - r * 0.88)} ${tenth(y - r * 0.88)}h${side}v${side}h-${side}z`)];
    }
    case "left":
    case "gone": {
      const arm = tenth(r * 1.72);
      const from = `M${tenth(x - r * 0.86)} ${tenth(y - r * 0.86)}`;
      return [line(r * (state === "left" ? 0.3 : 0.5), `${from}l${arm} ${arm}m0 -${arm}l-${arm} ${arm}`)];
    }
  }
}

function circle(x: number, y: number, r: number): string {
  const [radius, width] = roundTo(r);
  const arc = `a${radius} ${radius} 0 1 0`;
  return `M${tenth(x - radius)} ${tenth(y)}${arc} ${width} 0${arc} ${-width} 0z`;
}

/** Radius and twice that, exactly: where they do not agree to the tenth a circle is an egg. */
function roundTo(r: number): [radius: number, across: number] {
  const tenths = Math.round(r * 10);
  return [tenths / 10, tenths / 5];
}
