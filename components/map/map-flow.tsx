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
import { type RefObject, useCallback, useEffect, useMemo, useRef, useState } from "react";
import { useLiveStore } from "@/components/live/live-provider";
import type { Places } from "@/lib/map/arrange";
import type { Point } from "@/lib/map/card";
import type { MapGraph } from "@/lib/map/graph";
import { partsOf } from "@/lib/map/grouping";
import { stateOfPart } from "@/lib/map/trouble";
import { findService } from "@/lib/registry/summaries";
import { DependencyLine } from "./dependency-line";
import { FrameCard } from "./frame-card";
import { useInks } from "./inks";
import { LEAST_ZOOM, type MapView, MOST_ZOOM } from "./map-address";
import { detailAt, MapContextProvider } from "./map-context";
import { MapControls } from "./map-controls";
import type { MapFilter } from "./map-filter";
import { type DependencyEdge, dependencyEdges, frameNodes, type MapFlowNode, serviceNodes } from "./map-nodes";
import { ServiceCard } from "./service-card";
import { useMapKeys } from "./use-map-keys";

const NODE_TYPES = { service: ServiceCard, frame: FrameCard };
const EDGE_TYPES = { dependency: DependencyLine };
/** Cards beside the window are left out of the document only where there are many: putting them in again costs, too. */
const MOST_IN_DOCUMENT = 500;
const FIT = { padding: 0.06, maxZoom: 1.35 } as const;

export interface MapFlowProps {
  graph: MapGraph;
  places: Places;
  /** The cards are about to be moved to where they stay. */
  settling: boolean;
  filter: MapFilter | null;
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
  const [hovered, setHovered] = useState<string | null>(null);
  const { active, setActive, onKeyDown } = useMapKeys(ground, places, graph);
  const edges = useEdges(graph, hovered ?? selected);
  useLooking(ground, view, places, graph.grouping);
  const onNodesChange = useCallback(
    (changes: NodeChange<MapFlowNode>[]) => setNodes((known) => applyNodeChanges(changes, known)),
    [setNodes],
  );
  const colourOf = useMinimapColour(graph);
  const context = useMemo(
    () => ({ detail, filter, active, selected, onOpenService, onOpenInstance }),
    [detail, filter, active, selected, onOpenService, onOpenInstance],
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
        <Arrow />
        <ReactFlow<MapFlowNode, DependencyEdge>
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
function useEdges(graph: MapGraph, at: string | null): DependencyEdge[] {
  const all = useMemo(() => dependencyEdges(graph), [graph]);
  return useMemo(() => {
    if (at === null) return all;
    return all.map((edge) =>
      edge.source === at || edge.target === at ? { ...edge, className: "hot", zIndex: 2 } : edge,
    );
  }, [all, at]);
}

/** Looks where the address says; at everything when it says nothing, and again when the map was arranged anew. */
function useLooking(
  ground: RefObject<HTMLDivElement | null>,
  view: MapView | null,
  places: Places,
  grouping: string,
): void {
  const flow = useReactFlow();
  const ready = useStore(({ nodes, width }) => nodes.length > 0 && width > 0);
  const looked = useRef<{ grouping: string; places: Places } | null>(null);
  const wanted = useRef(view);
  wanted.current = view;
  useEffect(() => {
    if (!ready || !ground.current) return;
    const before = looked.current;
    looked.current = { grouping, places };
    const moved =
      before &&
      [...before.places].some(([id, { x, y }]) => {
        const now = places.get(id);
        return now !== undefined && (now.x !== x || now.y !== y);
      });
    const anew = !before || before.grouping !== grouping;
    if (wanted.current && anew) {
      const { x, y, zoom } = wanted.current;
      void flow.setCenter(x, y, { zoom });
      return;
    }
    if (!anew && (!moved || wanted.current)) return;
    // The cards are told their places after this, in the same turn: what is fitted is where they stand then.
    const frame = requestAnimationFrame(() => void flow.fitView(FIT));
    return () => cancelAnimationFrame(frame);
  }, [ready, flow, places, grouping, ground]);
}

function viewOf(
  { x, y, zoom }: { x: number; y: number; zoom: number },
  ground: RefObject<HTMLDivElement | null>,
): MapView | null {
  const box = ground.current?.getBoundingClientRect();
  return box ? { x: (box.width / 2 - x) / zoom, y: (box.height / 2 - y) / zoom, zoom } : null;
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

function Arrow() {
  return (
    <svg className="map-defs" aria-hidden>
      <defs>
        <marker
          id="map-arrow"
          viewBox="0 0 8 8"
          refX="6.4"
          refY="4"
          markerWidth="8"
          markerHeight="8"
          orient="auto"
          markerUnits="userSpaceOnUse"
        >
          <path d="M1 1.2 6.4 4 1 6.8" fill="none" stroke="context-stroke" strokeWidth="1.2" />
        </marker>
      </defs>
    </svg>
  );
}
