"use client";
import { apiPath } from "@/components/api/get-json";
import { InstancePanel } from "@/components/instances/instance-panel";
import { isFrozen } from "@/components/live/freshness";
import { useFreshness } from "@/components/live/use-freshness";
import { useLive, useService } from "@/components/live/use-live";
import { FilterProvider } from "@/components/query/filter-value";
import { type ListQuery, useListQuery } from "@/components/query/use-list-query";
import { BeforeTheFirstList } from "@/components/shell/before-the-first-list";
import { Page } from "@/components/shell/page";
import { encodeText } from "@/components/shell/pages";
import { ButtonLink } from "@/components/ui/button";
import { EmptyState } from "@/components/ui/empty-state";
import { Frozen } from "@/components/ui/frozen";
import { SafeText } from "@/components/ui/safe-text";
import { Tabs, tabPanelProps } from "@/components/ui/tabs";
import { useUrlParams } from "@/components/ui/use-url-params";
import { instanceLanguage } from "@/lib/query/languages/instances";
import { print, wordOf } from "@/lib/query/print";
import type { InstanceRow, ServiceSummary } from "@/lib/registry/select";
import { InstanceTable } from "./instance-table";
import { keyPrefixOf } from "./key-prefix";
import { DismissService, ServiceActions, useDismissCommand } from "./service-actions";
import { ServiceEvents } from "./service-events";
import { ServiceHeadline } from "./service-headline";
import { useCommands } from "./use-commands";
import { useInstanceInAddress } from "./use-instance-in-address";

/** A short list has what happened right below it; below a long one nobody would find it. */
const SHORT_LIST = 20;
const FEW_EVENTS = 12;
const MANY_EVENTS = 100;

/** One service: its instances, those that left lately, and what happened. */
export function ServicePage({ name }: { name: string }) {
  const service = useService(name);
  const read = useLive((state) => state.view !== null);
  const freshness = useFreshness();
  const [params] = useUrlParams();
  const selected = params.get("instance");
  const prefix = service ? keyPrefixOf(service) : "";
  const query = useListQuery(instanceLanguage);
  const path = query.applied
    ? apiPath("instances", { service: name, q: query.applied })
    : `/api/v1/services/${encodeText(name)}`;
  const look = useCommands(prefix ? [prefix] : [], path.replaceAll("'", "%27"), "-w fields");
  const dismiss = useDismissCommand(service);
  const { open, close } = useInstanceInAddress();
  return (
    <FilterProvider query={query}>
      <Page
        title={<SafeText text={name} max={120} expandable />}
        sub={prefix && <Pattern prefix={prefix} />}
        actions={read && <ServiceActions name={name} service={service} />}
        commands={[...look, ...dismiss]}
        panel={selected !== null && <InstancePanel id={selected} onClose={close} />}
      >
        {service ? (
          <Frozen frozen={isFrozen(freshness)}>
            <ServiceContent service={service} query={query} selected={selected} onOpen={open} />
          </Frozen>
        ) : read ? (
          <>
            <NoSuchService name={name} />
            <ServiceEvents service={name} most={FEW_EVENTS} />
          </>
        ) : (
          <BeforeTheFirstList freshness={freshness} />
        )}
      </Page>
    </FilterProvider>
  );
}

function ServiceContent({
  service,
  query,
  selected,
  onOpen,
}: {
  service: ServiceSummary;
  query: ListQuery<InstanceRow>;
  selected: string | null;
  onOpen: (id: string) => void;
}) {
  const [params, change] = useUrlParams();
  const tab = params.get("tab") === "events" ? "events" : "instances";
  return (
    <>
      <ServiceHeadline service={service} />
      <Tabs
        id="service"
        label="About this service"
        value={tab}
        options={[
          { value: "instances", label: "Instances", count: service.total },
          { value: "events", label: "What happened" },
        ]}
        onChange={(next) => change({ tab: next === "events" ? next : null })}
      />
      <div {...tabPanelProps("service", tab)}>
        {tab === "events" ? (
          <ServiceEvents service={service.name} most={MANY_EVENTS} />
        ) : (
          <>
            {service.total + service.counts.gone === 0 ? (
              <NobodyLeft service={service} />
            ) : (
              <InstanceTable service={service} selected={selected} onOpen={onOpen} query={query} />
            )}
            {service.total + service.counts.gone <= SHORT_LIST && (
              <ServiceEvents service={service.name} most={FEW_EVENTS} />
            )}
          </>
        )}
      </div>
    </>
  );
}

function Pattern({ prefix }: { prefix: string }) {
  return (
    <p className="mono">
      <SafeText text={prefix} max={200} />
      <span className="dim">…</span>
    </p>
  );
}

/** Expected, and nobody is there: that does not vanish by itself. */
function NobodyLeft({ service }: { service: ServiceSummary }) {
  return (
    <EmptyState title="Nobody is registered" state="gone">
      <p>
        At least {service.minimum} should be. It stays on screen until somebody registers, or until it is dismissed and
        not expected any more.
      </p>
      <DismissService service={service} />
    </EmptyState>
  );
}

function NoSuchService({ name }: { name: string }) {
  return (
    <EmptyState title="No such service at the moment">
      <p>
        Nobody is registered as{" "}
        <span className="mono">
          <SafeText text={name} max={80} />
        </span>
        , and nobody left lately. The page comes alive when somebody registers.
      </p>
      <ButtonLink href={`/services?q=${encodeText(print([wordOf(name.slice(0, 200))]))}`}>
        Look for similar names
      </ButtonLink>
    </EmptyState>
  );
}
