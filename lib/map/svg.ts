import { alarmOf } from "@/lib/registry/departures";
import type { ServiceSummary } from "@/lib/registry/select";
import type { Places } from "./arrange";
import { type Box, CARD } from "./card";
import { type CellState, contentOf } from "./content";
import { extentOf, framesOf } from "./extent";
import type { MapGraph, MapNode } from "./graph";
import { type Part, partIn } from "./grouping";
import { shapesOf } from "./state-shapes";
import { arrowsSvg, declaredSvg, seenSvg } from "./svg-lines";
import { svgText, xmlText } from "./svg-text";
import type { MapTraffic } from "./traffic";
import { stateOfPart, troubleOf } from "./trouble";

/** Colours as the reader sees them; an SVG of its own has no style sheet of ours. */
export interface SvgInks {
  states: Record<CellState, string>;
  quiet: string;
  ground: string;
  card: string;
  frame: string;
  line: string;
  ink: string;
  dim: string;
}

/** Curves that lead back swing out beyond the cards. */
const MARGIN = 60;
const CELL = 11;

/** What is on the map. */
export interface Picture {
  graph: MapGraph;
  places: Places;
  services: readonly ServiceSummary[];
  traffic: MapTraffic;
}

/** The map as a picture that needs nothing else: no script, no font, no address. What it says is of `title`'s moment. */
export function mapSvg({ graph, places, services, traffic }: Picture, inks: SvgInks, title: string): string {
  const placed = graph.nodes.flatMap((node) => {
    const at = places.get(node.id);
    return at ? [{ node, at }] : [];
  });
  const { x, y, width, height } = extentOf(graph, places) ?? { x: 0, y: 0, width: CARD.width, height: CARD.height };
  const view = [x - MARGIN, y - MARGIN, width + 2 * MARGIN, height + 2 * MARGIN].map(Math.round);
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="${view.join(" ")}" width="${view[2]}" height="${view[3]}" font-family="Geist, Inter, system-ui, sans-serif">`,
    `<title>${xmlText(title)}</title>`,
    arrowsSvg(inks),
    `<rect x="${view[0]}" y="${view[1]}" width="100%" height="100%" fill="${inks.ground}"/>`,
    ...framesOf(graph, places).map(({ group, box }) => frameSvg(group || `no ${graph.grouping}`, box, inks)),
    declaredSvg(graph, places, inks),
    ...placed.map(({ node, at }) => cardSvg(node, at, partIn(services, node, graph.grouping), inks)),
    seenSvg(traffic, places, inks),
    "</svg>",
  ].join("\n");
}

function frameSvg(label: string, { x, y, width, height }: Box, inks: SvgInks): string {
  return (
    `<rect x="${x}" y="${y}" width="${width}" height="${height}" rx="14" fill="${inks.frame}" stroke="${inks.line}"/>` +
    svgText(x + 20, y + 26, label, inks.dim, 13)
  );
}

function cardSvg(node: MapNode, { x, y }: { x: number; y: number }, part: Part | null, inks: SvgInks): string {
  const alarm = part && alarmOf(part.service);
  const trouble = part && troubleOf(part);
  const edge = alarm
    ? inks.states.gone
    : trouble && trouble.state !== "left" && part
      ? inks.states[stateOfPart(part)]
      : inks.line;
  const frame = `<rect x="${x}" y="${y}" width="${CARD.width}" height="${CARD.height}" rx="9" fill="${inks.card}" stroke="${edge}"${part ? "" : ' stroke-dasharray="4 4"'}/>`;
  const parts = [
    frame,
    svgText(x + 14, y + 24, cut(node.service, trouble ? 18 : 26), part ? inks.ink : inks.dim, 13, 600),
  ];
  if (!part) return parts.join("");
  parts.push(svgText(x + CARD.width - 14, y + 24, String(part.instances.length), inks.ink, 13, 500, "end"));
  if (trouble)
    parts.push(
      svgText(
        x + CARD.width - 48,
        y + 24,
        `${trouble.count} ${trouble.word}`,
        inks.states[trouble.state],
        11,
        500,
        "end",
      ),
    );
  parts.push(contentSvg(part, x + 14, y + 42, inks));
  if (alarm?.kind === "empty")
    parts.push(svgText(x + CARD.width - 14, y + 80, "Nobody left", inks.states.gone, 14, 600, "end"));
  return `<g>${parts.join("")}</g>`;
}

function contentSvg(part: Part, x: number, y: number, inks: SvgInks): string {
  const content = contentOf(part);
  if (content.kind === "bar") {
    const total = content.shares.reduce((sum, { count }) => sum + count, 0);
    let left = x;
    return content.shares
      .map(({ state, count }) => {
        const width = (count / total) * 220;
        const rect = `<rect x="${left.toFixed(1)}" y="${y}" width="${width.toFixed(1)}" height="10" fill="${inkOf(state, inks)}"/>`;
        left += width;
        return rect;
      })
      .concat(
        svgText(x, y + 30, content.shares.map(({ state, count }) => `${count} ${state}`).join(", "), inks.dim, 11),
      )
      .join("");
  }
  const size = content.kind === "rings" ? 20 : CELL;
  const columns = Math.floor(220 / (size + 3));
  const scale = Math.min(1, 40 / (Math.ceil(content.cells.length / columns) * (size + 3)));
  const marks = content.cells.map(({ state }, index) => {
    const cx = (index % columns) * (size + 3) + size / 2;
    const cy = Math.floor(index / columns) * (size + 3) + size / 2;
    return shapesOf(state, cx, cy, (size / 2 - 1.5) * (state === "alive" ? 1 : 0.86))
      .map(({ stroke, data }) =>
        stroke === null
          ? `<path d="${data}" fill="${inkOf(state, inks)}"/>`
          : `<path d="${data}" fill="none" stroke="${inkOf(state, inks)}" stroke-width="${stroke}" stroke-linecap="round"/>`,
      )
      .join("");
  });
  return `<g transform="translate(${x} ${y}) scale(${scale.toFixed(3)})">${marks.join("")}</g>`;
}

function inkOf(state: CellState, inks: SvgInks): string {
  return state === "alive" ? inks.quiet : inks.states[state];
}

function cut(name: string, most: number): string {
  const characters = Array.from(name.slice(0, most * 2 + 2));
  return characters.length > most ? `${characters.slice(0, most - 1).join("")}…` : name;
}
