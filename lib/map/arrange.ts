import { boxAround, CARD, FRAME, GAP, type Point } from "./card";
import { type Flowing, fold, zoomFor } from "./fold";
import type { MapEdge, MapGraph } from "./graph";

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

/** A name that fills its card can still be read at this zoom. */
const READABLE_ZOOM = 0.42;

/**
 * Arranges the whole map anew: each frame by itself, callers left of whom they call; who neither calls nor is called
 * stands in rows below. So it is with the frames themselves: those that call into others stand left of them. Where that
 * is a picture that nobody can read, it is folded into the shape of a screen.
 */
export async function arrange(graph: MapGraph, arrangeFlow: ArrangeFlow): Promise<Places> {
  const flowing = await flowingFrames(graph, arrangeFlow);
  const places = await asTheyFlow(graph, flowing, arrangeFlow);
  const box = boxAround(places.values());
  if (!box || zoomFor(box.width, box.height) >= READABLE_ZOOM) return places;
  const folded = fold(flowing);
  const shorter = boxAround(folded.values());
  return shorter && zoomFor(shorter.width, shorter.height) > zoomFor(box.width, box.height) ? folded : places;
}

async function flowingFrames(graph: MapGraph, arrangeFlow: ArrangeFlow): Promise<Flowing[]> {
  const groupOf = new Map(graph.nodes.map(({ id, group }) => [id, group]));
  const nodesOf = grouped(graph.nodes, ({ group }) => group);
  const edgesOf = grouped(graph.edges, ({ from, to }) =>
    from !== to && groupOf.get(from) === groupOf.get(to) ? groupOf.get(from) : undefined,
  );
  const frames: Flowing[] = [];
  for (const id of graph.groups) {
    const nodes = nodesOf.get(id) ?? [];
    const edges = edgesOf.get(id) ?? [];
    const joined = new Set(edges.flatMap(({ from, to }) => [from, to]));
    const boxes = nodes.filter((node) => joined.has(node.id)).map((node) => ({ id: node.id, ...CARD }));
    const flow = boxes.length > 0 ? fromTheCorner(await arrangeFlow(boxes, edges)) : new Map();
    frames.push({ id, flow, loose: nodes.filter((node) => !joined.has(node.id)).map((node) => node.id) });
  }
  return frames;
}

function grouped<T, Key>(all: readonly T[], keyOf: (one: T) => Key): Map<Key, T[]> {
  const groups = new Map<Key, T[]>();
  for (const one of all) {
    const key = keyOf(one);
    const group = groups.get(key);
    if (group) group.push(one);
    else groups.set(key, [one]);
  }
  return groups;
}

function fromTheCorner(places: Places): Places {
  const box = boxAround(places.values());
  return new Map([...places].map(([id, { x, y }]) => [id, { x: x - (box?.x ?? 0), y: y - (box?.y ?? 0) }]));
}

/** As the layout library has it. */
async function asTheyFlow(graph: MapGraph, flowing: readonly Flowing[], arrangeFlow: ArrangeFlow): Promise<Places> {
  const columns = columnsFor(graph.nodes.length);
  const groupOf = new Map(graph.nodes.map(({ id, group }) => [id, group]));
  const frames = flowing.flatMap((frame): Frame[] => {
    const inside = withLoose(frame, columns);
    const box = boxAround(inside.values());
    return box ? [{ id: frame.id, inside, width: box.width, height: box.height }] : [];
  });
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

/** Who neither calls nor is called, in rows below those that do. */
function withLoose({ flow, loose }: Flowing, columns: number): Places {
  const places = new Map(flow);
  const box = boxAround(flow.values());
  const width = box ? Math.max(columns, Math.floor((box.width + GAP.across) / (CARD.width + GAP.across))) : columns;
  const top = box ? box.height + GAP.down * 2 : 0;
  loose.forEach((id, index) => {
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
