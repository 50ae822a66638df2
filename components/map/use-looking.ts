"use client";
import { useReactFlow, useStore } from "@xyflow/react";
import { type RefObject, useEffect, useRef } from "react";
import type { Places } from "@/lib/map/arrange";
import type { MapView } from "./map-address";

/** How everything is brought into sight: beside the controls and above what explains the lines. */
export const FIT = {
  padding: { top: "28px", bottom: "62px", left: "28px", right: "72px" },
  maxZoom: 1.25,
} as const;

/** Looks where the address says; at everything when it says nothing, and again when the map was arranged anew. */
export function useLooking(
  ground: RefObject<HTMLDivElement | null>,
  view: MapView | null,
  places: Places,
  grouping: string,
  bare: boolean,
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

  // In another window everything is looked at anew. Not beside a panel: what one has just pressed stays where it is.
  const size = useStore(({ width, height }) => `${width} ${height}`);
  const windowSize = useRef("");
  // biome-ignore lint/correctness/useExhaustiveDependencies: the size is what it is looked at anew for
  useEffect(() => {
    const now = `${window.innerWidth} ${window.innerHeight}`;
    const resized = windowSize.current !== now;
    windowSize.current = now;
    if (ready && !wanted.current && (bare || resized)) void flow.fitView(FIT);
  }, [ready, flow, bare, size]);
}

export function viewOf(
  { x, y, zoom }: { x: number; y: number; zoom: number },
  ground: RefObject<HTMLDivElement | null>,
): MapView | null {
  const box = ground.current?.getBoundingClientRect();
  return box ? { x: (box.width / 2 - x) / zoom, y: (box.height / 2 - y) / zoom, zoom } : null;
}
