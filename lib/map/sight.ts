import type { Places } from "./arrange";
import { type Box, CARD, overlaps } from "./card";
import type { MapGraph } from "./graph";

/** Names of the services of which a card lies in this part of the map, sorted, each once. */
export function servicesInSight(graph: MapGraph, places: Places, sight: Box): string[] {
  const names = new Set<string>();
  for (const { id, service, ghost } of graph.nodes) {
    const place = ghost ? undefined : places.get(id);
    if (place && overlaps({ ...place, ...CARD }, sight)) names.add(service);
  }
  return [...names].sort();
}
