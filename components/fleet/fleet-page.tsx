"use client";
import { CloudLightning, RotateCcw } from "lucide-react";
import { useCallback, useEffect, useMemo, useRef, useState } from "react";
import { ApiErrorNote } from "@/components/api/api-error-note";
import { useOrigin } from "@/components/instances/use-origin";
import { isFrozen } from "@/components/live/freshness";
import { useBoot } from "@/components/live/live-provider";
import { useFreshness } from "@/components/live/use-freshness";
import { Page } from "@/components/shell/page";
import { Button } from "@/components/ui/button";
import { EmptyState } from "@/components/ui/empty-state";
import { plural } from "@/components/ui/format";
import { Frozen } from "@/components/ui/frozen";
import { isTyping } from "@/components/ui/keys";
import { ListCard } from "@/components/ui/list-card";
import { SkeletonRows } from "@/components/ui/skeleton";
import { paramsNow, useUrlParams } from "@/components/ui/use-url-params";
import { VirtualTable } from "@/components/ui/virtual-table";
import type { Fleet } from "@/lib/api/fleet";
import { compactFleet, FLEET_COMPACT_PX, fleetColumns, fleetRowHeight } from "./fleet-columns";
import { fleetCommands } from "./fleet-commands";
import { FleetPanel } from "./fleet-panel";
import { type FleetRow, fleetRowsOf } from "./fleet-rows";
import { StormDialog } from "./storm-dialog";
import { StormNote } from "./storm-note";
import { useFleet, useOrders } from "./use-fleet";
import { type Give, orderFor } from "./verb-buttons";
import { verbForKey } from "./verbs";

const rowId = (row: FleetRow) => row.id;
/** What the address says now; React hears of it a little later. */
const openedProcess = () => paramsNow().get("process");
const look = (row: FleetRow) => ({ className: row.kind === "service" ? "bg-raised" : "*:first:pl-5" });

/** The console's own processes: what they are, what they say, what the registry makes of it, and what can be done. */
export function FleetPage() {
  const { fleet: has } = useBoot();
  const { data, error, refetch } = useFleet(has);
  const { run, last } = useOrders();
  const [stormy, setStormy] = useState(false);
  const origin = useOrigin();
  const [params, change] = useUrlParams();
  const chosenId = params.get("process");
  const rows = useFleetRows(data);
  const chosen = rows.find((row) => row.id === chosenId) ?? null;
  const commands = fleetCommands(origin, last);
  useVerbKeys(rows, run);
  const open = useCallback(
    ({ id }: FleetRow) => change({ process: id }, openedProcess() === null ? "push" : "replace"),
    [change],
  );
  if (!has) return <NoFleet />;
  return (
    <Page
      title="Fleet"
      sub={data && <FleetLine fleet={data} />}
      commands={commands}
      actions={
        <>
          <Button icon={CloudLightning} onClick={() => setStormy(true)} disabled={!data}>
            Storm
          </Button>
          <Button
            icon={RotateCcw}
            onClick={() => run({ verb: "reset", body: {} })}
            disabled={!data || data.state === "resetting"}
          >
            Reset
          </Button>
        </>
      }
      panel={
        chosen &&
        data && (
          <FleetPanel
            row={chosen}
            most={data.mostInstances}
            commands={commands}
            give={run}
            onClose={() => change({ process: null })}
          />
        )
      }
    >
      {error && <ApiErrorNote error={error} onRetry={() => void refetch()} />}
      {data?.storm && <StormNote storm={data.storm} onEnd={() => run({ verb: "storm", body: { perSecond: 0 } })} />}
      {data ? <FleetList rows={rows} most={data.mostInstances} chosenId={chosenId} give={run} onOpen={open} /> : null}
      {!data && !error && <SkeletonRows rows={10} columns={[180, 90, 120, 160]} />}
      <StormDialog open={stormy} onClose={() => setStormy(false)} give={run} />
    </Page>
  );
}

function FleetList({
  rows,
  most,
  chosenId,
  give,
  onOpen,
}: {
  rows: readonly FleetRow[];
  most: number;
  chosenId: string | null;
  give: Give;
  onOpen: (row: FleetRow) => void;
}) {
  const freshness = useFreshness();
  const columns = useMemo(() => fleetColumns(give, most), [give, most]);
  return (
    <ListCard>
      <Frozen frozen={isFrozen(freshness)}>
        <VirtualTable
          label="Processes of the fleet"
          rows={rows}
          rowId={rowId}
          rowHeight={fleetRowHeight}
          columns={columns}
          compact={compactFleet}
          compactHeight={FLEET_COMPACT_PX}
          look={look}
          onOpen={onOpen}
          selectedId={chosenId}
        />
      </Frozen>
    </ListCard>
  );
}

function useFleetRows(fleet: Fleet | undefined): readonly FleetRow[] {
  const known = useRef<readonly FleetRow[]>([]);
  return useMemo(() => {
    if (fleet) known.current = fleetRowsOf(fleet.services, known.current);
    return known.current;
  }, [fleet]);
}

/**
 * s, x, p and c do something to the one in the panel: to the one that was opened last, also where its panel is not drawn
 * yet. A key never falls on the one before.
 */
function useVerbKeys(rows: readonly FleetRow[], give: Give) {
  const latest = useRef({ rows, give });
  useEffect(() => {
    latest.current = { rows, give };
  });
  useEffect(() => {
    const listen = (event: KeyboardEvent) => {
      const { rows, give } = latest.current;
      const opened = openedProcess();
      const chosen = rows.find((row) => row.id === opened);
      if (!chosen || event.defaultPrevented || event.repeat || isTyping(event)) return;
      const verb = verbForKey(event.key, chosen.instances);
      const order = verb && orderFor(verb, chosen.instances);
      if (order) give(order);
    };
    document.addEventListener("keydown", listen);
    return () => document.removeEventListener("keydown", listen);
  }, []);
}

const STATE: Record<Exclude<Fleet["state"], "ready">, string> = {
  waiting: "It waits for etcd.",
  starting: "It is starting.",
  resetting: "It is going back to its beginning.",
  stopped: "The console is ending.",
};

function FleetLine({ fleet }: { fleet: Fleet }) {
  const all = fleet.services.flatMap(({ instances }) => instances);
  const running = all.filter(({ process }) => process === "running").length;
  return (
    <p>
      {plural(all.length, "process", "processes")} of this console's own, {running === all.length ? "all" : running}{" "}
      running. Do something to one and watch what the registry makes of it.
      {fleet.state !== "ready" && ` ${STATE[fleet.state]}`}
    </p>
  );
}

function NoFleet() {
  return (
    <Page title="Fleet">
      <EmptyState title="This console has no fleet">
        <p>
          It starts processes of its own only with the etcd that it starts itself, that is without ETCD_ENDPOINTS, and
          not where ROLLCALL_DEMO is 0.
        </p>
      </EmptyState>
    </Page>
  );
}
