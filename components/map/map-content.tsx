"use client";
import dynamic from "next/dynamic";
import { useCallback, useMemo, useState } from "react";
import { Scroll } from "@/components/shell/page";
import { usePhone } from "@/components/ui/media";
import { paramsNow, type useUrlParams } from "@/components/ui/use-url-params";
import type { Places } from "@/lib/map/arrange";
import type { Point } from "@/lib/map/card";
import type { MapGraph } from "@/lib/map/graph";
import type { MapTraffic } from "@/lib/map/traffic";
import { type MapAddress, movedText, readMapAddress, viewParams } from "./map-address";
import { MapContextProvider } from "./map-context";
import type { MapFilter } from "./map-filter";
import { MapList } from "./map-list";
import { createRingCount } from "./pulses";
import type { useMapPanels } from "./use-map-panels";

/** Measured sizes and a canvas make no sense before there is a window. */
const loadFlow = () => import("./map-flow").then((module) => module.MapFlow);
const MapFlow = dynamic(loadFlow, { ssr: false });

/** So that the map is there when the registry is. */
export function preloadMap(): void {
  void loadFlow().catch(() => {});
}

/** The map, or the list that says the same: where somebody asked for it, and on phones. */
export function MapContent({
  address,
  graph,
  places,
  settling,
  tidy,
  filter,
  traffic,
  panels,
  change,
  onDrawn,
}: {
  address: MapAddress;
  graph: MapGraph;
  places: Places | null;
  settling: boolean;
  tidy: () => void;
  filter: MapFilter | null;
  traffic: MapTraffic;
  panels: ReturnType<typeof useMapPanels>;
  change: ReturnType<typeof useUrlParams>[1];
  onDrawn: () => void;
}) {
  const phone = usePhone();
  const asList = phone || address.list;
  const onMoved = useCallback(
    (id: string, to: Point) => {
      const { moved } = readMapAddress(paramsNow());
      change({ moved: movedText(new Map([...moved, [id, to]])) });
    },
    [change],
  );
  const onTidy = useCallback(() => {
    change({ moved: null, ...viewParams(null) });
    tidy();
  }, [change, tidy]);
  const [rings] = useState(createRingCount);
  const context = useMemo(
    () => ({
      detail: "near" as const,
      filter,
      rings,
      active: null,
      selected: address.node,
      onOpenService: panels.openService,
      onOpenInstance: panels.openInstance,
    }),
    [filter, rings, address.node, panels],
  );
  if (asList)
    return (
      <Scroll className="flex-1" aria-label="The map as a list">
        <MapContextProvider value={context}>
          <MapList graph={graph} />
        </MapContextProvider>
      </Scroll>
    );
  return (
    places && (
      <MapFlow
        graph={graph}
        places={places}
        settling={settling}
        filter={filter}
        traffic={traffic}
        selected={address.node}
        view={address.view}
        onView={(view) => change(viewParams(view))}
        onMoved={onMoved}
        onOpenService={panels.openService}
        onOpenInstance={panels.openInstance}
        onTidy={onTidy}
        onDrawn={onDrawn}
      />
    )
  );
}
