"use client";
import { useCallback, useRef, useSyncExternalStore } from "react";
import { useLiveStore } from "@/components/live/live-provider";
import { subscribeSlowly } from "@/components/live/subscribe-slowly";
import { graphOf, type MapGraph, sameGraph } from "@/lib/map/graph";
import type { Grouping } from "@/lib/map/grouping";
import type { ServiceSummary } from "@/lib/registry/select";

/** Who comes and goes is looked at this often; what the cards show is not slowed. */
const LOOK_EVERY_MS = 250;

/** The same object as long as there are the same nodes and edges: what the whole map is made of is rendered for nothing else. */
export function useGraph(grouping: Grouping, fields: readonly string[]): MapGraph {
  const store = useLiveStore();
  const known = useRef<{ of: readonly ServiceSummary[]; fields: readonly string[]; graph: MapGraph } | null>(null);
  const subscribe = useCallback((listener: () => void) => subscribeSlowly(store, listener, LOOK_EVERY_MS), [store]);
  return useSyncExternalStore(
    subscribe,
    useCallback(() => {
      const { services } = store.getState();
      const before = known.current;
      if (before?.of === services && before.graph.grouping === grouping && before.fields === fields)
        return before.graph;
      const next = graphOf(services, grouping, fields);
      const graph = before && sameGraph(before.graph, next) ? before.graph : next;
      known.current = { of: services, fields, graph };
      return graph;
    }, [store, grouping, fields]),
    () => NOBODY,
  );
}

const NOBODY: MapGraph = { grouping: "none", nodes: [], edges: [], groups: [], left: { nodes: 0, edges: 0 } };
