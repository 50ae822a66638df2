import type { ServiceSummary } from "@/lib/registry/select";
import { type Dependencies, dependenciesOf } from "./dependencies";
import { type Grouping, partsOf } from "./grouping";

/** A service within a frame; where nothing is grouped, the service. */
export interface MapNode {
  /** Safe in selectors and addresses. */
  id: string;
  service: string;
  /** Empty: of no group. */
  group: string;
  /** Nobody registered under this name; others say that they call it. */
  ghost: boolean;
}

export interface MapEdge {
  id: string;
  /** Ids of nodes; the same for who calls itself. */
  from: string;
  to: string;
}

export interface MapGraph {
  grouping: Grouping;
  /** Sorted by group, then by name. */
  nodes: readonly MapNode[];
  edges: readonly MapEdge[];
  /** Sorted; the empty one last. */
  groups: readonly string[];
  /** What is declared beyond the budget and not on the map. */
  left: { nodes: number; edges: number };
}

/** More cards are no picture any more, and laying them out would hold up whoever opens the page. */
export const MOST_NODES = 3_000;
/** With more calls than these the map has no lines at all: some of them would tell something that is not so. */
export const MOST_EDGES = 10_000;

/** So many cards are elements, wherever one looks, and wait for their arrangement. */
const MOST_OF_SMALL = 150;

/** Whether it is drawn as a picture where its cards are too small to be read. */
export function isLarge({ nodes }: MapGraph): boolean {
  return nodes.length > MOST_OF_SMALL;
}

const HALF = /\p{Surrogate}/gu;
const encode = (text: string) => encodeURIComponent(text.replace(HALF, "\ufffd")).replaceAll("'", "%27");

export function nodeId(service: string, group: string): string {
  return group === "" ? encode(service) : `${encode(service)}@${encode(group)}`;
}

/** The inverse of `nodeId`; null where it is none. */
export function readNodeId(id: string): { service: string; group: string } | null {
  const [service = "", group = "", more] = id.split("@");
  if (more !== undefined) return null;
  try {
    return { service: decodeURIComponent(service), group: decodeURIComponent(group) };
  } catch {
    return null;
  }
}

/**
 * What the registry says about who there is and who calls whom. Within a frame a caller calls its neighbour where there
 * is one, else all others of that name. Draws nothing that is not declared, and not more than the budget: of more cards
 * than that those of the largest services, of more calls none.
 */
export function graphOf(services: readonly ServiceSummary[], grouping: Grouping, fields: readonly string[]): MapGraph {
  const groupsOf = new Map<string, ReadonlySet<string>>();
  let cards = 0;
  for (const service of services) {
    // Not in the order in which its instances stand: as they come and go that would be another picture each time.
    const groups = new Set([...partsOf(service, grouping).keys()].sort(compareGroups));
    groupsOf.set(service.name, groups);
    cards += groups.size;
  }
  const nodes: MapNode[] = [];
  for (const { name } of cards > MOST_NODES ? largestFirst(services) : services)
    for (const group of groupsOf.get(name) ?? []) {
      if (nodes.length === MOST_NODES) break;
      nodes.push({ id: nodeId(name, group), service: name, group, ghost: false });
    }
  const calls = callsOf(services, fields);
  const declared = countCalls(calls, groupsOf);
  const edges: MapEdge[] = [];
  const ghosts = new Map<string, MapNode>();
  // Lines to some of the cards only would say of the others that nobody calls them.
  if (declared <= MOST_EDGES && cards <= MOST_NODES)
    for (const { caller, names } of calls)
      for (const group of groupsOf.get(caller) ?? []) {
        const from = nodeId(caller, group);
        for (const name of names) for (const to of targetsOf(name, group, groupsOf, ghosts)) edges.push(edge(from, to));
      }
  nodes.push(...ghosts.values());
  nodes.sort((a, b) => compareGroups(a.group, b.group) || compare(a.service, b.service));
  const groups = [...new Set(nodes.map(({ group }) => group))];
  const left = { nodes: Math.max(0, cards - MOST_NODES), edges: declared - edges.length };
  return { grouping, nodes, edges, groups, left };
}

interface Calls {
  caller: string;
  names: readonly string[];
}

function callsOf(services: readonly ServiceSummary[], fields: readonly string[]): Calls[] {
  return services.flatMap((service) => {
    const { names }: Dependencies = dependenciesOf(service, fields);
    return names.length === 0 ? [] : [{ caller: service.name, names }];
  });
}

/** How many lines they would be: counted without drawing one, because there may be millions. */
function countCalls(calls: readonly Calls[], groupsOf: ReadonlyMap<string, ReadonlySet<string>>): number {
  let count = 0;
  for (const { caller, names } of calls)
    for (const name of names) {
      const targets = groupsOf.get(name);
      for (const group of groupsOf.get(caller) ?? []) count += !targets || targets.has(group) ? 1 : targets.size;
    }
  return count;
}

/** By the magnitude of their number of instances, then by name: a few that come or go move no other service off the map. */
function largestFirst(services: readonly ServiceSummary[]): ServiceSummary[] {
  const magnitude = ({ total }: ServiceSummary) => Math.floor(Math.log2(total + 1));
  return [...services].sort((a, b) => magnitude(b) - magnitude(a) || compare(a.name, b.name));
}

function targetsOf(
  name: string,
  group: string,
  groupsOf: ReadonlyMap<string, ReadonlySet<string>>,
  ghosts: Map<string, MapNode>,
): string[] {
  const groups = groupsOf.get(name);
  if (groups) return groups.has(group) ? [nodeId(name, group)] : Array.from(groups, (other) => nodeId(name, other));
  const id = nodeId(name, group);
  if (!ghosts.has(id)) ghosts.set(id, { id, service: name, group, ghost: true });
  return [id];
}

function edge(from: string, to: string): MapEdge {
  return { id: `${from}>${to}`, from, to };
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

function compareGroups(a: string, b: string): number {
  return Number(a === "") - Number(b === "") || compare(a, b);
}

/** Whether two pictures have the same nodes and edges: then nothing on the map has to be thought about again. */
export function sameGraph(a: MapGraph, b: MapGraph): boolean {
  return (
    a.grouping === b.grouping &&
    a.left.nodes === b.left.nodes &&
    a.left.edges === b.left.edges &&
    a.nodes.length === b.nodes.length &&
    a.edges.length === b.edges.length &&
    a.nodes.every((node, index) => node.id === b.nodes[index]?.id && node.ghost === b.nodes[index]?.ghost) &&
    a.edges.every((one, index) => one.id === b.edges[index]?.id)
  );
}
