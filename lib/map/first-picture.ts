import type { ServiceSummary } from "@/lib/registry/select";
import { arrange, type Places } from "./arrange";
import { BODY, type Box, CARD, type Point } from "./card";
import { cellSlots, ringSlots, type Slots, slotAt } from "./card-slots";
import { type CellState, type Content, contentOf, type MapCell } from "./content";
import { extentOf, framesOf } from "./extent";
import { zoomFor } from "./fold";
import { graphOf, isLarge, type MapNode } from "./graph";
import { type Grouping, type Part, partIn } from "./grouping";
import { xmlText } from "./svg-text";
import { alarmOf, stateOfPart, troubleOf } from "./trouble";

/** At a smaller zoom a name would be a grey line. */
const LEAST_ZOOM_FOR_NAMES = 0.25;
const HEAD = { x: 14, y: 28, most: 14 } as const;
const TROUBLE = { x: CARD.width - 24, y: 20, r: 10 } as const;
/** Rows of a body's shares: bar, then words. */
const BAR = { y: 2, height: 12 } as const;
/** Curves that only need be seen from afar are written to a tenth of a pixel. */
const at = (value: number) => String(Math.round(value * 10) / 10);

/**
 * A large map as markup that stands in the page before any script of it runs: every card in the rows in which the map
 * begins, every instance in its state, no calls yet. Small, because what is alike is one path: cells that are well are
 * the dashes of a line. It draws with the page's style sheet (`.first-picture`). Null where the map is not large:
 * that one is soon there as a whole.
 */
export async function firstPicture(
  services: readonly ServiceSummary[],
  grouping: Grouping,
  dependencyFields: readonly string[],
): Promise<string | null> {
  const graph = graphOf(services, grouping, dependencyFields);
  if (!isLarge(graph)) return null;
  const places = await arrange({ ...graph, edges: [] }, asTheyAre);
  const extent = extentOf(graph, places);
  if (!extent) return null;
  const zoom = zoomFor(extent.width, extent.height);
  const paths = createPaths(extent);
  const texts: string[] = [];
  for (const node of graph.nodes) {
    const place = places.get(node.id);
    if (!place) continue;
    const part = partIn(services, node, grouping);
    paths.at(place);
    paths.add(cardClass(part), cardPath(place.x, place.y));
    const trouble = part && troubleOf(part);
    if (trouble) paths.addShape(trouble.state, place.x + TROUBLE.x, place.y + TROUBLE.y, TROUBLE.r);
    if (part) addBody(paths, contentOf(part), place.x + BODY.x, place.y + BODY.y);
    if (zoom < LEAST_ZOOM_FOR_NAMES) continue;
    texts.push(...headTexts(node, part, place, place.x + (trouble ? TROUBLE.x - 20 : CARD.width - HEAD.x)));
  }
  const frames = framesOf(graph, places).map(({ group, box }) => {
    const size = Math.min(110, 12.5 / zoom);
    const { x, y, width, height } = box;
    return `<rect class="frame" x="${x}" y="${y}" width="${width}" height="${height}" rx="14"/><text class="group" x="${x + 20}" y="${at(y - size / 2)}" font-size="${at(size)}">${xmlText(group || `no ${grouping}`)}</text>`;
  });
  const view = [extent.x, extent.y, extent.width, extent.height].map(Math.round).join(" ");
  return `<svg class="first-picture" viewBox="${view}" aria-hidden="true">${frames.join("")}${paths.markup()}${texts.join("")}</svg>`;
}

/** Nobody calls anybody here: the layout library is not asked. */
const asTheyAre = async (): Promise<Places> => new Map();

/** So many fields across and down: a browser draws in tiles, and a path that lies in one of them costs the others nothing. */
const FIELDS = 6;

/** Shapes of one look in one field of the picture are one path. */
function createPaths(extent: Box) {
  const cards = new Map<string, string[]>();
  const held = new Map<string, string[]>();
  let field = "";
  const written = (paths: ReadonlyMap<string, string[]>) =>
    [...paths].map(([key, data]) => `<path ${key.slice(key.indexOf(" ") + 1)} d="${data.join("")}"/>`).join("");
  /** `look`: attributes of the path. */
  function add(look: string, data: string): void {
    const paths = look.startsWith(CARD_LOOK) ? cards : held;
    const key = `${field} ${look}`;
    const known = paths.get(key);
    if (known) known.push(data);
    else paths.set(key, [data]);
  }
  return {
    add,
    addShape(state: CellState, x: number, y: number, r: number): void {
      for (const { look, data } of shapeOf(state, x, y, r)) add(look, data);
    },
    /** Where what is added next lies. */
    at({ x, y }: Point): void {
      const [across, down] = [(x - extent.x) / extent.width, (y - extent.y) / extent.height];
      field = `${Math.floor(across * FIELDS)},${Math.floor(down * FIELDS)}`;
    },
    /** Cards lie below what they hold. */
    markup: () => written(cards) + written(held),
  };
}

type Paths = ReturnType<typeof createPaths>;

const CARD_LOOK = 'class="card';

function cardClass(part: Part | null): string {
  if (!part) return `${CARD_LOOK} ghost"`;
  const state = stateOfPart(part);
  const wrong = alarmOf(part.service) ? "gone" : state === "late" || state === "overdue" ? state : null;
  return wrong ? `${CARD_LOOK} ${wrong}"` : `${CARD_LOOK}"`;
}

