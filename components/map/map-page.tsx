"use client";
import { useCallback, useEffect, useMemo, useState } from "react";
import { InstancePanel } from "@/components/instances/instance-panel";
import { isFrozen } from "@/components/live/freshness";
import { useBoot } from "@/components/live/live-provider";
import { useFreshness } from "@/components/live/use-freshness";
import { useLive } from "@/components/live/use-live";
import { FilterProvider } from "@/components/query/filter-value";
import { useListQuery } from "@/components/query/use-list-query";
import { NothingRegistered } from "@/components/services/nothing-registered";
import { useCommands } from "@/components/services/use-commands";
import { BeforeTheFirstList } from "@/components/shell/before-the-first-list";
import { Main, PageBody, Scroll } from "@/components/shell/page";
import { cn } from "@/components/ui/cn";
import { CommandStrip } from "@/components/ui/command-strip";
import { Frozen } from "@/components/ui/frozen";
import { usePhone } from "@/components/ui/media";
import { useUrlParams } from "@/components/ui/use-url-params";
import { instanceLanguage } from "@/lib/query/languages/instances";
import { FirstPicture } from "./first-picture";
import { readMapAddress } from "./map-address";
import { MapAlarms } from "./map-alarms";
import { MapBar } from "./map-bar";
import { MapContent, preloadMap } from "./map-content";
import { MapExport } from "./map-export";
import { mapFilterFor } from "./map-filter";
import { MapLeft } from "./map-left";
import { ServicePanel } from "./service-panel";
import { TrafficProvider } from "./traffic-context";
import { useGraph } from "./use-graph";
import { useMapPanels } from "./use-map-panels";
import { usePlaces } from "./use-places";
import { useTraffic } from "./use-traffic";

/**
 * Who is there, who calls whom, and how each of them is: the whole registry in one picture. `firstPicture`, as the
 * server drew it, stands there until the map itself is drawn.
 */
export function MapPage({ firstPicture }: { firstPicture: string | null }) {
  const [params, change] = useUrlParams();
  const address = useMemo(() => readMapAddress(params), [params]);
  const query = useListQuery(instanceLanguage);
  const filter = useMemo(() => mapFilterFor(query), [query]);
  const read = useLive((state) => state.view !== null);
  const empty = useLive((state) => state.services.length === 0);
  const freshness = useFreshness();
  const { prefixes, dependencyFields } = useBoot();
  const phone = usePhone();
  const isMap = !phone && !address.list;
  useEffect(() => {
    if (isMap) preloadMap();
  }, [isMap]);
  const graph = useGraph(address.grouping, dependencyFields);
  const traffic = useTraffic(graph);
  const { places, settling, tidy } = usePlaces(graph, address.moved);
  const panels = useMapPanels();
  const [drawn, setDrawn] = useState(false);
  const onDrawn = useCallback(() => setDrawn(true), []);
  const frozen = isFrozen(freshness);
  // What it shows is not so any more where nothing can be heard, and nothing where nobody is there.
  const waiting = isMap && !drawn && !(read ? empty : frozen) ? firstPicture : null;
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
    <FilterProvider query={query}>
      <TrafficProvider value={traffic}>
        <Main rows="grid-rows-[auto_minmax(0,1fr)_auto] bg-sunk" panel={panel !== null}>
          <h1 className="vh">Map</h1>
          <MapBar address={address} query={query} onChange={change}>
            <MapExport graph={graph} places={places} traffic={traffic} />
          </MapBar>
          <div
            className="map-stage group/stage relative isolate flex min-h-0 min-w-0 flex-col overflow-hidden"
            {...(waiting && { "data-waiting": "" })}
          >
            {waiting && <FirstPicture markup={waiting} />}
            {!read ? (
              <Scroll className={cn("flex-1", waiting && "sm:hidden")}>
                <PageBody>
                  <BeforeTheFirstList freshness={freshness} />
                </PageBody>
              </Scroll>
            ) : empty ? (
              <Scroll className="flex-1">
                <PageBody>
                  <NothingRegistered live={freshness.state === "live"} />
                </PageBody>
              </Scroll>
            ) : (
              <>
                <MapAlarms onOpen={panels.openService} graph={graph} />
                <MapLeft graph={graph} />
                <Frozen frozen={frozen} className="flex min-h-0 flex-1 flex-col">
                  <MapContent
                    address={address}
                    graph={graph}
                    places={places}
                    settling={settling}
                    tidy={tidy}
                    filter={filter}
                    traffic={traffic}
                    panels={panels}
                    change={change}
                    onDrawn={onDrawn}
                  />
                </Frozen>
              </>
            )}
          </div>
          {panel}
          <CommandStrip commands={commands} />
        </Main>
      </TrafficProvider>
    </FilterProvider>
  );
}
