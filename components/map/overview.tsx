"use client";
import { useStore, ViewportPortal } from "@xyflow/react";
import { useEffect, useMemo, useRef } from "react";
import { useLiveStore } from "@/components/live/live-provider";
import { subscribeSlowly } from "@/components/live/subscribe-slowly";
import { SafeText } from "@/components/ui/safe-text";
import type { Places } from "@/lib/map/arrange";
import { endsOf } from "@/lib/map/card";
import type { MapGraph } from "@/lib/map/graph";
import { linePath } from "@/lib/map/line-path";
import type { MapTraffic } from "@/lib/map/traffic";
import type { Inks } from "./inks";
import type { MapFilter } from "./map-filter";
import { createOverviewPainter, overviewBox } from "./overview-painter";
import { SeenPath } from "./traffic-line";
import { useScene } from "./use-scene";

/** A browser copies the whole canvas when a single card of it changes; under a hand that moves it has no time for it. */
const SHOW_EVERY_MS = { resting: 150, moving: 600 } as const;

/**
 * The cards of a large map from far away, as one picture: hundreds of them as elements would take the browser seconds.
 * What is pointed at, chosen or walked to is an element above it; what the picture says, the list says in words.
 */
export function Overview({
  graph,
  places,
  traffic,
  inks,
  filter,
  at,
}: {
  graph: MapGraph;
  places: Places;
  traffic: MapTraffic;
  inks: Inks;
  filter: MapFilter | null;
  /** The card whose calls stand in ink. */
  at: string | null;
}) {
  const store = useLiveStore();
  const canvas = useRef<HTMLCanvasElement>(null);
  const all = useMemo(() => overviewBox(places), [places]);
  const { scene, moving } = useScene(all);
  const { box } = scene;
  const show = useRef(() => {});
  useEffect(() => {
    if (!canvas.current) return;
    const { fontFamily } = getComputedStyle(document.body);
    const look = { inks, filter, fontFamily, names: scene.names };
    const paint = createOverviewPainter(canvas.current, { graph, places, look, scene });
    show.current = () => paint(store.getState().services);
    show.current();
  }, [store, graph, places, inks, filter, scene]);
  useEffect(() => {
    // What was waiting when the hand began or came to rest.
    show.current();
    return subscribeSlowly(store, () => show.current(), SHOW_EVERY_MS[moving ? "moving" : "resting"]);
  }, [store, moving]);
  return (
    <ViewportPortal>
      {/* Above the frames, below the cards that are elements. */}
      <canvas
        ref={canvas}
        className="map-overview pointer-events-none absolute z-0"
        aria-hidden
        style={{ left: box.x, top: box.y, width: box.width, height: box.height }}
      />
      <svg className="pointer-events-none absolute z-0 size-px overflow-visible" aria-hidden>
        {traffic.edges.map(({ id, from, to, perSecond, failedPerSecond }) => {
          const ends = endsOf(places.get(from), places.get(to));
          const hot = at === from || at === to;
          return (
            ends && (
              <g key={id} className={hot ? "react-flow__edge hot" : "react-flow__edge"}>
                <SeenPath {...linePath(ends, from === to)} data={{ perSecond, failedPerSecond, labelled: hot }} />
              </g>
            )
          );
        })}
        {graph.edges.map(({ id, from, to }) => {
          const ends = at === from || at === to ? endsOf(places.get(from), places.get(to)) : null;
          return (
            ends && (
              <g key={id} className="react-flow__edge hot">
                <path
                  className="react-flow__edge-path"
                  d={linePath(ends, from === to).path}
                  markerEnd="url(#map-arrow)"
                />
              </g>
            )
          );
        })}
      </svg>
      {at !== null && <CardName node={at} graph={graph} places={places} />}
    </ViewportPortal>
  );
}

/** Whose card it is, where the card itself is too small to say so. */
function CardName({ node, graph, places }: { node: string; graph: MapGraph; places: Places }) {
  const zoom = useStore(({ transform }) => transform[2]);
  const place = places.get(node);
  const service = graph.nodes.find(({ id }) => id === node)?.service;
  if (!place || service === undefined || zoom > LEAST_READABLE) return null;
  return (
    <p
      className="map-overview-name pointer-events-none absolute z-2 -translate-y-full whitespace-nowrap rounded-[0.4em] bg-ink px-[0.6em] py-[0.25em] font-medium text-(--bg) leading-[1.3]"
      aria-hidden
      style={{ left: place.x, top: place.y - 4 / zoom, fontSize: 13 / zoom }}
    >
      <SafeText text={service} max={60} />
    </p>
  );
}

/** The card's own name is as large as small text from here on. */
const LEAST_READABLE = 0.45;
