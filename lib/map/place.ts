import type { Places } from "./arrange";
import { type Box, boxAround, CARD, FRAME, frameAround, GAP, overlaps, type Point } from "./card";
import type { MapGraph, MapNode } from "./graph";

const STEP = { x: CARD.width + GAP.across, y: CARD.height + GAP.down } as const;

/** Further away than this from its frame nobody belongs to it any more. */
const MOST_STEPS = 40;

/**
 * Places what is new and moves nothing else: into the first hole of its frame, else at the frame's right or lower edge,
 * where it grows without touching another frame. A frame that is new begins below all others.
 */
export function placeNew(graph: MapGraph, known: Places): Places {
  const missing = graph.nodes.filter(({ id }) => !known.has(id));
  if (missing.length === 0) return known;
  const places = new Map(known);
  for (const node of missing) places.set(node.id, findPlace(node, graph, places));
  return places;
}

function findPlace(node: MapNode, graph: MapGraph, places: Places): Point {
  const byGroup = new Map<string, Point[]>();
  for (const { id, group } of graph.nodes) {
    const place = places.get(id);
    if (place) byGroup.set(group, [...(byGroup.get(group) ?? []), place]);
  }
  const neighbours = byGroup.get(node.group) ?? [];
  byGroup.delete(node.group);
  const others = [...byGroup.values()];
  const own = boxAround(neighbours);
  if (!own) return newFrame(others.flat());
  const taken = [...neighbours, ...others.flat()].map((point) => ({ ...point, ...CARD }));
  const frames = others.flatMap((points) => frameAround(points) ?? []);
  let beside: Point | null = null;
  for (const point of around(own)) {
    const room = { x: point.x - GAP.across / 2, y: point.y - GAP.down / 2, width: STEP.x, height: STEP.y };
    if (taken.some((card) => overlaps(room, card))) continue;
    beside ??= point;
    const frame = frameAround([own, { x: own.x + own.width - CARD.width, y: own.y + own.height - CARD.height }, point]);
    if (frame && !frames.some((other) => overlaps(frame, other))) return point;
  }
  // Frames that stand in each other already, by hand: then at least no card on another.
  return beside ?? newFrame([...neighbours, ...others.flat()]);
}

/** The places within a frame, then those at its right edge and at its lower one, further and further away. */
function* around(own: Box): Generator<Point> {
  const columns = Math.max(1, Math.round((own.width + GAP.across) / STEP.x));
  const rows = Math.max(1, Math.round((own.height + GAP.down) / STEP.y));
  const at = (column: number, row: number) => ({ x: own.x + column * STEP.x, y: own.y + row * STEP.y });
  for (let column = 0; column < columns; column++) for (let row = 0; row < rows; row++) yield at(column, row);
  for (let step = 0; step < MOST_STEPS; step++) {
    for (let row = 0; row < rows + step; row++) yield at(columns + step, row);
    for (let column = 0; column <= columns + step; column++) yield at(column, rows + step);
  }
}

function newFrame(others: readonly Point[]): Point {
  const frame = frameAround(others);
  return frame ? { x: frame.x + FRAME.side, y: frame.y + frame.height + FRAME.gap + FRAME.top } : { x: 0, y: 0 };
}
