import type { Places } from "./arrange";
import { CARD, FRAME, GAP, type Point } from "./card";

/** A frame before it is folded: whom the calls have put into layers, and who neither calls nor is called. */
export interface Flowing {
  id: string;
  flow: Places;
  loose: readonly string[];
}

/** What a map is looked at on: a desk's screen without what stands around the map. */
const SCREEN = { width: 1_270, height: 650 } as const;

const STEP = { x: CARD.width + GAP.across, y: CARD.height + GAP.down } as const;
/** More frames than this beside each other are no map any more. */
const MOST_ACROSS = 12;
/** The name of a frame stands above it where the map is small. */
const SHELF_GAP = FRAME.gap + 120;
/** How much wider than its share of the screen a frame may be: gaps take what they take. */
const STRETCHES = [0.8, 1, 1.25, 1.6, 2];

/**
 * A map of many services in the shape of a screen: what a layout library makes of them is a strip that nobody can read.
 * Each layer keeps its place from left to right and its order, but stands in as many columns as it takes; frames stand
 * in rows. Of all ways to do so the one that shows the cards largest.
 */
export function fold(frames: readonly Flowing[]): Places {
  const layered = frames.map(({ flow, loose }) => layersOf(flow, loose));
  let best: { places: Places; zoom: number } | null = null;
  for (let across = 1; across <= Math.min(frames.length, MOST_ACROSS); across++) {
    const shelves = Math.ceil(frames.length / across);
    for (const stretch of STRETCHES) {
      const aspect = (SCREEN.width / SCREEN.height) * (shelves / across) * stretch;
      const folded = layered.map((layers) => foldLayers(layers, aspect));
      const { places, width, height } = onShelves(folded, across);
      const zoom = zoomFor(width, height);
      if (!best || zoom > best.zoom) best = { places, zoom };
    }
  }
  return best?.places ?? new Map();
}

/** How large a picture of this size appears on the screen. */
export function zoomFor(width: number, height: number): number {
  return Math.min(SCREEN.width / width, SCREEN.height / height);
}

function layersOf(flow: Places, loose: readonly string[]): string[][] {
  const layers = new Map<number, { id: string; y: number }[]>();
  for (const [id, { x, y }] of flow) layers.set(x, [...(layers.get(x) ?? []), { id, y }]);
  const ordered = [...layers].sort(([a], [b]) => a - b).map(([, layer]) => layer.sort((a, b) => a.y - b.y));
  const named = ordered.map((layer) => layer.map(({ id }) => id));
  return loose.length > 0 ? [...named, [...loose]] : named;
}

interface Folded {
  places: Places;
  width: number;
  height: number;
}

/** In so many rows that the whole has nearly this shape. */
function foldLayers(layers: readonly string[][], aspect: number): Folded {
  const most = Math.max(0, ...layers.map((layer) => layer.length));
  let best = { rows: 1, off: Number.POSITIVE_INFINITY };
  for (let rows = 1; rows <= most; rows++) {
    const off = Math.abs(Math.log(widthIn(layers, rows) / (rows * STEP.y - GAP.down) / aspect));
    if (off < best.off) best = { rows, off };
  }
  const { rows } = best;
  const places = new Map<string, Point>();
  let left = 0;
  for (const layer of layers) {
    const columns = Math.ceil(layer.length / rows);
    const used = Math.ceil(layer.length / columns);
    const top = Math.round(((rows - used) / 2) * STEP.y);
    // Row by row: who stands near each other in the layer stands near each other here.
    layer.forEach((id, index) => {
      places.set(id, { x: left + (index % columns) * STEP.x, y: top + Math.floor(index / columns) * STEP.y });
    });
    left += columns * STEP.x - GAP.across + GAP.flow;
  }
  return { places, width: widthIn(layers, rows), height: rows * STEP.y - GAP.down };
}

function widthIn(layers: readonly string[][], rows: number): number {
  const columns = layers.reduce((sum, { length }) => sum + Math.ceil(length / rows), 0);
  return columns * STEP.x - GAP.across + (layers.length - 1) * (GAP.flow - GAP.across);
}

/** Frames in rows of so many, each row below the one before. */
function onShelves(folded: readonly Folded[], across: number): Folded {
  const places = new Map<string, Point>();
  let [left, top, shelf, width] = [0, 0, 0, 0];
  folded.forEach((frame, index) => {
    if (index > 0 && index % across === 0) {
      top += shelf + FRAME.top + FRAME.bottom + SHELF_GAP;
      [left, shelf] = [0, 0];
    }
    for (const [id, { x, y }] of frame.places) places.set(id, { x: x + left, y: y + top });
    width = Math.max(width, left + frame.width);
    shelf = Math.max(shelf, frame.height);
    left += frame.width + 2 * FRAME.side + FRAME.gap;
  });
  return { places, width, height: top + shelf };
}
