import type { Places } from "./arrange";
import { endsOf } from "./card";
import type { MapEdge, MapGraph } from "./graph";
import { type LinePath, linePath } from "./line-path";
import type { SvgInks } from "./svg";
import { svgText } from "./svg-text";
import { type MapTraffic, rateText, wayWord } from "./traffic";

/** The heads of lines, one for each ink: not every program lends a head the colour of its line. */
export function arrowsSvg({ line, ink }: SvgInks): string {
  return `<defs>${arrowSvg("declared", line)}${arrowSvg("seen", ink)}</defs>`;
}

function arrowSvg(id: string, ink: string): string {
  return (
    `<marker id="${id}" viewBox="0 0 8 8" refX="6.4" refY="4" markerWidth="8" markerHeight="8" orient="auto" markerUnits="userSpaceOnUse">` +
    `<polyline points="1,1.2 6.4,4 1,6.8" fill="none" stroke="${ink}" stroke-width="1.2"/></marker>`
  );
}

/** Declared calls: thin and plain. */
export function declaredSvg(graph: MapGraph, places: Places, inks: SvgInks): string {
  const lines = graph.edges.flatMap((edge) => {
    const curve = curveOf(edge, places);
    return curve ? `<path d="${curve.path}" marker-end="url(#declared)"/>` : [];
  });
  return `<g fill="none" stroke="${inks.line}" stroke-width="1.25">${lines.join("")}</g>`;
}

/** Requests seen: dashed, in ink, each with its rate; those from outside the registry stand at the card's upper edge. */
export function seenSvg({ edges, inbound }: MapTraffic, places: Places, inks: SvgInks): string {
  const lines = edges.flatMap((edge) => {
    const curve = curveOf(edge, places);
    if (!curve) return [];
    return (
      `<path d="${curve.path}" fill="none" stroke="${inks.ink}" stroke-width="1.75" stroke-dasharray="5 4" marker-end="url(#seen)"/>` +
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

/** As on the screen. */
function curveOf({ from, to }: Pick<MapEdge, "from" | "to">, places: Places): LinePath | null {
  const ends = endsOf(places.get(from), places.get(to));
  return ends && linePath(ends, from === to);
}
