import type { Edge, Node } from "@xyflow/react";
import type { Places } from "@/lib/map/arrange";
import { CARD } from "@/lib/map/card";
import { framesOf } from "@/lib/map/extent";
import { type MapGraph, type MapNode, readNodeId } from "@/lib/map/graph";
import type { Grouping } from "@/lib/map/grouping";
import type { MapTraffic } from "@/lib/map/traffic";
import type { Inks } from "./inks";

export type ServiceFlowNode = Node<{ node: MapNode; grouping: Grouping; inks: Inks | null }, "service">;
export type FrameFlowNode = Node<{ group: string; grouping: Grouping }, "frame">;
export type MapFlowNode = ServiceFlowNode | FrameFlowNode;
export type DependencyEdge = Edge<{ self: boolean }, "dependency">;
export type SeenEdge = Edge<{ perSecond: number; failedPerSecond: number; labelled: boolean }, "seen">;
export type MapFlowEdge = DependencyEdge | SeenEdge;

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

/** Around the cards of each group, wherever they stand now. */
export function frameNodes(graph: MapGraph, places: Places): FrameFlowNode[] {
  return framesOf(graph, places).map(({ group, box: { x, y, width, height } }) => ({
    id: `frame ${group}`,
    type: "frame",
    position: { x, y },
    width,
    height,
    data: { group, grouping: graph.grouping },
    draggable: false,
    selectable: false,
    // Beneath the curves, which would vanish behind it.
    zIndex: -1,
  }));
}

export function dependencyEdges(graph: MapGraph): DependencyEdge[] {
  return graph.edges.map(({ id, from, to }) => ({
    id,
    type: "dependency",
    source: from,
    target: to,
    data: { self: from === to },
    ...across(from, to),
  }));
}

/** Lines that leave their frame step back: they run behind whatever lies in between. */
function across(from: string, to: string): { className?: string } {
  return readNodeId(from)?.group === readNodeId(to)?.group ? {} : { className: "across" };
}

/** More labels than this are a cloud: then a line says its rate when one is at its card. */
const MOST_LABELS = 16;

export function seenEdges({ edges }: MapTraffic): SeenEdge[] {
  return edges.map(({ id, from, to, perSecond, failedPerSecond }) => ({
    id,
    type: "seen",
    source: from,
    target: to,
    data: { perSecond, failedPerSecond, labelled: edges.length <= MOST_LABELS },
    ...across(from, to),
  }));
}

/** Those of one card in front and in ink, each with what it has to say. */
export function withHot(edges: readonly MapFlowEdge[], at: string | null): MapFlowEdge[] {
  return edges.map((edge): MapFlowEdge => {
    if (at === null || (edge.source !== at && edge.target !== at)) return edge;
    const hot = { className: "hot", zIndex: 2 };
    return edge.type === "seen" && edge.data
      ? { ...edge, ...hot, data: { ...edge.data, labelled: true } }
      : { ...edge, ...hot };
  });
}
