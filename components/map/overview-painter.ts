import type { Places } from "@/lib/map/arrange";
import { type Box, boxAround, CARD, endsOf, overlaps, type Point } from "@/lib/map/card";
import { contentOf, sameContent } from "@/lib/map/content";
import type { MapEdge, MapGraph } from "@/lib/map/graph";
import { type Part, partIn } from "@/lib/map/grouping";
import { linePath } from "@/lib/map/line-path";
import { troubleOf } from "@/lib/map/trouble";
import { alarmOf } from "@/lib/registry/departures";
import type { ServiceSummary } from "@/lib/registry/select";
import { alarmWords } from "./card-sentence";
import { type CardLook, drawCard } from "./draw-card";
import type { MapFilter } from "./map-filter";
import type { Scene } from "./overview-scene";

export interface OverviewSubject {
  graph: MapGraph;
  places: Places;
  look: CardLook;
  scene: Scene;
}

/** Room for lines that leave the outermost cards. */
const MARGIN = 120;
const ACROSS = 0.42;

/** What a picture of everything covers, in the map's own pixels. */
export function overviewBox(places: Places): Box {
  const { x, y, width, height } = boxAround(places.values()) ?? { x: 0, y: 0, width: 0, height: 0 };
  return { x: x - MARGIN, y: y - MARGIN, width: width + 2 * MARGIN, height: height + 2 * MARGIN };
}

/** Draws the lines and cards of a scene once, then the cards that have changed to the eye. */
export function createOverviewPainter(
  canvas: HTMLCanvasElement,
  { graph, places, look, scene: { box, scale } }: OverviewSubject,
): (services: readonly ServiceSummary[]) => void {
  canvas.width = Math.max(1, Math.round(box.width * scale));
  canvas.height = Math.max(1, Math.round(box.height * scale));
  const context = canvas.getContext("2d");
  if (!context) return () => {};
  const cards = graph.nodes.flatMap((node) => {
    const place = places.get(node.id);
    return place && overlaps({ ...place, ...CARD }, box) ? [{ node, place }] : [];
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
      const before = drawn.get(node.id);
      drawn.set(node.id, part);
      if (before !== undefined && (before === part || looksTheSame(before, part, look.filter))) continue;
      originAt(place);
      context.clearRect(-edge, -edge, CARD.width + 2 * edge, CARD.height + 2 * edge);
      // Between two looks at who is there somebody may have left: its place is empty until the next.
      if (part || node.ghost) drawCard(context, node, part, look);
    }
    canvas.dataset.cards = String(cards.length);
  };
}

/** Nothing that the picture shows of it has changed. What fits a filter may hang on anything. */
function looksTheSame(a: Part | null, b: Part | null, filter: MapFilter | null): boolean {
  if (!a || !b || filter) return false;
  const [was, is] = [alarmOf(a.service), alarmOf(b.service)];
  return (
    a.instances.length === b.instances.length &&
    sameContent(contentOf(a), contentOf(b)) &&
    troubleOf(a)?.state === troubleOf(b)?.state &&
    (was && alarmWords(was)) === (is && alarmWords(is))
  );
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
