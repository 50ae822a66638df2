import type { MapGraph, MapNode } from "@/lib/map/graph";

export interface Calls {
  calls: readonly MapNode[];
  calledBy: readonly MapNode[];
}

const NONE: Calls = { calls: [], calledBy: [] };

const kept = new WeakMap<MapGraph, ReadonlyMap<string, Calls>>();

/** Whom a service calls and who calls it, each once, whatever frames they stand in. */
export function callsOf(graph: MapGraph, service: string): Calls {
  let all = kept.get(graph);
  if (!all) {
    all = readCalls(graph);
    kept.set(graph, all);
  }
  return all.get(service) ?? NONE;
}

function readCalls(graph: MapGraph): ReadonlyMap<string, Calls> {
  const byId = new Map(graph.nodes.map((node) => [node.id, node]));
  const found = new Map<string, { calls: Map<string, MapNode>; calledBy: Map<string, MapNode> }>();
  const of = (service: string) => {
    let one = found.get(service);
    if (!one) {
      one = { calls: new Map(), calledBy: new Map() };
      found.set(service, one);
    }
    return one;
  };
  const add = (nodes: Map<string, MapNode>, node: MapNode) => {
    if (!nodes.has(node.service)) nodes.set(node.service, node);
  };
  for (const { from, to } of graph.edges) {
    const [caller, called] = [byId.get(from), byId.get(to)];
    if (!caller || !called) continue;
    add(of(caller.service).calls, called);
    add(of(called.service).calledBy, caller);
  }
  return new Map(
    [...found].map(([name, { calls, calledBy }]) => [
      name,
      { calls: [...calls.values()], calledBy: [...calledBy.values()] },
    ]),
  );
}
