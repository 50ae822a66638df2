"use client";
import { useRouter } from "next/navigation";
import { useCallback, useMemo } from "react";
import { apiPath } from "@/components/api/get-json";
import { quoteText } from "@/components/instances/shell-quote";
import { useOrigin } from "@/components/instances/use-origin";
import { isFrozen } from "@/components/live/freshness";
import { useBoot } from "@/components/live/live-provider";
import { useFreshness } from "@/components/live/use-freshness";
import { useLive } from "@/components/live/use-live";
import { FilterProvider } from "@/components/query/filter-value";
import { NoMatch } from "@/components/query/no-match";
import { type ListQuery, useListQuery } from "@/components/query/use-list-query";
import { BeforeTheFirstList } from "@/components/shell/before-the-first-list";
import { Page } from "@/components/shell/page";
import { servicePath } from "@/components/shell/pages";
import { useFailing } from "@/components/sightings/sightings-provider";
import { count, plural } from "@/components/ui/format";
import { Frozen } from "@/components/ui/frozen";
import { ListCard } from "@/components/ui/list-card";
import { useUrlParams } from "@/components/ui/use-url-params";
import { VirtualTable } from "@/components/ui/virtual-table";
import { serviceLanguage } from "@/lib/query/languages/services";
import type { ServiceSummary } from "@/lib/registry/select";
import { arrangeServices, needingAttention, type Totals, totalsOf } from "./arrange";
import { Attention } from "./attention";
import { FilterBar } from "./filter-bar";
import { LastChangesProvider } from "./last-changes-provider";
import { NothingRegistered } from "./nothing-registered";
import { stateOf } from "./service-cells";
import { compactService, SERVICE_COLUMNS, SERVICE_COMPACT_PX, SERVICE_ROW_PX } from "./service-columns";
import { ServicesActions } from "./services-actions";
import { OLD_PARAMS, readSort } from "./services-query";
import { useCommands } from "./use-commands";
import { useFreshService } from "./use-fresh";
import { useSlowly } from "./use-slowly";

/** Every service, the wrong ones first. */
export function ServicesPage() {
  const services = useLive((state) => state.services);
  const read = useLive((state) => state.view !== null);
  const freshness = useFreshness();
  const totals = useMemo(() => totalsOf(services), [services]);
  const { prefixes } = useBoot();
  const query = useListQuery(serviceLanguage, OLD_PARAMS);
  const look = useCommands(
    prefixes.map(({ prefix }) => prefix),
    apiPath("services", { q: query.applied }).replaceAll("'", "%27"),
    "--keys-only",
  );
  const exported = {
    tool: "export",
    line: `curl -s -H 'Accept: application/yaml' ${quoteText(`${useOrigin()}/api/v1/exports`)}`,
  };
  return (
    <Page
      title="Services"
      sub={read && <Sum totals={totals} />}
      actions={<ServicesActions />}
      commands={[...look, exported]}
    >
      {!read ? (
        <BeforeTheFirstList freshness={freshness} />
      ) : services.length === 0 ? (
        <NothingRegistered live={freshness.state === "live"} />
      ) : (
        <LastChangesProvider>
          <ServiceList services={services} query={query} totals={totals} frozen={isFrozen(freshness)} />
        </LastChangesProvider>
      )}
    </Page>
  );
}

function Sum({ totals }: { totals: Totals }) {
  return (
    <p>
      <span className="num">{count(totals.services)}</span> {totals.services === 1 ? "service" : "services"},{" "}
      <span className="num">{count(totals.instances)}</span> {totals.instances === 1 ? "instance" : "instances"}
      {totals.empty > 0 && `, ${plural(totals.empty, "service")} with nobody left`}
    </p>
  );
}

const rowId = (service: ServiceSummary) => service.name;
const rowHeight = () => SERVICE_ROW_PX;
const look = (service: ServiceSummary) => {
  const state = stateOf(service);
  return { state, hot: state === "gone" || state === "late" || state === "overdue" };
};

function ServiceList({
  services,
  query,
  totals,
  frozen,
}: {
  services: readonly ServiceSummary[];
  query: ListQuery<ServiceSummary>;
  totals: Totals;
  frozen: boolean;
}) {
  const router = useRouter();
  const [params, change] = useUrlParams();
  const sort = readSort(params);
  const { matches, parts } = query;
  const asked = parts.length > 0;
  const rows = useMemo(() => arrangeServices(services, asked ? matches : null, sort), [services, asked, matches, sort]);
  const failing = useFailing();
  const attention = useSlowly(
    useMemo(() => needingAttention(services, 3, failing), [services, failing]),
    1000,
  );
  const open = useCallback((service: ServiceSummary) => router.push(servicePath(service.name)), [router]);
  const isFresh = useFreshService();
  return (
    <FilterProvider query={query}>
      {!asked && <Attention services={attention} />}
      <FilterBar
        query={query}
        services={services}
        totals={totals}
        sort={sort}
        onSort={(next) => change({ sort: next })}
      />
      {rows.length === 0 ? (
        <NoMatch what="service" query={query} subjects={services} />
      ) : (
        <ListCard>
          <Frozen frozen={frozen}>
            <VirtualTable
              label="Services"
              rows={rows}
              rowId={rowId}
              rowHeight={rowHeight}
              columns={SERVICE_COLUMNS}
              compact={compactService}
              compactHeight={SERVICE_COMPACT_PX}
              look={look}
              isFresh={isFresh}
              onOpen={open}
              orderKey={params.toString()}
            />
          </Frozen>
        </ListCard>
      )}
    </FilterProvider>
  );
}
