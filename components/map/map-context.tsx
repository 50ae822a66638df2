"use client";
import { createContext, useContext } from "react";
import type { MapFilter } from "./map-filter";
import type { RingCount } from "./pulses";

/** How much of a card can be read at this zoom. */
export type Detail = "near" | "middle" | "far";

/** What every card needs to know and no card should be handed anew for: it changes seldom. */
export interface MapContextValue {
  detail: Detail;
  filter: MapFilter | null;
  rings: RingCount;
  /** The card that the keyboard is on; the only one in the tab order. */
  active: string | null;
  /** The card whose panel is open. */
  selected: string | null;
  onOpenService: (node: string) => void;
  onOpenInstance: (id: string) => void;
}

const MapContext = createContext<MapContextValue | null>(null);
export const MapContextProvider = MapContext.Provider;

export function useMapContext(): MapContextValue {
  const value = useContext(MapContext);
  if (!value) throw new Error("Cards stand on a map only.");
  return value;
}

export function detailAt(zoom: number): Detail {
  return zoom >= 0.72 ? "near" : zoom >= 0.42 ? "middle" : "far";
}