const ROUND = 9;
const [WIDE, HIGH] = [CARD.width - 2 * ROUND, CARD.height - 2 * ROUND];
const corner = (x: number, y: number) => `a${ROUND} ${ROUND} 0 0 1 ${x * ROUND} ${y * ROUND}`;
const AROUND = `h${WIDE}${corner(1, 1)}v${HIGH}${corner(-1, 1)}h${-WIDE}${corner(-1, -1)}v${-HIGH}${corner(1, -1)}z`;

function cardPath(x: number, y: number): string {
  return `M${at(x + ROUND)} ${at(y)}${AROUND}`;
}

function headTexts({ service }: MapNode, part: Part | null, { x, y }: Point, right: number): string[] {
  const characters = Array.from(service.slice(0, HEAD.most * 2 + 2));
  const cut = characters.length > HEAD.most ? `${characters.slice(0, HEAD.most - 1).join("")}…` : service;
  const name = `<text class="name" x="${at(x + HEAD.x)}" y="${at(y + HEAD.y)}">${xmlText(cut)}</text>`;
  if (!part) return [name];
  return [name, `<text class="count" x="${at(right)}" y="${at(y + HEAD.y)}">${part.instances.length}</text>`];
}

function addBody(paths: Paths, content: Content, x: number, y: number): void {
  if (content.kind === "bar") {
    const all = content.shares.reduce((sum, share) => sum + share.count, 0);
    let left = x;
    for (const { state, count } of content.shares) {
      const width = (count / all) * BODY.width;
      paths.add(`class="${state}"`, `M${at(left)} ${at(y + BAR.y)}h${at(width - 1)}v${BAR.height}h${at(1 - width)}z`);
      left += width;
    }
    return;
  }
  const { cells } = content;
  const slots = content.kind === "rings" ? ringSlots(cells.length) : cellSlots(cells.length);
  addWell(paths, cells, slots, x, y);
  const r = (slots.size / 2) * 0.92;
  cells.forEach(({ state }, index) => {
    if (state === "alive") return;
    const box = slotAt(slots, index);
    paths.addShape(state, x + box.x + slots.size / 2, y + box.y + slots.size / 2, r);
  });
}

/** Side of a square that weighs as much as the cell it stands for. */
const SQUARE = 0.88;

/** Cells in one row that are well, each run of them one dashed line. */
function addWell(paths: Paths, cells: readonly MapCell[], slots: Slots, x: number, y: number): void {
  // Squares: at this size nobody sees the corners, and they are drawn much faster than what is round.
  const dash = at(slots.size * SQUARE);
  const look = `class="alive" stroke-width="${dash}" stroke-dasharray="${dash} ${at(slots.across - slots.size * SQUARE)}"`;
  const r = slots.size / 2;
  let begin: number | null = null;
  for (let index = 0; index <= cells.length; index++) {
    const well = cells[index]?.state === "alive";
    if (well) begin ??= index;
    if (begin === null || (well && (index + 1) % slots.columns !== 0)) continue;
    const last = well ? index : index - 1;
    const box = slotAt(slots, begin);
    const left = x + box.x + (slots.size * (1 - SQUARE)) / 2;
    const length = (last - begin) * slots.across + slots.size * SQUARE;
    paths.add(look, `M${at(left)} ${at(y + box.y + r)}h${at(length)}`);
    begin = null;
  }
}

/** The shapes of states, as StateGlyph has them, around a centre. */
function shapeOf(state: CellState, x: number, y: number, r: number): readonly { look: string; data: string }[] {
  const filled = `class="${state}"`;
  const stroked = (width: number) => `class="${state} line" stroke-width="${at(width)}"`;
  const circle = (radius: number) =>
    `M${at(x - radius)} ${at(y)}a${at(radius)} ${at(radius)} 0 1 0 ${at(2 * radius)} 0a${at(radius)} ${at(radius)} 0 1 0 ${at(-2 * radius)} 0z`;
  switch (state) {
    case "alive":
      return [{ look: filled, data: circle(r) }];
    case "late":
      return [
        { look: stroked(r * 0.36), data: circle(r * 0.94) },
        { look: filled, data: `M${at(x)} ${at(y + r)}a${at(r)} ${at(r)} 0 0 1 0 ${at(-2 * r)}z` },
      ];
    case "overdue": {
      const half = at(r * 1.24);
      return [
        { look: filled, data: `M${at(x)} ${at(y - r * 1.24)}l${half} ${half}l-${half} ${half}l-${half} -${half}z` },
      ];
    }
    case "draining":
      return [{ look: stroked(r * 0.5), data: circle(r * 0.86) }];
    case "static": {
      const side = at(r * 1.6);
      return [{ look: filled, data: `M${at(x - r * 0.8)} ${at(y - r * 0.8)}h${side}v${side}h-${side}z` }];
    }
    case "gone": {
      const arm = at(r * 1.72);
      const [left, top] = [at(x - r * 0.86), at(y - r * 0.86)];
      return [{ look: stroked(r * 0.5), data: `M${left} ${top}l${arm} ${arm}m0 -${arm}l-${arm} ${arm}` }];
    }
  }
}
