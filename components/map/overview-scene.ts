import { type Box, LEAST_ZOOM_FOR_NAMES, overlaps } from "@/lib/map/card";

/** How the map is looked at: React Flow's transform and the size of what it is seen through. */
export interface Sight {
  transform: readonly [x: number, y: number, zoom: number];
  width: number;
  height: number;
}

/** What of the map is on the canvas, and how finely. */
export interface Scene {
  /** In the map's own pixels. */
  box: Box;
  /** Device pixels for one of the map's. */
  scale: number;
  /** Whether names can be read at this size; where not, they are only noise. */
  names: boolean;
}

/** A canvas of more is slower than what it saves; where pixels are small, so many times two. */
const MOST_PIXELS = 5_000_000;
/** So much more than what is in sight is drawn on each side, so that panning does not draw anew at once. */
const BEYOND = 0.4;

/** What to draw for this sight of a map that covers `all`. */
export function sceneFor(sight: Sight, all: Box, pixelRatio: number): Scene {
  const seen = seenIn(sight);
  const wanted = {
    x: seen.x - seen.width * BEYOND,
    y: seen.y - seen.height * BEYOND,
    width: seen.width * (1 + 2 * BEYOND),
    height: seen.height * (1 + 2 * BEYOND),
  };
  // Who looks beside the map sees nothing of it, whatever is drawn.
  const box = overlaps(wanted, all) ? common(wanted, all) : all;
  const [, , zoom] = sight.transform;
  const fine = Math.min(2, pixelRatio);
  const most = Math.sqrt((MOST_PIXELS * fine) / (box.width * box.height));
  return { box, scale: Math.min(most, sharpnessAt(zoom * fine)), names: zoom >= LEAST_ZOOM_FOR_NAMES };
}

/** Whether everything of the map that is in sight is on the canvas. */
export function isCovered({ box }: Scene, sight: Sight, all: Box): boolean {
  const seen = seenIn(sight);
  if (!overlaps(seen, all)) return true;
  const needed = common(seen, all);
  const within = (from: number, size: number, outer: number, outerSize: number) =>
    from >= outer - 1 && from + size <= outer + outerSize + 1;
  return within(needed.x, needed.width, box.x, box.width) && within(needed.y, needed.height, box.y, box.height);
}

/** In the map's own pixels. */
export function seenIn({ transform: [x, y, zoom], width, height }: Sight): Box {
  return { x: -x / zoom, y: -y / zoom, width: width / zoom, height: height / zoom };
}

function common(a: Box, b: Box): Box {
  const [x, y] = [Math.max(a.x, b.x), Math.max(a.y, b.y)];
  return {
    x,
    y,
    width: Math.min(a.x + a.width, b.x + b.width) - x,
    height: Math.min(a.y + a.height, b.y + b.height) - y,
  };
}

/** In steps, so that zooming draws anew now and then only. */
function sharpnessAt(wanted: number): number {
  return 2 ** (Math.ceil(Math.log2(wanted) * 2) / 2);
}
