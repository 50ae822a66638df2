import type { Edge, Node } from "@xyflow/react";
import type { Places } from "@/lib/map/arrange";
import { CARD, frameAround, type Point } from "@/lib/map/card";
import type { MapGraph, MapNode } from "@/lib/map/graph";
import type { Grouping } from "@/lib/map/grouping";
import type { Inks } from "./inks";

export type ServiceFlowNode = Node<{ node: MapNode; grouping: Grouping; inks: Inks | null }, "service">;
export type FrameFlowNode = Node<{ group: string; grouping: Grouping }, "frame">;
export type MapFlowNode = ServiceFlowNode | FrameFlowNode;
export type DependencyEdge = Edge<{ self: boolean }, "dependency">;

export function serviceNodes(graph: MapGraph, places: Places, inks: Inks | null): ServiceFlowNode[] {
  return graph.nodes.flatMap((node) => {
    const position = places.get(node.id);
    if (!position) return [];
    return {
      id: node.id,
      type: "service" as const,
      position,
      width: CARD.width,
      height: CARD.height,
      data: { node, grouping: graph.grouping, inks },
      zIndex: 1,
    };
  });
}

/** Around the cards of each group, wherever they stand now. None where nothing is grouped. */
export function frameNodes(graph: MapGraph, placeOf: (id: string) => Point | undefined): FrameFlowNode[] {
  if (graph.groups.length === 0 || (graph.groups.length === 1 && graph.groups[0] === "")) return [];
  return graph.groups.flatMap((group) => {
    const box = frameAround(graph.nodes.flatMap((node) => (node.group === group ? (placeOf(node.id) ?? []) : [])));
    if (!box) return [];
    const { x, y, width, height } = box;
    return {
      id: `frame ${group}`,
      type: "frame" as const,
      position: { x, y },
      width,
      height,
      data: { group, grouping: graph.grouping },
      draggable: false,
      selectable: false,
      // Beneath the curves, which would vanish behind it.
      zIndex: -1,
    };
  });
}

export function dependencyEdges(graph: MapGraph): DependencyEdge[] {
  return graph.edges.map(({ id, from, to }) => ({
    id,
    type: "dependency",
    source: from,
    target: to,
    data: { self: from === to },
  }));
}
