import type { Places } from "./arrange";
import { boxAround, CARD, FRAME, frameAround, GAP, overlaps, type Point } from "./card";
import type { MapGraph, MapNode } from "./graph";

const STEP = { x: CARD.width + GAP.across, y: CARD.height + GAP.down } as const;

/**
 * Places what is new and moves nothing else: into the first hole of its frame, else at the frame's right edge, where
 * it may grow without touching a frame below. A frame that is new begins below all others.
 */
export function placeNew(graph: MapGraph, known: Places): Places {
  const missing = graph.nodes.filter(({ id }) => !known.has(id));
  if (missing.length === 0) return known;
  const places = new Map(known);
  for (const node of missing) places.set(node.id, findPlace(node, graph, places));
  return places;
}

function findPlace(node: MapNode, graph: MapGraph, places: Places): Point {
  const neighbours: Point[] = [];
  const others: Point[] = [];
  for (const { id, group } of graph.nodes) {
    const place = places.get(id);
    if (place) (group === node.group ? neighbours : others).push(place);
  }
  const own = boxAround(neighbours);
  if (!own) return newFrame(others);
  const taken = [...neighbours, ...others].map((point) => ({ ...point, ...CARD }));
  const free = (point: Point) => {
    const box = { x: point.x - GAP.across / 2, y: point.y - GAP.down / 2, width: STEP.x, height: STEP.y };
    return !taken.some((card) => overlaps(box, card));
  };
  const rows = Math.max(1, Math.round((own.height + GAP.down) / STEP.y));
  for (let x = own.x; ; x += STEP.x) {
    for (let row = 0; row < rows; row++) {
      const point = { x, y: own.y + row * STEP.y };
      if (free(point)) return point;
    }
  }
}

function newFrame(others: readonly Point[]): Point {
  const frame = frameAround(others);
  return frame ? { x: frame.x + FRAME.side, y: frame.y + frame.height + FRAME.gap + FRAME.top } : { x: 0, y: 0 };
}
