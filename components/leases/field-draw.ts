import type { LeaseReading } from "@/lib/leases/reading";
import type { Field } from "./field";
import { copySprite, inksOf, type Sprites, spritesOf } from "./field-sprites";
import { momentOf } from "./moment";

export interface FieldContent {
  /** In the order of the cells; undefined where nothing was read yet. */
  readings: readonly (LeaseReading | undefined)[];
  /** CSS pixels. */
  width: number;
  now: number;
  frozenAt: number | null;
}

/** Draws a field on its canvas again and again; what stays the same between two drawings is kept. */
export function createFieldPainter(canvas: HTMLCanvasElement) {
  let area: { image: ImageData; pixels: Uint32Array<ArrayBuffer> } | null = null;
  let sprites: { made: Sprites | null; of: string } | null = null;

  function sized(width: number, height: number, ratio: number) {
    const [across, down] = [Math.max(1, width * ratio), Math.max(1, height * ratio)];
    if (area?.image.width !== across || area.image.height !== down) {
      canvas.width = across;
      canvas.height = down;
      canvas.style.width = `${width}px`;
      canvas.style.height = `${height}px`;
      const image = new ImageData(across, down);
      area = { image, pixels: new Uint32Array(image.data.buffer) };
    }
    return area;
  }

  function spritesFor({ pitch, cell }: Field, ratio: number): Sprites | null {
    const of = `${pitch} ${cell} ${ratio} ${document.documentElement.dataset.theme}`;
    if (sprites?.of !== of) sprites = { of, made: spritesOf(pitch, cell, ratio, inksOf(canvas)) };
    return sprites.made;
  }

  return function paint(field: Field, { readings, width, now, frozenAt }: FieldContent): void {
    // A whole number, so that every cell begins on a pixel.
    const ratio = Math.min(2, Math.ceil(window.devicePixelRatio || 1));
    const { image, pixels } = sized(width, field.rows * field.pitch, ratio);
    const pictures = spritesFor(field, ratio);
    const context = canvas.getContext("2d");
    if (!context || !pictures) return;
    pixels.fill(0);
    for (let index = 0; index < readings.length; index++) {
      const x = (index % field.columns) * pictures.side;
      const y = Math.floor(index / field.columns) * pictures.side;
      copySprite(pixels, image.width, pictureOf(pictures, readings[index], now, frozenAt), pictures.side, x, y);
    }
    context.putImageData(image, 0, 0);
  };
}

export type PaintField = ReturnType<typeof createFieldPainter>;

const NOTHING = new Uint32Array(0);

function pictureOf(
  { alive, late, overdue, unsure }: Sprites,
  reading: LeaseReading | undefined,
  now: number,
  frozenAt: number | null,
): Uint32Array {
  const moment = reading && momentOf(reading, now, frozenAt);
  if (!moment || moment.state === "unsure") return unsure;
  if (moment.state === "overdue") return overdue;
  if (moment.state === "late") return late;
  return alive[Math.round(moment.fraction * (alive.length - 1))] ?? NOTHING;
}
