"use client";
import "./flow.css";
import {
  applyNodeChanges,
  Background,
  type NodeChange,
  ReactFlow,
  ReactFlowProvider,
  useReactFlow,
  useStore,
} from "@xyflow/react";
import { useCallback, useEffect, useMemo, useRef, useState } from "react";
import type { Places } from "@/lib/map/arrange";
import type { Point } from "@/lib/map/card";
import { isLarge, type MapGraph } from "@/lib/map/graph";
import type { MapTraffic } from "@/lib/map/traffic";
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
import { MapMini } from "./map-mini";
import {
  dependencyEdges,
  frameNodes,
  type MapFlowEdge,
  type MapFlowNode,
  type ServiceFlowNode,
  seenEdges,
  serviceNodes,
  withHot,
} from "./map-nodes";
import { Overview } from "./overview";
import { cardAt } from "./overview-painter";
import { createRingCount } from "./pulses";
import { ServiceCard } from "./service-card";
import { TrafficLine } from "./traffic-line";
import { useAfar } from "./use-afar";
import { useElements } from "./use-elements";
import { useLooking, useShowAll, viewOf } from "./use-looking";
import { useMapKeys } from "./use-map-keys";

const NODE_TYPES = { service: ServiceCard, frame: FrameCard };
const EDGE_TYPES = { dependency: DependencyLine, seen: TrafficLine };

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
  /** Everything stands there for the first time. */
  onDrawn?: () => void;
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
  onDrawn,
  bare,
}: MapFlowProps) {
  const inks = useInks();
  const ground = useRef<HTMLDivElement>(null);
  const detail = useStore(({ transform }) => detailAt(transform[2]));
  const [cards, changeCards] = useCards(graph, places, inks);
  const [rings] = useState(createRingCount);
  const [hovered, setHovered] = useState<string | null>(null);
  const { active, onKeyDown, onFocus, onBlur, keepFocus } = useMapKeys(ground, places, graph);
  const edges = useEdges(graph, traffic, hovered ?? selected);
  const hasLooked = useLooking(ground, view, graph, places, bare ?? false);
  const showAll = useShowAll(graph, places);
  const large = isLarge(graph);
  const tooSmall = useAfar(large);
  const elements = useElements(cards, large, tooSmall || !hasLooked);
  const afar = !elements.complete;
  const nodes = useNodes(graph, cards, elements.cards, afar ? [bare ? null : active, selected, hovered] : []);
  const context = useMemo(
    () => ({ detail, filter, rings, active, selected, onOpenService, onOpenInstance }),
    [detail, filter, rings, active, selected, onOpenService, onOpenInstance],
  );
  // Cards also leave some time after a hand has rested.
  // biome-ignore lint/correctness/useExhaustiveDependencies: what is an element is what the focus may have been in
  useEffect(() => {
    const frame = requestAnimationFrame(keepFocus);
    return () => cancelAnimationFrame(frame);
  }, [nodes, keepFocus]);
  const flow = useReactFlow();
  const drawn = hasLooked && inks !== null;
  useEffect(() => {
    if (drawn) onDrawn?.();
  }, [drawn, onDrawn]);
  return (
    <MapContextProvider value={context}>
      {/* biome-ignore lint/a11y/noStaticElementInteractions: the keys walk from card to card; each card is a button */}
      <div
        ref={ground}
        className="map-ground group/map relative min-h-0 flex-1 bg-sunk group-data-waiting/stage:invisible"
        data-detail={detail}
        aria-busy={settling}
        data-walking={hovered !== null || undefined}
        onKeyDown={onKeyDown}
        onFocus={onFocus}
        onBlur={onBlur}
        tabIndex={-1}
      >
        <MapArrow />
        <ReactFlow<MapFlowNode, MapFlowEdge>
          nodes={nodes}
          edges={afar ? NO_EDGES : edges}
          nodeTypes={NODE_TYPES}
          edgeTypes={EDGE_TYPES}
          onNodesChange={changeCards}
          onNodeDragStop={(_event, node) => node.type === "service" && onMoved(node.id, node.position)}
          onNodeMouseEnter={(_event, node) => node.type === "service" && setHovered(node.id)}
          onNodeMouseLeave={() => setHovered(null)}
          // The card under the pointer becomes an element: it is pressed and moved like any other.
          onPaneMouseMove={({ clientX: x, clientY: y }) =>
            setHovered(afar ? cardAt(flow.screenToFlowPosition({ x, y }, NO_SNAP), places) : null)
          }
          // Fingers do not hover.
          onPaneClick={({ clientX: x, clientY: y }) => {
            const pressed = afar ? cardAt(flow.screenToFlowPosition({ x, y }, NO_SNAP), places) : null;
            if (pressed) onOpenService(pressed);
          }}
          onMoveEnd={(event) => {
            requestAnimationFrame(keepFocus);
            if (event) onView(viewOf(flow.getViewport(), ground));
          }}
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
          onlyRenderVisibleElements={large && !afar}
          nodeDragThreshold={4}
          proOptions={{ hideAttribution: true }}
        >
          <Background gap={24} size={1} />
          {afar && hasLooked && inks && (
            <Overview
              graph={graph}
              places={places}
              traffic={traffic}
              inks={inks}
              filter={filter}
              at={hovered ?? selected}
            />
          )}
          <MapInterest graph={graph} places={places} />
          <MapLegend declared={graph.edges.length > 0} traffic={traffic} />
          {!bare && (
            <>
              <MapMini graph={graph} places={places} inks={inks} />
              <MapControls
                onFit={() => {
                  onView(null);
                  showAll();
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

function useCards(graph: MapGraph, places: Places, inks: ReturnType<typeof useInks>) {
  const [cards, setCards] = useState<ServiceFlowNode[]>([]);
  useEffect(() => setCards(serviceNodes(graph, places, inks)), [graph, places, inks]);
  const change = useCallback((changes: NodeChange<MapFlowNode>[]) => {
    setCards((known) => {
      const ids = new Set(known.map(({ id }) => id));
      const ofCards = changes.filter((one): one is NodeChange<ServiceFlowNode> => "id" in one && ids.has(one.id));
      // Frames follow their cards and their sizes are given: an answer to a measurement would be a circle.
      return ofCards.length === 0 ? known : applyNodeChanges(ofCards, known);
    });
  }, []);
  return [cards, change] as const;
}

/** What is an element: the frames, which follow their cards also while one is dragged, these cards, and those named. */
function useNodes(
  graph: MapGraph,
  cards: readonly ServiceFlowNode[],
  elements: readonly ServiceFlowNode[],
  alsoThese: readonly (string | null)[],
) {
  const frames = useMemo(
    () => frameNodes(graph, new Map(cards.map(({ id, position }) => [id, position]))),
    [graph, cards],
  );
  const named = alsoThese.join("\n");
  return useMemo(() => {
    const also = new Set(named.split("\n"));
    const there = new Set(elements);
    return [...frames, ...elements, ...cards.filter((card) => also.has(card.id) && !there.has(card))];
  }, [frames, cards, elements, named]);
}

/** What the pointer or the panel is at has its calls in ink. */
function useEdges(graph: MapGraph, traffic: MapTraffic, at: string | null): MapFlowEdge[] {
  const declared = useMemo(() => dependencyEdges(graph), [graph]);
  const seen = useMemo(() => seenEdges(traffic), [traffic]);
  return useMemo(() => withHot([...declared, ...seen], at), [declared, seen, at]);
}

const NO_EDGES: MapFlowEdge[] = [];
const NO_SNAP = { snapToGrid: false };
