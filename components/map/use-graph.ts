"use client";
import { useMemo, useRef } from "react";
import { useLive } from "@/components/live/use-live";
import { useSlowly } from "@/components/services/use-slowly";
import { graphOf, type MapGraph, sameGraph } from "@/lib/map/graph";
import type { Grouping } from "@/lib/map/grouping";

/** Who comes and goes is looked at this often; what the cards show is not slowed. */
const LOOK_EVERY_MS = 250;

/** The same object as long as there are the same nodes and edges. */
export function useGraph(grouping: Grouping, fields: readonly string[]): MapGraph {
  const services = useSlowly(
    useLive((state) => state.services),
    LOOK_EVERY_MS,
  );
  const known = useRef<MapGraph | null>(null);
  return useMemo(() => {
    const next = graphOf(services, grouping, fields);
    if (!known.current || !sameGraph(known.current, next)) known.current = next;
    return known.current;
  }, [services, grouping, fields]);
}
