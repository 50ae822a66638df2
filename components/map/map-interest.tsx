"use client";
import { useStore } from "@xyflow/react";
import { useEffect, useState } from "react";
import { useInterest } from "@/components/leases/lease-provider";
import { useLiveStore } from "@/components/live/live-provider";
import type { Places } from "@/lib/map/arrange";
import type { MapGraph } from "@/lib/map/graph";
import { servicesInSight } from "@/lib/map/sight";
import { findService } from "@/lib/registry/summaries";

const SETTLE_MS = 250;
/** Of more leases than this nobody follows each heartbeat: asking and telling more finely would only cost. */
const MOST_LEASES = 300;
const NOBODY: string[] = [];

/** Says that the page looks at the services whose cards are in sight, where they are few: their leases are observed more finely. */
export function MapInterest({ graph, places }: { graph: MapGraph; places: Places }) {
  const [x, y, zoom] = useStore(({ transform }) => transform);
  const width = useStore((state) => state.width);
  const height = useStore((state) => state.height);
  const store = useLiveStore();
  const [services, setServices] = useState(NOBODY);
  useEffect(() => {
    const sight = { x: -x / zoom, y: -y / zoom, width: width / zoom, height: height / zoom };
    const timer = setTimeout(() => {
      const names = servicesInSight(graph, places, sight);
      const { services: all } = store.getState();
      const leases = names.reduce((sum, name) => sum + (findService(all, name)?.total ?? 0), 0);
      setServices(leases <= MOST_LEASES ? names : NOBODY);
    }, SETTLE_MS);
    return () => clearTimeout(timer);
  }, [store, graph, places, x, y, zoom, width, height]);
  useInterest({ services });
  return null;
}
