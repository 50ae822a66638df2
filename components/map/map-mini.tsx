"use client";
import { Panel, useReactFlow, useStore } from "@xyflow/react";
import { useEffect, useMemo, useRef } from "react";
import { useLiveStore } from "@/components/live/live-provider";
import type { Places } from "@/lib/map/arrange";
import { type Box, CARD } from "@/lib/map/card";
import type { CellState } from "@/lib/map/content";
import { extentOf, framesOf } from "@/lib/map/extent";
import type { MapGraph } from "@/lib/map/graph";
import { partIn } from "@/lib/map/grouping";
import { stateOfPart } from "@/lib/map/trouble";
import type { ServiceSummary } from "@/lib/registry/select";
import type { Inks } from "./inks";

const SIZE = { width: 168, height: 112 } as const;
const MARGIN = 6;
const DRAW_EVERY_MS = 1_000;
/** Of more cards some would lie under it when all are in sight. */
const MOST_BESIDE = 40;

/** The whole map, small, and what of it is in sight. Only what is wrong has colour. Pressed or dragged it moves the map. */
export function MapMini({ graph, places, inks }: { graph: MapGraph; places: Places; inks: Inks | null }) {
  const extent = useMemo(() => extentOf(graph, places), [graph, places]);
  const whole = useStore(({ transform: [x, y, zoom], width, height }) => {
    const isIn = (from: number, to: number, most: number) => from >= 0 && to <= most;
    return (
      extent !== null &&
      isIn(extent.x * zoom + x, (extent.x + extent.width) * zoom + x, width) &&
      isIn(extent.y * zoom + y, (extent.y + extent.height) * zoom + y, height)
    );
  });
  // Of many it would cover what it shows.
  if (!extent || !inks || (whole && graph.nodes.length > MOST_BESIDE)) return null;
  return (
    <Panel
      position="bottom-right"
      className="m-3.5! overflow-hidden rounded-card border border-line bg-panel shadow-toast"
    >
      <Small graph={graph} places={places} inks={inks} extent={extent} whole={whole} />
    </Panel>
  );
}

function Small({
  graph,
  places,
  inks,
  extent,
  whole,
}: {
  graph: MapGraph;
  places: Places;
  inks: Inks;
  extent: Box;
  /** Nothing of it is out of sight. */
  whole: boolean;
}) {
  const store = useLiveStore();
  const flow = useReactFlow();
  const canvas = useRef<HTMLCanvasElement>(null);
  const scale = Math.min((SIZE.width - 2 * MARGIN) / extent.width, (SIZE.height - 2 * MARGIN) / extent.height);
  const left = (SIZE.width - extent.width * scale) / 2 - extent.x * scale;
  const top = (SIZE.height - extent.height * scale) / 2 - extent.y * scale;

  useEffect(() => {
    const context = canvas.current?.getContext("2d");
    if (!context) return;
    const frames = framesOf(graph, places);
    let drawn: readonly ServiceSummary[] | null = null;
    const draw = () => {
      const { services } = store.getState();
      if (services === drawn) return;
      drawn = services;
      context.setTransform(2, 0, 0, 2, 0, 0);
      context.clearRect(0, 0, SIZE.width, SIZE.height);
      context.translate(left, top);
      context.scale(scale, scale);
      const fill = ({ x, y, width, height }: Box, ink: string) => {
        context.fillStyle = ink;
        context.fillRect(x, y, width, height);
      };
      for (const { box } of frames) fill(box, inks.frame);
      for (const node of graph.nodes) {
        const place = places.get(node.id);
        const part = partIn(services, node, graph.grouping);
        if (place) fill({ ...place, ...CARD }, part ? inkOf(stateOfPart(part), inks) : inks.line);
      }
    };
    draw();
    const timer = setInterval(draw, DRAW_EVERY_MS);
    return () => clearInterval(timer);
  }, [store, graph, places, inks, left, top, scale]);

  const lookAt = (event: React.PointerEvent<HTMLElement>) => {
    const box = event.currentTarget.getBoundingClientRect();
    const [x, y] = [(event.clientX - box.left - left) / scale, (event.clientY - box.top - top) / scale];
    void flow.setCenter(x, y, { zoom: flow.getZoom() });
  };
  return (
    // The keys walk and zoom; this is for the pointer.
    <div
      className="relative h-28 w-[168px] cursor-crosshair touch-none overflow-hidden"
      aria-hidden
      onPointerDown={(event) => {
        event.currentTarget.setPointerCapture(event.pointerId);
        lookAt(event);
      }}
      onPointerMove={(event) => event.buttons > 0 && lookAt(event)}
    >
      <canvas className="block size-full" ref={canvas} width={SIZE.width * 2} height={SIZE.height * 2} />
      {!whole && <Sight left={left} top={top} scale={scale} />}
    </div>
  );
}

function inkOf(state: CellState, inks: Inks): string {
  return state === "alive" || state === "static" || state === "left" ? inks.unsure : inks[state];
}

/** What of the map is in sight. */
function Sight({ left, top, scale }: { left: number; top: number; scale: number }) {
  const [x, y, zoom] = useStore(({ transform }) => transform);
  const width = useStore((state) => state.width);
  const height = useStore((state) => state.height);
  const ratio = scale / zoom;
  return (
    <span
      className="pointer-events-none absolute rounded-[2px] border-[1.5px] border-muted shadow-[0_0_0_400px_oklch(from_var(--bg-sunk)_l_c_h/0.62)]"
      style={{ left: left - x * ratio, top: top - y * ratio, width: width * ratio, height: height * ratio }}
    />
  );
}
