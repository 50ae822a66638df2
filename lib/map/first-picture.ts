import { alarmOf } from "@/lib/registry/departures";
import type { ServiceSummary } from "@/lib/registry/select";
import { arrange, type Places } from "./arrange";
import { BODY, CARD, LEAST_ZOOM_FOR_NAMES, type Point } from "./card";
import { contentOf } from "./content";
import { extentOf, type FrameBox, framesOf } from "./extent";
import { type CardLook, createFirstPaths } from "./first-paths";
import { zoomFor } from "./fold";
import { graphOf, isLarge, type MapNode } from "./graph";
import { type Grouping, type Part, partIn } from "./grouping";
import { tenth } from "./state-shapes";
import { xmlText } from "./svg-text";
import { stateOfPart, troubleOf } from "./trouble";

/** Of more cards it would be a page of several megabytes, on which one card is a speck. */
const MOST_CARDS = 2_000;
const HEAD = { x: 14, y: 28, most: 14 } as const;
const TROUBLE = { x: CARD.width - 24, y: 20, r: 10 } as const;
/** Pixels on the screen. */
const GROUP_SIZE = 12.5;

/**
 * A large map as markup that stands in the page before any script of it has run: every card in the rows in which the
 * map begins, every instance in its state, no calls yet. It is drawn by the page's style sheet (`.first-picture`). Null
 * where the map is not large: that one is soon there as a whole; and where it is larger than a page should be. Between
 * some cards and the next it waits for `aTurn`.
 */
export async function firstPicture(
  services: readonly ServiceSummary[],
  grouping: Grouping,
  dependencyFields: readonly string[],
  aTurn: () => Promise<unknown>,
): Promise<string | null> {
  const graph = graphOf(services, grouping, dependencyFields);
  if (!isLarge(graph) || graph.nodes.length > MOST_CARDS) return null;
  const places = await arrange({ ...graph, edges: [] }, nobodyCalls);
  const extent = extentOf(graph, places);
  if (!extent) return null;
  const zoom = zoomFor(extent.width, extent.height);
  const paths = createFirstPaths(extent);
  const heads: string[] = [];
  for (const [index, node] of graph.nodes.entries()) {
    if (index % AT_ONCE === AT_ONCE - 1) await aTurn();
    const place = places.get(node.id);
    if (!place) continue;
    const part = partIn(services, node, grouping);
    const trouble = part && troubleOf(part);
    paths.card(place, lookOf(part));
    if (trouble) paths.shape(trouble.state, place.x + TROUBLE.x, place.y + TROUBLE.y, TROUBLE.r);
    if (part) paths.body(contentOf(part), { x: place.x + BODY.x, y: place.y + BODY.y });
    if (zoom >= LEAST_ZOOM_FOR_NAMES) heads.push(headOf(node, part, place, trouble ? 44 : HEAD.x));
  }
  const frames = framesOf(graph, places).map((frame) => frameOf(frame, grouping, GROUP_SIZE / zoom));
  const view = [extent.x, extent.y, extent.width, extent.height].map(Math.round).join(" ");
  return `<svg class="first-picture" viewBox="${view}" aria-hidden="true">${frames.join("")}${paths.markup()}${heads.join("")}</svg>`;
}

/** So many cards, then others have their turn: what is streamed meanwhile must not wait for a page. */
const AT_ONCE = 100;

/** The layout library is asked for calls only. */
const nobodyCalls = async (): Promise<Places> => new Map();

function lookOf(part: Part | null): CardLook {
  if (!part) return "ghost";
  if (alarmOf(part.service)) return "gone";
  const state = stateOfPart(part);
  return state === "late" || state === "overdue" ? state : "";
}

function headOf({ service }: MapNode, part: Part | null, { x, y }: Point, beside: number): string {
  const characters = Array.from(service.slice(0, HEAD.most * 2 + 2));
  const cut = characters.length > HEAD.most ? `${characters.slice(0, HEAD.most - 1).join("")}…` : service;
  const name = `<text class="name" x="${tenth(x + HEAD.x)}" y="${tenth(y + HEAD.y)}">${xmlText(cut)}</text>`;
  if (!part) return name;
  const right = tenth(x + CARD.width - beside);
  return `${name}<text class="count" x="${right}" y="${tenth(y + HEAD.y)}">${part.instances.length}</text>`;
}

function frameOf({ group, box: { x, y, width, height } }: FrameBox, grouping: Grouping, size: number): string {
  const name = xmlText(group || `no ${grouping}`);
  return (
    `<rect class="frame" x="${x}" y="${y}" width="${width}" height="${height}" rx="14"/>` +
    `<text class="group" x="${x}" y="${tenth(y - size / 2)}" font-size="${tenth(size)}">${name}</text>`
  );
}
