import type { Places } from "./arrange";
import { endsOf, type Point } from "./card";
import type { MapGraph } from "./graph";
import type { SvgInks } from "./svg";
import { svgText } from "./svg-text";
import { type MapTraffic, rateText, wayWord } from "./traffic";

/** Declared calls: thin and plain. */
export function declaredSvg(graph: MapGraph, places: Places, inks: SvgInks): string {
  const lines = graph.edges.flatMap(({ from, to }) => {
    const curve = curveBetween(places.get(from), places.get(to));
    return curve && from !== to ? `<path d="${curve.path}"/>` : [];
  });
  return `<g fill="none" stroke="${inks.line}" stroke-width="1.25">${lines.join("")}</g>`;
}

/** Requests seen: dashed, in ink, each with its rate; those from outside the registry stand at the card's upper edge. */
export function seenSvg({ edges, inbound }: MapTraffic, places: Places, inks: SvgInks): string {
  const lines = edges.flatMap((edge) => {
    const curve = curveBetween(places.get(edge.from), places.get(edge.to));
    if (!curve || edge.from === edge.to) return [];
    return (
      `<path d="${curve.path}" fill="none" stroke="${inks.ink}" stroke-width="1.75" stroke-dasharray="5 4"/>` +
      svgText(curve.x, curve.y - 4, rateText(edge), inks.ink, 11, 500, "middle")
    );
  });
  const marks = [...inbound].flatMap(([id, ways]) => {
    const at = places.get(id);
    const said = ways.map((one) => `${wayWord(one.way)} ${rateText(one)}`).join(", ");
    return at ? svgText(at.x + 14, at.y - 5, `\u2193 ${said}`, inks.ink, 11, 500) : [];
  });
  return [...lines, ...marks].join("");
}

function curveBetween(start: Point | undefined, end: Point | undefined): (Point & { path: string }) | null {
  const ends = endsOf(start, end);
  if (!ends) return null;
  const { sourceX: x1, sourceY: y1, targetX: x2, targetY: y2 } = ends;
  const bend = Math.max(40, Math.abs(x2 - x1) / 2);
  const path = `M${x1},${y1}C${x1 + bend},${y1} ${x2 - bend},${y2} ${x2},${y2}`;
  return { path, x: (x1 + x2) / 2, y: (y1 + y2) / 2 };
}
