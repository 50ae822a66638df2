import type { Places } from "@/lib/map/arrange";
import { type Box, boxAround, CARD, endsOf, type Point } from "@/lib/map/card";
import type { MapEdge, MapGraph } from "@/lib/map/graph";
import { type Part, partIn } from "@/lib/map/grouping";
import type { ServiceSummary } from "@/lib/registry/select";
import { type CardLook, drawCard } from "./draw-card";
import { linePath } from "./line-path";

export interface OverviewScene {
  graph: MapGraph;
  places: Places;
  look: CardLook;
  /** Device pixels for one of the map's. */
  scale: number;
}

/** Room for lines that leave the outermost cards. */
const MARGIN = 120;
const ACROSS = 0.42;

/** What the picture covers, in the map's own pixels. */
export function overviewBox(places: Places): Box {
  const { x, y, width, height } = boxAround(places.values()) ?? { x: 0, y: 0, width: 0, height: 0 };
  return { x: x - MARGIN, y: y - MARGIN, width: width + 2 * MARGIN, height: height + 2 * MARGIN };
}

/** Draws all lines and cards once, then the cards whose part has changed. */
export function createOverviewPainter(
  canvas: HTMLCanvasElement,
  { graph, places, look, scale }: OverviewScene,
): (services: readonly ServiceSummary[]) => void {
  const box = overviewBox(places);
  canvas.width = Math.max(1, Math.round(box.width * scale));
  canvas.height = Math.max(1, Math.round(box.height * scale));
  const context = canvas.getContext("2d");
  if (!context) return () => {};
  const cards = graph.nodes.flatMap((node) => {
    const place = places.get(node.id);
    return place ? [{ node, place }] : [];
  });
  const drawn = new Map<string, Part | null>();
  let shown: readonly ServiceSummary[] | null = null;
  const originAt = ({ x, y }: Point) =>
    context.setTransform(scale, 0, 0, scale, (x - box.x) * scale, (y - box.y) * scale);

  // A card begins within a pixel: what it left of its border there is cleared, too.
  const edge = 1 / scale;

  originAt({ x: 0, y: 0 });
  drawLines(context, graph, places, look);

  return (services) => {
    if (services === shown) return;
    shown = services;
    for (const { node, place } of cards) {
      const part = partIn(services, node, graph.grouping);
      if (drawn.has(node.id) && drawn.get(node.id) === part) continue;
      drawn.set(node.id, part);
      originAt(place);
      context.clearRect(-edge, -edge, CARD.width + 2 * edge, CARD.height + 2 * edge);
      // Between two looks at who is there somebody may have left: its place is empty until the next.
      if (part || node.ghost) drawCard(context, node, part, look);
    }
    canvas.dataset.cards = String(cards.length);
  };
}

/** Declared calls; those that leave their frame step back. */
function drawLines(context: CanvasRenderingContext2D, graph: MapGraph, places: Places, { inks }: CardLook): void {
  const groupOf = new Map(graph.nodes.map(({ id, group }) => [id, group]));
  const [within, across] = [new Path2D(), new Path2D()];
  for (const line of graph.edges) {
    const path = pathOf(line, places);
    if (path) (groupOf.get(line.from) === groupOf.get(line.to) ? within : across).addPath(new Path2D(path));
  }
  context.strokeStyle = inks.line;
  context.lineWidth = 2.25;
  context.stroke(within);
  context.globalAlpha = ACROSS;
  context.stroke(across);
  context.globalAlpha = 1;
}

function pathOf({ from, to }: MapEdge, places: Places): string | null {
  const ends = endsOf(places.get(from), places.get(to));
  return ends && linePath(ends, from === to).path;
}

/** The card under a point of the map. */
export function cardAt({ x, y }: Point, places: Places): string | null {
  for (const [id, place] of places)
    if (x >= place.x && y >= place.y && x < place.x + CARD.width && y < place.y + CARD.height) return id;
  return null;
}
