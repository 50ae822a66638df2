"use client";
import "./map.css";
import dynamic from "next/dynamic";
import { useCallback, useMemo } from "react";
import { InstancePanel } from "@/components/instances/instance-panel";
import { isFrozen } from "@/components/live/freshness";
import { useBoot } from "@/components/live/live-provider";
import { useFreshness } from "@/components/live/use-freshness";
import { useLive } from "@/components/live/use-live";
import { useListQuery } from "@/components/query/use-list-query";
import { NothingRegistered } from "@/components/services/nothing-registered";
import { useCommands } from "@/components/services/use-commands";
import { BeforeTheFirstList } from "@/components/shell/before-the-first-list";
import { CommandStrip } from "@/components/ui/command-strip";
import { Frozen } from "@/components/ui/frozen";
import { usePhone } from "@/components/ui/media";
import { useUrlParams } from "@/components/ui/use-url-params";
import type { Places } from "@/lib/map/arrange";
import type { Point } from "@/lib/map/card";
import { DEFAULT_DEPENDENCY_FIELDS } from "@/lib/map/dependencies";
import type { MapGraph } from "@/lib/map/graph";
import { instanceLanguage } from "@/lib/query/languages/instances";
import { type MapAddress, movedText, readMapAddress, viewText } from "./map-address";
import { MapAlarms } from "./map-alarms";
import { MapBar } from "./map-bar";
import { MapContextProvider } from "./map-context";
import { MapExport } from "./map-export";
import { type MapFilter, mapFilterFor } from "./map-filter";
import { MapList } from "./map-list";
import { ServicePanel } from "./service-panel";
import { useGraph } from "./use-graph";
import { useMapPanels } from "./use-map-panels";
import { usePlaces } from "./use-places";

/** Measured sizes and a canvas make no sense before there is a window. */
const MapFlow = dynamic(() => import("./map-flow").then((module) => module.MapFlow), { ssr: false });

/** Who is there, who calls whom, and how each of them is: the whole registry in one picture. */
export function MapPage() {
  const [params, change] = useUrlParams();
  const address = useMemo(() => readMapAddress(params), [params]);
  const query = useListQuery(instanceLanguage);
  const filter = useMemo(() => mapFilterFor(query), [query]);
  const read = useLive((state) => state.view !== null);
  const empty = useLive((state) => state.services.length === 0);
  const freshness = useFreshness();
  const graph = useGraph(address.grouping, DEFAULT_DEPENDENCY_FIELDS);
  const { places, settling, tidy } = usePlaces(graph, address.moved);
  const panels = useMapPanels();
  const { prefixes } = useBoot();
  const commands = useCommands(
    prefixes.map(({ prefix }) => prefix),
    "/api/v1/services",
    "--keys-only",
  );
  const instance = params.get("instance");
  const panel =
    instance !== null ? (
      <InstancePanel id={instance} onClose={panels.closeInstance} />
    ) : address.node !== null ? (
      <ServicePanel
        node={address.node}
        graph={graph}
        onOpenInstance={panels.openInstance}
        onOpenService={panels.openService}
        onClose={panels.closeService}
      />
    ) : null;
  return (
    <main id="main" className="view map-view" tabIndex={-1} {...(panel && { "data-panel": "" })}>
      <h1 className="vh">Map</h1>
      <MapBar address={address} query={query} onChange={change}>
        <MapExport graph={graph} places={places} />
      </MapBar>
      <div className="map-stage">
        {!read ? (
          <div className="scroll">
            <div className="pad">
              <BeforeTheFirstList freshness={freshness} />
            </div>
          </div>
        ) : empty ? (
          <div className="scroll">
            <div className="pad">
              <NothingRegistered live={freshness.state === "live"} />
            </div>
          </div>
        ) : (
          <>
            <MapAlarms onOpen={panels.openService} graph={graph} />
            <Frozen frozen={isFrozen(freshness)}>
              <MapContent
                address={address}
                graph={graph}
                places={places}
                settling={settling}
                tidy={tidy}
                filter={filter}
                panels={panels}
                change={change}
              />
            </Frozen>
          </>
        )}
      </div>
      {panel}
      <CommandStrip commands={commands} />
    </main>
  );
}

function MapContent({
  address,
  graph,
  places,
  settling,
  tidy,
  filter,
  panels,
  change,
}: {
  address: MapAddress;
  graph: MapGraph;
  places: Places | null;
  settling: boolean;
  tidy: () => void;
  filter: MapFilter | null;
  panels: ReturnType<typeof useMapPanels>;
  change: ReturnType<typeof useUrlParams>[1];
}) {
  const phone = usePhone();
  const asList = phone || address.list;
  const onMoved = useCallback(
    (id: string, to: Point) => {
      const { moved } = readMapAddress(new URLSearchParams(window.location.search));
      change({ moved: movedText(new Map([...moved, [id, to]])) });
    },
    [change],
  );
  const onTidy = useCallback(() => {
    change({ moved: null, at: null });
    tidy();
  }, [change, tidy]);
  const context = useMemo(
    () => ({
      detail: "near" as const,
      filter,
      active: null,
      selected: address.node,
      onOpenService: panels.openService,
      onOpenInstance: panels.openInstance,
    }),
    [filter, address.node, panels],
  );
  if (asList)
    return (
      <section className="scroll" data-scroll aria-label="The map as a list">
        <MapContextProvider value={context}>
          <MapList graph={graph} />
        </MapContextProvider>
      </section>
    );
  return (
    places && (
      <MapFlow
        graph={graph}
        places={places}
        settling={settling}
        filter={filter}
        selected={address.node}
        view={address.view}
        onView={(view) => change({ at: view && viewText(view) })}
        onMoved={onMoved}
        onOpenService={panels.openService}
        onOpenInstance={panels.openInstance}
        onTidy={onTidy}
      />
    )
  );
}
