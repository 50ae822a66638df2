"use client";
import dynamic from "next/dynamic";
import { useMemo } from "react";
import { isFrozen } from "@/components/live/freshness";
import { useBoot } from "@/components/live/live-provider";
import { useFreshness } from "@/components/live/use-freshness";
import { useLive } from "@/components/live/use-live";
import { readMapAddress } from "@/components/map/map-address";
import { type MapFilter, mapFilterFor } from "@/components/map/map-filter";
import { TrafficProvider } from "@/components/map/traffic-context";
import { useGraph } from "@/components/map/use-graph";
import { usePlaces } from "@/components/map/use-places";
import { useTraffic } from "@/components/map/use-traffic";
import { useListQuery } from "@/components/query/use-list-query";
import { BeforeTheFirstList } from "@/components/shell/before-the-first-list";
import { PageBody } from "@/components/shell/page";
import { StaleBanner } from "@/components/shell/stale-banner";
import { SweepBanner } from "@/components/shell/sweep-banner";
import { Frozen } from "@/components/ui/frozen";
import { useUrlParams } from "@/components/ui/use-url-params";
import { instanceLanguage } from "@/lib/query/languages/instances";
import { WallHead } from "./wall-head";
import { WallTiles } from "./wall-tiles";

const MapFlow = dynamic(() => import("@/components/map/map-flow").then((module) => module.MapFlow), { ssr: false });

/**
 * For a screen that hangs on a wall and that nobody touches: what is wrong is large, what is well is quiet. Tiles, or
 * the map with `?as=map`; `q` narrows what is shown, as everywhere.
 */
export function WallPage() {
  const [params] = useUrlParams();
  const query = useListQuery(instanceLanguage);
  const filter = useMemo(() => mapFilterFor(query), [query]);
  const read = useLive((state) => state.view !== null);
  const all = useLive((state) => state.services);
  const freshness = useFreshness();
  const services = useMemo(() => (filter ? all.filter((service) => filter.fitsService(service)) : all), [all, filter]);
  return (
    <main id="main" className="flex h-dvh flex-col overflow-hidden bg-sunk outline-0" tabIndex={-1}>
      <StaleBanner />
      <SweepBanner />
      <WallHead services={services} q={query.text} />
      {!read ? (
        <PageBody>
          <BeforeTheFirstList freshness={freshness} />
        </PageBody>
      ) : (
        <Frozen frozen={isFrozen(freshness)} className="flex min-h-0 flex-1 flex-col">
          {params.get("as") === "map" ? <WallMap filter={filter} /> : <WallTiles services={services} />}
        </Frozen>
      )}
    </main>
  );
}

const nothing = () => {};

function WallMap({ filter }: { filter: MapFilter | null }) {
  const [params] = useUrlParams();
  const { grouping, moved } = useMemo(() => readMapAddress(params), [params]);
  const { dependencyFields } = useBoot();
  const graph = useGraph(grouping, dependencyFields);
  const { places, settling } = usePlaces(graph, moved);
  const traffic = useTraffic(graph);
  return (
    places && (
      <TrafficProvider value={traffic}>
        <MapFlow
          bare
          traffic={traffic}
          graph={graph}
          places={places}
          settling={settling}
          filter={filter}
          selected={null}
          view={null}
          onView={nothing}
          onMoved={nothing}
          onOpenService={nothing}
          onOpenInstance={nothing}
          onTidy={nothing}
        />
      </TrafficProvider>
    )
  );
}
