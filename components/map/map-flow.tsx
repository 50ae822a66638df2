"use client";
import "./flow.css";
import {
  applyNodeChanges,
  Background,
  MiniMap,
  type NodeChange,
  ReactFlow,
  ReactFlowProvider,
  useReactFlow,
  useStore,
} from "@xyflow/react";
import { useCallback, useEffect, useMemo, useRef, useState } from "react";
import { useLiveStore } from "@/components/live/live-provider";
import type { Places } from "@/lib/map/arrange";
import type { Point } from "@/lib/map/card";
import type { MapGraph } from "@/lib/map/graph";
import { partsOf } from "@/lib/map/grouping";
import type { MapTraffic } from "@/lib/map/traffic";
import { stateOfPart } from "@/lib/map/trouble";
import { findService } from "@/lib/registry/summaries";
import { DependencyLine } from "./dependency-line";
import { FrameCard } from "./frame-card";
import { useInks } from "./inks";
import { LEAST_ZOOM, type MapView, MOST_ZOOM } from "./map-address";
import { MapArrow } from "./map-arrow";
import { detailAt, MapContextProvider } from "./map-context";
import { MapControls } from "./map-controls";
import type { MapFilter } from "./map-filter";
import { MapInterest } from "./map-interest";
import { MapLegend } from "./map-legend";
import {
  dependencyEdges,
  frameNodes,
  type MapFlowEdge,
  type MapFlowNode,
  seenEdges,
  serviceNodes,
  withHot,
} from "./map-nodes";
import { createRingCount } from "./pulses";
import { ServiceCard } from "./service-card";
import { TrafficLine } from "./traffic-line";
import { FIT, useLooking, viewOf } from "./use-looking";
import { useMapKeys } from "./use-map-keys";

const NODE_TYPES = { service: ServiceCard, frame: FrameCard };
const EDGE_TYPES = { dependency: DependencyLine, seen: TrafficLine };
/** Cards beside the window are left out of the document only where there are many: putting them in again costs, too. */
const MOST_IN_DOCUMENT = 500;

export interface MapFlowProps {
  graph: MapGraph;
  places: Places;
  /** The cards are about to be moved to where they stay. */
  settling: boolean;
  filter: MapFilter | null;
  traffic: MapTraffic;
  selected: string | null;
  /** Where the address says to look; null: at everything. */
  view: MapView | null;
  onView: (view: MapView | null) => void;
  onMoved: (id: string, to: Point) => void;
  onOpenService: (node: string) => void;
  onOpenInstance: (id: string) => void;
  onTidy: () => void;
  /** For a screen on the wall: nothing to press. */
  bare?: boolean;
}

/** The map itself: cards, frames and curves on a ground that is panned and zoomed. */
export function MapFlow(props: MapFlowProps) {
  return (
    <ReactFlowProvider>
      <Flow {...props} />
    </ReactFlowProvider>
  );
}

