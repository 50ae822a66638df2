"use client";
import { createContext, useContext } from "react";
import { type MapTraffic, NO_TRAFFIC } from "@/lib/map/traffic";

/** Apart from the map's own context: it changes every few seconds, and concerns few cards. */
const TrafficContext = createContext<MapTraffic>(NO_TRAFFIC);
export const TrafficProvider = TrafficContext.Provider;

export function useMapTraffic(): MapTraffic {
  return useContext(TrafficContext);
}
