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
}

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
 * is one, else all others of that name. Draws nothing that is not declared.
 */
export function graphOf(services: readonly ServiceSummary[], grouping: Grouping, fields: readonly string[]): MapGraph {
  const nodes: MapNode[] = [];
  const groupsOf = new Map<string, readonly string[]>();
  for (const service of services) {
    // Not in the order in which its instances stand: as they come and go that would be another picture each time.
    const groups = [...partsOf(service, grouping).keys()].sort(compareGroups);
    groupsOf.set(service.name, groups);
    for (const group of groups) {
      nodes.push({ id: nodeId(service.name, group), service: service.name, group, ghost: false });
    }
  }
  const edges: MapEdge[] = [];
  const ghosts = new Map<string, MapNode>();
  for (const service of services) {
    const { names }: Dependencies = dependenciesOf(service, fields);
    if (names.length === 0) continue;
    for (const group of groupsOf.get(service.name) ?? []) {
      const from = nodeId(service.name, group);
      for (const name of names) for (const to of targetsOf(name, group, groupsOf, ghosts)) edges.push(edge(from, to));
    }
  }
  nodes.push(...ghosts.values());
  nodes.sort((a, b) => compareGroups(a.group, b.group) || compare(a.service, b.service));
  const groups = [...new Set(nodes.map(({ group }) => group))];
  return { grouping, nodes, edges, groups };
}

function targetsOf(
  name: string,
  group: string,
  groupsOf: ReadonlyMap<string, readonly string[]>,
  ghosts: Map<string, MapNode>,
): string[] {
  const groups = groupsOf.get(name);
  if (groups) return groups.includes(group) ? [nodeId(name, group)] : groups.map((other) => nodeId(name, other));
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
    a.nodes.length === b.nodes.length &&
    a.edges.length === b.edges.length &&
    a.nodes.every((node, index) => node.id === b.nodes[index]?.id && node.ghost === b.nodes[index]?.ghost) &&
    a.edges.every((one, index) => one.id === b.edges[index]?.id)
  );
}
