"use client";
import { useStore } from "@xyflow/react";
import { useEffect, useState } from "react";
import { useInterest } from "@/components/leases/lease-provider";
import type { Places } from "@/lib/map/arrange";
import type { MapGraph } from "@/lib/map/graph";
import { servicesInSight } from "@/lib/map/sight";

const SETTLE_MS = 250;
const NOBODY: string[] = [];

/** Says that the page looks at the services whose cards are in sight, so that their leases are observed more finely. */
export function MapInterest({ graph, places }: { graph: MapGraph; places: Places }) {
  const [x, y, zoom] = useStore(({ transform }) => transform);
  const width = useStore((state) => state.width);
  const height = useStore((state) => state.height);
  const [services, setServices] = useState(NOBODY);
  useEffect(() => {
    const sight = { x: -x / zoom, y: -y / zoom, width: width / zoom, height: height / zoom };
    const timer = setTimeout(() => setServices(servicesInSight(graph, places, sight)), SETTLE_MS);
    return () => clearTimeout(timer);
  }, [graph, places, x, y, zoom, width, height]);
  useInterest({ services });
  return null;
}
