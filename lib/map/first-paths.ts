import { BODY, type Box, CARD, type Point } from "./card";
import { type Slots, slotAt, slotsFor } from "./card-slots";
import type { CellState, Content, MapCell } from "./content";
import { shapesOf, tenth } from "./state-shapes";

/** So many fields across and down: a browser draws in tiles, and a path that lies in one of them costs the others nothing. */
const FIELDS = 6;
/** Side of a square that weighs as much as the cell it stands for. */
const SQUARE = 0.88;
const BAR = { y: 2, height: 12 } as const;

/** What a card's outline says. */
export type CardLook = "" | "ghost" | "late" | "overdue" | "gone";

/** Shapes of one look in one field of the picture become one path: its class is its look. */
export function createFirstPaths(extent: Box) {
  const cards = new Map<string, string[]>();
  const bodies = new Map<string, string[]>();

  function add(paths: Map<string, string[]>, { x, y }: Point, attributes: string, data: string): void {
    const [across, down] = [(x - extent.x) / extent.width, (y - extent.y) / extent.height];
    const key = `${Math.floor(across * FIELDS)},${Math.floor(down * FIELDS)} ${attributes}`;
    const known = paths.get(key);
    if (known) known.push(data);
    else paths.set(key, [data]);
  }

  const written = (paths: ReadonlyMap<string, string[]>) =>
    [...paths].map(([key, data]) => `<path ${key.slice(key.indexOf(" ") + 1)} d="${data.join("")}"/>`).join("");

  function shape(state: CellState, x: number, y: number, r: number): void {
    for (const { stroke, data } of shapesOf(state, x, y, r))
      add(
        bodies,
        { x, y },
        stroke === null ? `class="${state}"` : `class="${state} line" stroke-width="${stroke}"`,
        data,
      );
  }

  return {
    card({ x, y }: Point, look: CardLook): void {
      add(cards, { x, y }, `class="card${look && ` ${look}`}"`, `M${tenth(x + ROUND)} ${tenth(y)}${AROUND}`);
    },
    shape,
    /** Everybody of a card, `at` the corner of its body. */
    body(content: Content, at: Point): void {
      if (content.kind === "bar") {
        for (const { state, data } of barsOf(content.shares, at)) add(bodies, at, `class="${state}"`, data);
        return;
      }
      const { cells } = content;
      const slots = slotsFor(content.kind, cells.length);
      const well = wellOf(cells, slots, at);
      if (well.data) add(bodies, at, well.attributes, well.data);
      const r = slots.size / 2;
      cells.forEach(({ state }, index) => {
        const { x, y } = slotAt(slots, index);
        if (state !== "alive") shape(state, at.x + x + r, at.y + y + r, r * 0.92);
      });
    },
    /** Cards lie below what they hold. */
    markup: () => written(cards) + written(bodies),
  };
}

const ROUND = 9;
const [WIDE, HIGH] = [CARD.width - 2 * ROUND, CARD.height - 2 * ROUND];
const corner = (x: number, y: number) => `a${ROUND} ${ROUND} 0 0 1 ${x * ROUND} ${y * ROUND}`;
const AROUND = `h${WIDE}${corner(1, 1)}v${HIGH}${corner(-1, 1)}h${-WIDE}${corner(-1, -1)}v${-HIGH}${corner(1, -1)}z`;

function barsOf(shares: Extract<Content, { kind: "bar" }>["shares"], { x, y }: Point) {
  const all = shares.reduce((sum, { count }) => sum + count, 0);
  let left = x;
  return shares.map(({ state, count }) => {
    const width = (count / all) * BODY.width;
    const seen = Math.max(1, width - 1);
    const data = `M${tenth(left)} ${tenth(y + BAR.y)}h${tenth(seen)}v${BAR.height}h${tenth(-seen)}z`;
    left += width;
    return { state, data };
  });
}

/**
 * Cells that are well: each run of them in a row is one dashed line. Squares: at this size nobody sees the corners, and
 * a browser draws them much faster than what is round.
 */
function wellOf(cells: readonly MapCell[], slots: Slots, at: Point): { attributes: string; data: string } {
  const side = slots.size * SQUARE;
  const dash = `${tenth(side)} ${tenth(slots.across - Number(tenth(side)))}`;
  let data = "";
  let begin: number | null = null;
  for (let index = 0; index <= cells.length; index++) {
    const well = cells[index]?.state === "alive";
    if (well) begin ??= index;
    if (begin === null || (well && (index + 1) % slots.columns !== 0)) continue;
    const last = well ? index : index - 1;
    const { x, y } = slotAt(slots, begin);
    const left = at.x + x + (slots.size - side) / 2;
    data += `M${tenth(left)} ${tenth(at.y + y + slots.size / 2)}h${tenth((last - begin) * slots.across + side)}`;
    begin = null;
  }
  return { attributes: `class="alive line" stroke-width="${tenth(side)}" stroke-dasharray="${dash}"`, data };
}
