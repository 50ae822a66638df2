import { count } from "@/components/ui/format";
import { safeString } from "@/components/ui/safe-text-parts";
import { BODY, CARD } from "@/lib/map/card";
import { slotsFor } from "@/lib/map/card-slots";
import { type Content, contentOf } from "@/lib/map/content";
import type { MapNode } from "@/lib/map/graph";
import type { Part } from "@/lib/map/grouping";
import { stateOfPart, troubleOf } from "@/lib/map/trouble";
import { alarmOf } from "@/lib/registry/departures";
import { alarmWords } from "./card-sentence";
import { drawCells } from "./draw-cells";
import { drawShape } from "./draw-shape";
import type { Inks } from "./inks";
import type { MapFilter } from "./map-filter";

export interface CardLook {
  inks: Inks;
  /** Of the page. */
  fontFamily: string;
  filter: MapFilter | null;
  /** Whether a name can be read at this size; where not, it is only noise. */
  names: boolean;
}

const SIDE = 14;
const BASELINE = 28;
const NAME_SIZE = 23;
const RADIUS = 9;
/** As the style sheet has it for cards that do not fit a filter. */
const CARD_DIM = 0.22;

/** A card from far away, its upper left corner at the origin: what the card itself shows, but for what moves in it. */
export function drawCard(context: CanvasRenderingContext2D, node: MapNode, part: Part | null, look: CardLook): void {
  context.globalAlpha = isDim(node, part, look.filter) ? CARD_DIM : 1;
  drawGround(context, part, look.inks);
  drawHead(context, node, part, look);
  if (part) drawBody(context, part, look);
  context.globalAlpha = 1;
}

function isDim(node: MapNode, part: Part | null, filter: MapFilter | null): boolean {
  return filter !== null && (node.ghost || (part !== null && filter.fits(part)?.size === 0));
}

function drawGround(context: CanvasRenderingContext2D, part: Part | null, inks: Inks): void {
  const state = part && stateOfPart(part);
  const wrong = part && alarmOf(part.service) ? "gone" : state === "late" || state === "overdue" ? state : null;
  const line = wrong ? 4 : 2;
  context.beginPath();
  context.roundRect(line / 2, line / 2, CARD.width - line, CARD.height - line, RADIUS);
  if (part) {
    context.fillStyle = inks.card;
    context.fill();
  } else context.setLineDash([8, 6]);
  context.lineWidth = line;
  context.strokeStyle = wrong ? inks[wrong] : part ? inks.line : inks.ghost;
  context.stroke();
  context.setLineDash([]);
  if (!wrong) return;
  context.fillStyle = inks[wrong];
  context.fillRect(0, RADIUS / 2, 7, CARD.height - RADIUS);
}

function drawHead(context: CanvasRenderingContext2D, node: MapNode, part: Part | null, look: CardLook): void {
  const { inks, fontFamily, names } = look;
  const trouble = part && troubleOf(part);
  let right = CARD.width - SIDE;
  if (trouble) {
    context.fillStyle = inks[trouble.state];
    context.strokeStyle = inks[trouble.state];
    drawShape(context, trouble.state, right - 10, 20, 10);
    right -= 30;
  }
  if (!names) return;
  context.textBaseline = "alphabetic";
  if (part) {
    const many = count(part.instances.length);
    context.font = `500 20px ${fontFamily}`;
    context.fillStyle = inks.ink;
    context.textAlign = "right";
    context.fillText(many, right, BASELINE);
    right -= context.measureText(many).width + 10;
  }
  context.font = `600 ${NAME_SIZE}px ${fontFamily}`;
  context.fillStyle = part ? inks.ink : inks.dim;
  context.textAlign = "left";
  context.fillText(fitting(context, safeString(node.service, 60), right - SIDE), SIDE, BASELINE);
}

/** As much of a text as there is room for. */
function fitting(context: CanvasRenderingContext2D, text: string, room: number): string {
  if (context.measureText(text).width <= room) return text;
  const characters = Array.from(text);
  let [low, high] = [0, characters.length];
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    const fits = context.measureText(`${characters.slice(0, middle).join("")}…`).width <= room;
    if (fits) low = middle;
    else high = middle - 1;
  }
  return `${characters.slice(0, low).join("")}…`;
}

function drawBody(context: CanvasRenderingContext2D, part: Part, look: CardLook): void {
  const { inks, filter } = look;
  const content = contentOf(part);
  context.translate(BODY.x, BODY.y);
  if (content.kind === "bar") drawShares(context, content.shares, look);
  else {
    const many = content.cells.length;
    const fits = filter?.fits(part) ?? null;
    drawCells(context, content.cells, {
      slots: slotsFor(content.kind, many),
      inks,
      isDim: ({ id }) => fits !== null && !fits.has(id),
      pulses: NO_PULSES,
    });
  }
  const alarm = alarmOf(part.service);
  if (alarm) drawAlarm(context, alarmWords(alarm), look);
  context.translate(-BODY.x, -BODY.y);
}

/** On its own ground: who is gone lately stands beneath it. */
function drawAlarm(context: CanvasRenderingContext2D, words: string, { inks, fontFamily }: CardLook): void {
  context.font = `600 24px ${fontFamily}`;
  const width = context.measureText(words).width + 10;
  context.fillStyle = inks.card;
  context.fillRect(BODY.width - width, BODY.height - 22, width, 26);
  context.fillStyle = inks.gone;
  context.textAlign = "right";
  context.fillText(words, BODY.width, BODY.height);
}

const NO_PULSES: ReadonlyMap<string, number> = new Map();

function drawShares(
  context: CanvasRenderingContext2D,
  shares: Extract<Content, { kind: "bar" }>["shares"],
  { inks, fontFamily }: CardLook,
): void {
  const all = shares.reduce((sum, share) => sum + share.count, 0);
  let left = 0;
  for (const { state, count: many } of shares) {
    const width = (many / all) * BODY.width;
    context.fillStyle = state === "alive" ? inks.quiet : inks[state];
    context.fillRect(left, 2, Math.max(1, width - 1), 12);
    left += width;
  }
  context.font = `400 15px ${fontFamily}`;
  context.fillStyle = inks.dim;
  context.textAlign = "left";
  context.fillText(shares.map(({ state, count: many }) => `${count(many)} ${state}`).join(", "), 0, 34, BODY.width);
}
