"use client";
import { getViewportForBounds, useReactFlow, useStore, useStoreApi } from "@xyflow/react";
import { type RefObject, useCallback, useEffect, useRef, useState } from "react";
import type { Places } from "@/lib/map/arrange";
import { extentOf } from "@/lib/map/extent";
import type { MapGraph } from "@/lib/map/graph";
import { LEAST_ZOOM, type MapView } from "./map-address";

/** How everything is brought into sight: beside the controls and above what explains the lines. */
const PADDING = { top: "28px", bottom: "62px", left: "28px", right: "72px" } as const;
const MOST_FITTED_ZOOM = 1.25;

/** Brings the whole map into sight. */
export function useShowAll(graph: MapGraph, places: Places): () => void {
  const flow = useReactFlow();
  const store = useStoreApi();
  return useCallback(() => {
    const extent = extentOf(graph, places);
    const { width, height } = store.getState();
    if (!extent || width === 0) return;
    void flow.setViewport(getViewportForBounds(extent, width, height, LEAST_ZOOM, MOST_FITTED_ZOOM, PADDING));
  }, [flow, store, graph, places]);
}

/**
 * Looks where the address says; at everything when it says nothing, and again when the map was arranged anew. False
 * until it has looked for the first time.
 */
export function useLooking(
  ground: RefObject<HTMLDivElement | null>,
  view: MapView | null,
  graph: MapGraph,
  places: Places,
  bare: boolean,
): boolean {
  const flow = useReactFlow();
  const ready = useStore(({ width }) => width > 0);
  const showAll = useShowAll(graph, places);
  const [hasLooked, setLooked] = useState(false);
  const looked = useRef<{ grouping: string; places: Places } | null>(null);
  const wanted = useRef(view);
  wanted.current = view;
  useEffect(() => {
    if (!ready || !ground.current) return;
    const before = looked.current;
    looked.current = { grouping: graph.grouping, places };
    setLooked(true);
    const moved =
      before &&
      [...before.places].some(([id, { x, y }]) => {
        const now = places.get(id);
        return now !== undefined && (now.x !== x || now.y !== y);
      });
    const anew = !before || before.grouping !== graph.grouping;
    if (wanted.current && anew) {
      const { x, y, zoom } = wanted.current;
      void flow.setCenter(x, y, { zoom });
    } else if (anew || (moved && !wanted.current)) showAll();
  }, [ready, flow, showAll, graph.grouping, places, ground]);

  // In another window everything is looked at anew. Not beside a panel: what one has just pressed stays where it is.
  const size = useStore(({ width, height }) => `${width} ${height}`);
  const windowSize = useRef("");
  // biome-ignore lint/correctness/useExhaustiveDependencies: the size is what it is looked at anew for
  useEffect(() => {
    const now = `${window.innerWidth} ${window.innerHeight}`;
    const resized = windowSize.current !== now;
    windowSize.current = now;
    if (ready && !wanted.current && (bare || resized)) showAll();
  }, [ready, bare, size]);
  return hasLooked;
}

export function viewOf(
  { x, y, zoom }: { x: number; y: number; zoom: number },
  ground: RefObject<HTMLDivElement | null>,
): MapView | null {
  const box = ground.current?.getBoundingClientRect();
  return box ? { x: (box.width / 2 - x) / zoom, y: (box.height / 2 - y) / zoom, zoom } : null;
}