function Flow({
  graph,
  places,
  settling,
  filter,
  traffic,
  selected,
  view,
  onView,
  onMoved,
  onOpenService,
  onOpenInstance,
  onTidy,
  bare,
}: MapFlowProps) {
  const inks = useInks();
  const ground = useRef<HTMLDivElement>(null);
  const detail = useStore(({ transform }) => detailAt(transform[2]));
  const [nodes, setNodes] = useNodes(graph, places, inks);
  const [rings] = useState(createRingCount);
  const [hovered, setHovered] = useState<string | null>(null);
  const { active, setActive, onKeyDown } = useMapKeys(ground, places, graph);
  const edges = useEdges(graph, traffic, hovered ?? selected);
  useLooking(ground, view, places, graph.grouping, bare ?? false);
  const onNodesChange = useCallback(
    (changes: NodeChange<MapFlowNode>[]) => setNodes((known) => applyNodeChanges(changes, known)),
    [setNodes],
  );
  const colourOf = useMinimapColour(graph);
  const context = useMemo(
    () => ({ detail, filter, rings, active, selected, onOpenService, onOpenInstance }),
    [detail, filter, rings, active, selected, onOpenService, onOpenInstance],
  );
  const flow = useReactFlow();
  return (
    <MapContextProvider value={context}>
      {/* biome-ignore lint/a11y/noStaticElementInteractions: the keys walk from card to card; each card is a button */}
      <div
        ref={ground}
        className="map-ground"
        data-detail={detail}
        aria-busy={settling}
        data-walking={hovered !== null || undefined}
        onKeyDown={onKeyDown}
        onFocus={({ target }) => setActive(target.closest<HTMLElement>("[data-node]")?.dataset.node ?? active)}
      >
        <MapArrow />
        <ReactFlow<MapFlowNode, MapFlowEdge>
          nodes={nodes}
          edges={edges}
          nodeTypes={NODE_TYPES}
          edgeTypes={EDGE_TYPES}
          onNodesChange={onNodesChange}
          onNodeDragStop={(_event, node) => node.type === "service" && onMoved(node.id, node.position)}
          onNodeMouseEnter={(_event, node) => node.type === "service" && setHovered(node.id)}
          onNodeMouseLeave={() => setHovered(null)}
          onMoveEnd={(event) => event && onView(viewOf(flow.getViewport(), ground))}
          minZoom={LEAST_ZOOM}
          maxZoom={MOST_ZOOM}
          nodesDraggable={!bare}
          nodesConnectable={false}
          nodesFocusable={false}
          edgesFocusable={false}
          elementsSelectable={false}
          disableKeyboardA11y
          deleteKeyCode={null}
          selectionKeyCode={null}
          onlyRenderVisibleElements={nodes.length > MOST_IN_DOCUMENT}
          nodeDragThreshold={4}
          proOptions={{ hideAttribution: true }}
        >
          <Background gap={24} size={1} />
          <MapInterest graph={graph} places={places} />
          <MapLegend declared={graph.edges.length > 0} traffic={traffic} />
          {!bare && (
            <>
              <MiniMap<MapFlowNode>
                pannable
                zoomable
                ariaLabel="Overview of the map"
                nodeColor={colourOf}
                nodeBorderRadius={20}
                nodeStrokeWidth={0}
              />
              <MapControls
                onFit={() => {
                  onView(null);
                  void flow.fitView(FIT);
                }}
                onZoom={(factor) => {
                  void flow.zoomTo(flow.getZoom() * factor).then(() => onView(viewOf(flow.getViewport(), ground)));
                }}
                onTidy={onTidy}
                ground={ground}
              />
            </>
          )}
        </ReactFlow>
      </div>
    </MapContextProvider>
  );
}

/** Frames follow their cards, also while one is dragged. */
function useNodes(graph: MapGraph, places: Places, inks: ReturnType<typeof useInks>) {
  const [cards, setCards] = useState<MapFlowNode[]>([]);
  useEffect(() => setCards(serviceNodes(graph, places, inks)), [graph, places, inks]);
  const nodes = useMemo(() => {
    const positions = new Map(cards.map(({ id, position }) => [id, position]));
    return [...frameNodes(graph, (id) => positions.get(id)), ...cards];
  }, [graph, cards]);
  const setNodes = useCallback(
    (change: (known: MapFlowNode[]) => MapFlowNode[]) =>
      setCards((known) => change(known).filter(({ type }) => type === "service")),
    [],
  );
  return [nodes, setNodes] as const;
}

/** What the pointer or the panel is at has its calls in ink. */
function useEdges(graph: MapGraph, traffic: MapTraffic, at: string | null): MapFlowEdge[] {
  const declared = useMemo(() => dependencyEdges(graph), [graph]);
  const seen = useMemo(() => seenEdges(traffic), [traffic]);
  return useMemo(() => withHot([...declared, ...seen], at), [declared, seen, at]);
}

/** In the overview only what is wrong has colour. It is drawn anew with the nodes, not with every change. */
function useMinimapColour(graph: MapGraph): (node: MapFlowNode) => string {
  const store = useLiveStore();
  return useCallback(
    (node) => {
      if (node.type === "frame") return "var(--map-mini-frame)";
      const summary = findService(store.getState().services, node.data.node.service);
      const part = summary && partsOf(summary, graph.grouping).get(node.data.node.group);
      if (!part) return "var(--map-mini-ghost)";
      const state = stateOfPart(part);
      return state === "alive" || state === "static" ? "var(--map-mini-card)" : `var(--${state})`;
    },
    [store, graph.grouping],
  );
}
