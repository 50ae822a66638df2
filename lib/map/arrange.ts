import { boxAround, CARD, FRAME, GAP, type Point } from "./card";
import type { MapEdge, MapGraph, MapNode } from "./graph";

/** Where each node stands, by id: its upper left corner. */
export type Places = ReadonlyMap<string, Point>;

/** The layout library: cards and who calls whom in, places out. */
export type ArrangeFlow = (nodes: readonly string[], edges: readonly MapEdge[]) => Promise<Places>;

/** Of a screen. A picture that is much wider or higher leaves it half empty. */
const ASPECT = 1.65;

/**
 * Arranges the whole map anew: each frame by itself, callers left of whom they call; who neither calls nor is called
 * stands in rows below. Frames stand below each other, at the same left edge.
 */
export async function arrange(graph: MapGraph, arrangeFlow: ArrangeFlow): Promise<Places> {
  const places = new Map<string, Point>();
  const columns = columnsFor(graph.nodes.length);
  const groupOf = new Map(graph.nodes.map(({ id, group }) => [id, group]));
  const framed = graph.groups.length > 1 || graph.groups[0] !== "";
  let top = 0;
  for (const group of graph.groups) {
    const nodes = graph.nodes.filter((node) => node.group === group);
    const edges = graph.edges.filter(
      ({ from, to }) => from !== to && groupOf.get(from) === group && groupOf.get(to) === group,
    );
    const inFrame = await arrangeFrame(nodes, edges, columns, arrangeFlow);
    for (const [id, { x, y }] of inFrame) places.set(id, { x, y: y + top });
    const box = boxAround(inFrame.values());
    top += (box?.height ?? 0) + (framed ? FRAME.top + FRAME.bottom + FRAME.gap : GAP.down);
  }
  return places;
}

async function arrangeFrame(
  nodes: readonly MapNode[],
  edges: readonly MapEdge[],
  columns: number,
  arrangeFlow: ArrangeFlow,
): Promise<Places> {
  const joined = new Set(edges.flatMap(({ from, to }) => [from, to]));
  const flowing = nodes.filter(({ id }) => joined.has(id)).map(({ id }) => id);
  const places = new Map<string, Point>(flowing.length > 0 ? await arrangeFlow(flowing, edges) : []);
  const box = boxAround(places.values());
  if (box) for (const [id, { x, y }] of places) places.set(id, { x: x - box.x, y: y - box.y });
  const width = box ? Math.max(columns, Math.floor((box.width + GAP.across) / (CARD.width + GAP.across))) : columns;
  const loose = nodes.filter(({ id }) => !joined.has(id));
  const top = box ? box.height + GAP.down * 2 : 0;
  loose.forEach(({ id }, index) => {
    places.set(id, {
      x: (index % width) * (CARD.width + GAP.across),
      y: top + Math.floor(index / width) * (CARD.height + GAP.down),
    });
  });
  return places;
}

/** So many cards in a row that the whole has the shape of a screen. */
export function columnsFor(count: number): number {
  const across = CARD.width + GAP.across;
  const down = CARD.height + GAP.down;
  return Math.max(1, Math.min(count, Math.round(Math.sqrt((count * down * ASPECT) / across))));
}
