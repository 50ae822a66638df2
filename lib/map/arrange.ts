import { boxAround, CARD, FRAME, GAP, type Point } from "./card";
import type { MapEdge, MapGraph, MapNode } from "./graph";

/** Where each node stands, by id: its upper left corner. */
export type Places = ReadonlyMap<string, Point>;

/** What the layout library places: a card, or a whole frame. */
export interface FlowBox {
  id: string;
  width: number;
  height: number;
}

/** The layout library: boxes and who calls whom in, places out, callers left of whom they call. */
export type ArrangeFlow = (boxes: readonly FlowBox[], edges: readonly MapEdge[]) => Promise<Places>;

/** Of a screen. A picture that is much wider or higher leaves it half empty. */
const ASPECT = 1.65;

/**
 * Arranges the whole map anew: each frame by itself, callers left of whom they call; who neither calls nor is called
 * stands in rows below. So it is with the frames themselves: those that call into others stand left of them.
 */
export async function arrange(graph: MapGraph, arrangeFlow: ArrangeFlow): Promise<Places> {
  const columns = columnsFor(graph.nodes.length);
  const groupOf = new Map(graph.nodes.map(({ id, group }) => [id, group]));
  const frames: Frame[] = [];
  for (const group of graph.groups) {
    const nodes = graph.nodes.filter((node) => node.group === group);
    const edges = graph.edges.filter(
      ({ from, to }) => from !== to && groupOf.get(from) === group && groupOf.get(to) === group,
    );
    const inside = await arrangeFrame(nodes, edges, columns, arrangeFlow);
    const box = boxAround(inside.values());
    if (box) frames.push({ id: group, inside, width: box.width, height: box.height });
  }
  const corners = await arrangeFrames(frames, graph.edges, groupOf, arrangeFlow);
  return new Map(
    frames.flatMap(({ id, inside }) => {
      const corner = corners.get(id) ?? { x: 0, y: 0 };
      return [...inside].map(([card, { x, y }]) => [card, { x: x + corner.x, y: y + corner.y }] as const);
    }),
  );
}

interface Frame extends FlowBox {
  /** Its cards, from its own corner. */
  inside: Places;
}

const AROUND = { across: 2 * FRAME.side, down: FRAME.top + FRAME.bottom } as const;

/** Where the cards of each frame begin. Frames that call or are called by others first, the others below each other. */
async function arrangeFrames(
  frames: readonly Frame[],
  calls: readonly MapEdge[],
  groupOf: ReadonlyMap<string, string>,
  arrangeFlow: ArrangeFlow,
): Promise<Places> {
  const between = new Map<string, MapEdge>();
  for (const call of calls) {
    const [from, to] = [groupOf.get(call.from), groupOf.get(call.to)];
    if (from === undefined || to === undefined || from === to) continue;
    const id = JSON.stringify([from, to]);
    between.set(id, { id, from, to });
  }
  const joined = new Set([...between.values()].flatMap(({ from, to }) => [from, to]));
  const outer = frames
    .filter(({ id }) => joined.has(id))
    // The library keeps cards apart by less than frames need.
    .map(({ id, width, height }) => ({
      id,
      width: width + AROUND.across,
      height: height + AROUND.down + FRAME.gap - GAP.down,
    }));
  const corners = new Map(outer.length > 0 ? await arrangeFlow(outer, [...between.values()]) : []);
  let top = Math.max(0, ...outer.map(({ id, height }) => (corners.get(id)?.y ?? 0) + height + GAP.down));
  for (const { id, height } of frames) {
    if (corners.has(id)) continue;
    corners.set(id, { x: 0, y: top });
    top += height + AROUND.down + FRAME.gap;
  }
  return corners;
}

async function arrangeFrame(
  nodes: readonly MapNode[],
  edges: readonly MapEdge[],
  columns: number,
  arrangeFlow: ArrangeFlow,
): Promise<Places> {
  const joined = new Set(edges.flatMap(({ from, to }) => [from, to]));
  const flowing = nodes.filter(({ id }) => joined.has(id)).map(({ id }) => ({ id, ...CARD }));
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
