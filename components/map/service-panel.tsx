"use client";
import { Maximize2 } from "lucide-react";
import Link from "next/link";
import { useLive, useService } from "@/components/live/use-live";
import { FilterValue } from "@/components/query/filter-value";
import { ServiceHeadline } from "@/components/services/service-headline";
import { servicePath } from "@/components/shell/pages";
import { IconButtonLink } from "@/components/ui/button";
import { plural } from "@/components/ui/format";
import { more } from "@/components/ui/link";
import { SafeText } from "@/components/ui/safe-text";
import { PanelPart, SidePanel } from "@/components/ui/side-panel";
import { StateGlyph } from "@/components/ui/state-glyph";
import type { MapGraph } from "@/lib/map/graph";
import { readNodeId } from "@/lib/map/graph";
import { departureOf } from "@/lib/registry/departures";
import { rowOfService, type ServiceSummary } from "@/lib/registry/select";
import { compareRowsWorstFirst } from "@/lib/registry/sort";
import { callsOf } from "./calls";
import { SeenRows } from "./seen-requests";

/** A panel is no table: the rest is on the service's page. */
const MOST_INSTANCES = 60;

const LINE =
  "flex min-h-[30px] w-full min-w-0 items-center gap-2 rounded-control px-2 py-0.5 text-left text-12 hover:bg-raised";

export interface ServicePanelProps {
  node: string;
  graph: MapGraph;
  onOpenInstance: (id: string) => void;
  onOpenService: (node: string) => void;
  onClose: () => void;
}

/** One service beside the map: what it is made of, whom it calls and who calls it, every instance a click away. */
export function ServicePanel(props: ServicePanelProps) {
  const { node, graph, onClose, onOpenService } = props;
  const name = readNodeId(node)?.service ?? node;
  const service = useService(name);
  const read = useLive((state) => state.view !== null);
  const { calls, calledBy } = callsOf(graph, name);
  const title = (
    <>
      <FilterValue field="service" value={name}>
        <SafeText text={name} max={60} />
      </FilterValue>
      <IconButtonLink
        icon={Maximize2}
        href={servicePath(name)}
        prefetch={false}
        label="Open its page"
        title="Open its page"
      />
    </>
  );
  if (!read)
    return (
      <SidePanel className="col-start-2 row-start-2" label="Service" title={title} onClose={onClose}>
        <p className="dim">The registry is being read.</p>
      </SidePanel>
    );
  return (
    <SidePanel className="col-start-2 row-start-2" label="Service" title={title} onClose={onClose}>
      <div>
        {service ? (
          <>
            <div className="*:mb-1">
              <ServiceHeadline service={service} />
            </div>
            <Instances service={service} onOpen={props.onOpenInstance} />
          </>
        ) : (
          <p className="dim">
            {calledBy.length > 0 && "Others declare that they call this service. "}Nobody is registered under its name:
            a misspelled name, another prefix, or it is down.
          </p>
        )}
        <Neighbours title="Calls" nodes={calls} onOpen={onOpenService} none="No registration of it names anybody." />
        <Neighbours
          title="Called by"
          nodes={calledBy}
          onOpen={onOpenService}
          none="Nobody declares that they call it."
        />
        <PanelPart title="Requests seen">
          <SeenRows node={node} />
        </PanelPart>
      </div>
    </SidePanel>
  );
}

function Instances({ service, onOpen }: { service: ServiceSummary; onOpen: (id: string) => void }) {
  const rows = service.instances.map((instance) => rowOfService(service, instance)).sort(compareRowsWorstFirst);
  const gone = service.tombstones.map((tombstone) => {
    return { id: tombstone.id, instance: tombstone.instance, state: departureOf(tombstone) };
  });
  const all = [...rows.map(({ instance, liveness }) => ({ id: instance.id, instance, state: liveness })), ...gone];
  return (
    <PanelPart title="Instances">
      <ul className="-mx-2">
        {all.slice(0, MOST_INSTANCES).map(({ id, instance, state }) => (
          <li key={`${state} ${id}`}>
            <button className={LINE} type="button" onClick={() => onOpen(id)}>
              <StateGlyph state={state} label={state} />
              <span className="mono ell">
                <SafeText text={instance.instance} max={60} />
              </span>
              <span className="dim ell ml-auto">
                <SafeText text={addressOf(instance)} max={40} />
              </span>
            </button>
          </li>
        ))}
      </ul>
      {all.length > MOST_INSTANCES && (
        <p>
          <Link className={more()} href={servicePath(service.name)} prefetch={false}>
            All {plural(all.length, "instance")}
          </Link>
        </p>
      )}
    </PanelPart>
  );
}

function addressOf({ endpoints: [first] }: ServiceSummary["instances"][number]): string {
  return first ? `${first.host}${first.port > 0 ? `:${first.port}` : ""}` : "no endpoint";
}

function Neighbours({
  title,
  nodes,
  onOpen,
  none,
}: {
  title: string;
  nodes: ReturnType<typeof callsOf>["calls"];
  onOpen: (node: string) => void;
  none: string;
}) {
  return (
    <PanelPart title={title}>
      {nodes.length === 0 ? (
        <p className="dim">{none}</p>
      ) : (
        <ul className="-mx-2">
          {nodes.map(({ id, service, ghost }) => (
            <li key={service}>
              <button className={LINE} type="button" onClick={() => onOpen(id)}>
                <span className="ell">
                  <SafeText text={service} max={80} />
                </span>
                {ghost && <span className="dim ml-auto">nobody registered</span>}
              </button>
            </li>
          ))}
        </ul>
      )}
    </PanelPart>
  );
}
