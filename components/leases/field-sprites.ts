/** The pictures a cell of the field can show, as pixels: ten thousand of them are copied, not drawn. */
export interface Sprites {
  /** A picture is a square of so many device pixels, the gap to the next cell included. */
  side: number;
  /** From empty to full, a quarter of a pixel apart. */
  alive: readonly Uint32Array[];
  late: Uint32Array;
  overdue: Uint32Array;
  unsure: Uint32Array;
}

export type FieldInks = Record<"alive" | "late" | "overdue" | "ground" | "unsure", string>;

const STEPS_PER_PIXEL = 4;

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

/** `pitch` and `cell` in CSS pixels, `ratio` a whole number of device pixels each. */
export function spritesOf(pitch: number, cell: number, ratio: number, inks: FieldInks): Sprites | null {
  const side = pitch * ratio;
  const canvas = document.createElement("canvas");
  canvas.width = side;
  canvas.height = side;
  const context = canvas.getContext("2d", { willReadFrequently: true });
  if (!context) return null;
  const picture = (draw: () => void): Uint32Array => {
    context.setTransform(ratio, 0, 0, ratio, 0, 0);
    context.clearRect(0, 0, pitch, pitch);
    draw();
    return new Uint32Array(context.getImageData(0, 0, side, side).data.buffer);
  };
  const rect = (ink: string, x: number, y: number, width: number, height: number) => {
    context.fillStyle = ink;
    context.fillRect(x, y, width, height);
  };
  const steps = cell * ratio * STEPS_PER_PIXEL;
  return {
    side,
    alive: Array.from({ length: steps + 1 }, (_, step) =>
      picture(() => {
        const full = (step / steps) * cell;
        rect(inks.ground, 0, 0, cell, cell);
        rect(inks.alive, 0, cell - full, cell, full);
      }),
    ),
    // Late ones are half as wide, overdue ones diamonds: they differ by shape, too.
    late: picture(() => {
      rect(inks.ground, 0, 0, cell, cell);
      rect(inks.late, 0, 0, cell / 2, cell);
    }),
    overdue: picture(() => {
      const half = cell / 2;
      context.fillStyle = inks.overdue;
      context.beginPath();
      for (const [x, y] of [
        [half, 0],
        [cell + 0.5, half],
        [half, cell + 0.5],
        [0, half],
      ] as const)
        context.lineTo(x, y);
      context.fill();
    }),
    unsure: picture(() => rect(inks.unsure, cell / 2 - 0.5, cell / 2 - 0.5, 1, 1)),
  };
}

/** Copies a picture to where its cell begins, in device pixels of an area that is `width` wide. */
export function copySprite(
  pixels: Uint32Array,
  width: number,
  sprite: Uint32Array,
  side: number,
  x: number,
  y: number,
): void {
  let from = 0;
  for (let row = y * width + x, end = row + side * width; row < end; row += width)
    for (let at = row, stop = row + side; at < stop; at++) pixels[at] = sprite[from++] ?? 0;
}
