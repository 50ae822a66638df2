"use client";
import { useQuery } from "@tanstack/react-query";
import { useMemo, useRef } from "react";
import { getJson } from "@/components/api/get-json";
import { useLiveStore } from "@/components/live/live-provider";
import { trafficAnswerSchema } from "@/lib/api/traffic";
import type { MapGraph } from "@/lib/map/graph";
import { flowsIn, type MapTraffic, NO_TRAFFIC, type TrafficLooks, trafficOn, withLook } from "@/lib/map/traffic";

const ASK_EVERY_MS = 2_000;

/** Requests seen in the last seconds, between the cards of this map. The same object while nothing of it changes. */
export function useTraffic(graph: MapGraph): MapTraffic {
  const store = useLiveStore();
  const looks = useRef<TrafficLooks>([]);
  const { data, isError } = useQuery({
    queryKey: ["traffic"],
    async queryFn({ signal }) {
      looks.current = withLook(looks.current, await getJson(trafficAnswerSchema, "traffic", {}, signal));
      return flowsIn(looks.current);
    },
    refetchInterval: ASK_EVERY_MS,
  });
  return useMemo(() => {
    // A rate that nobody can look at any more is no rate.
    if (!data || isError) return NO_TRAFFIC;
    const { view } = store.getState();
    const find = (id: string) => view?.instances.get(id) ?? view?.tombstones.get(id)?.instance ?? null;
    return trafficOn(graph, data, find);
  }, [store, graph, data, isError]);
}
