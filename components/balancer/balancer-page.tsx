"use client";
import { useQuery } from "@tanstack/react-query";
import { Download, ListOrdered, Play, Scale, Square } from "lucide-react";
import { type ReactNode, useEffect, useMemo, useState } from "react";
import { ApiErrorNote } from "@/components/api/api-error-note";
import { getJson } from "@/components/api/get-json";
import { useOrigin } from "@/components/instances/use-origin";
import { useFreshness } from "@/components/live/use-freshness";
import { shallowEqual, useLive, useService } from "@/components/live/use-live";
import { BeforeTheFirstList } from "@/components/shell/before-the-first-list";
import { Page } from "@/components/shell/page";
import { Button } from "@/components/ui/button";
import { cn } from "@/components/ui/cn";
import { EmptyState } from "@/components/ui/empty-state";
import { useNarrow } from "@/components/ui/media";
import { useUrlParams } from "@/components/ui/use-url-params";
import { policiesAnswerSchema } from "@/lib/api/policies";
import { POLICY_IDS } from "@/lib/balancer/policies";
import { csvOf, jsonOf, save } from "./export";
import { FAILED_LOOK } from "./failed-look";
import { LaneCard } from "./lane-card";
import { runCommands } from "./run-commands";
import { RunForm } from "./run-form";
import { policiesOf, type RunRecord } from "./run-record";
import { RunTimeline } from "./run-timeline";
import { DEFAULTS, paramsOf, readSettings, requestOf, type Settings } from "./settings";
import { usePicks } from "./use-picks";
import { useReplay } from "./use-replay";
import { type RunState, useRun } from "./use-run";

const PICKED_AGAIN_MS = 1_000;

/** Would my request reach them? Policies side by side over the same live instances. */
export function BalancerPage() {
  const read = useLive((state) => state.view !== null);
  const freshness = useFreshness();
  const names = useLive(
    (state) => state.services.filter(({ total }) => total > 0).map(({ name }) => name),
    shallowEqual,
  );
  const [params, change] = useUrlParams();
  const asked = useMemo(() => readSettings(new URLSearchParams(params.toString())), [params]);
  // Where the address names none: the first one, and the same however many register before it in the alphabet.
  const [first, setFirst] = useState("");
  if (first === "" && names[0] !== undefined) setFirst(names[0]);
  const settings = useMemo(() => ({ ...asked, service: asked.service || first }), [asked, first]);
  const origin = useOrigin();
  const run = useRun();
  const set = (changes: Partial<Settings>) => change(paramsOf(changes));
  const { wanted, clear } = run;
  useEffect(() => {
    if (wanted && JSON.stringify(wanted) !== JSON.stringify(requestOf(settings))) clear();
  }, [wanted, settings, clear]);
  return (
    <Page
      title="Balancer"
      sub={<p>Sends requests to a service as a policy chooses its instances, and shows who gets them.</p>}
      actions={read && names.length > 0 && <Actions settings={settings} run={run} set={set} />}
      commands={settings.service === "" ? [] : runCommands(origin, settings)}
    >
      {!read ? (
        <BeforeTheFirstList freshness={freshness} />
      ) : names.length === 0 && settings.service === "" ? (
        <EmptyState title="Nobody to send anything to">
          <p>No service is registered at the moment.</p>
        </EmptyState>
      ) : (
        <Laboratory settings={settings} names={names} run={run} set={set} />
      )}
    </Page>
  );
}

interface Parts {
  settings: Settings;
  run: RunState;
  set: (changes: Partial<Settings>) => void;
}

function Actions({ settings, run, set }: Parts) {
  const running = run.state === "running";
  const all = settings.policies.length === POLICY_IDS.length;
  return (
    <div className="flex flex-wrap justify-end gap-2 max-sm:w-full max-sm:justify-start">
      {run.record && !running && <ExportButtons record={run.record} />}
      <Button
        icon={Scale}
        aria-pressed={all}
        disabled={running}
        onClick={() => set({ policies: all ? DEFAULTS.policies : [...POLICY_IDS] })}
      >
        {all ? "Compare two" : "Compare all"}
      </Button>
      {run.state !== "none" && (
        <Button icon={ListOrdered} disabled={running} onClick={run.clear}>
          Who would be next?
        </Button>
      )}
      {running ? (
        <Button variant="primary" icon={Square} onClick={run.stop}>
          Stop
        </Button>
      ) : (
        <Button
          variant="primary"
          icon={Play}
          onClick={() => {
            // Whoever gets the address gets the same run.
            set({ service: settings.service });
            run.start(requestOf(settings));
          }}
        >
          {run.record ? "Send again" : "Send"}
        </Button>
      )}
    </div>
  );
}

function ExportButtons({ record }: { record: RunRecord }) {
  return (
    <>
      <Button icon={Download} onClick={() => save(jsonOf(record), "application/x-ndjson", "rollcall-run.ndjson")}>
        JSON
      </Button>
      <Button icon={Download} onClick={() => save(csvOf(record), "text/csv", "rollcall-run.csv")}>
        CSV
      </Button>
    </>
  );
}

function Laboratory({ settings, names, run, set }: Parts & { names: readonly string[] }) {
  const service = useService(settings.service);
  const compact = useNarrow();
  const { data: known } = useQuery({
    queryKey: ["policies"],
    queryFn: ({ signal }) => getJson(policiesAnswerSchema, "policies", {}, signal),
  });
  const { error, onAttempt } = run;
  const replay = useReplay(run);
  const record = replay?.record ?? run.record;
  const shownPolicies = record ? policiesOf(record) : settings.policies;
  // What the picks depend on: who is there, well and in rotation. The summary is another object only when that changed.
  const sign = service ? `${service.revision} ${service.total} ${service.inService} ${service.unwell.size}` : "";
  const picks = usePicks(settings, sign, record === null && run.state !== "running");
  const { refetch } = picks;
  useEffect(() => {
    if (record !== null || settings.seed !== "") return;
    const timer = setInterval(() => void refetch(), PICKED_AGAIN_MS);
    return () => clearInterval(timer);
  }, [record, settings.seed, refetch]);
  const narrow = shownPolicies.length > 2 || compact;
  return (
    <>
      <RunForm
        settings={settings}
        services={names}
        methods={known?.testRequests.methods ?? ["GET", "HEAD"]}
        datacenters={service?.datacenters ?? []}
        locked={run.state === "running"}
        onChange={set}
      />
      {error !== null && <ApiErrorNote error={error} />}
      {record === null && picks.error && <ApiErrorNote error={picks.error} />}
      <p className="mt-4 mb-2.5 flex flex-wrap items-center gap-x-4.5 gap-y-1.5 text-12 text-prose">
        <Legend mark="size-2.5 rounded-[2px] bg-alive-quiet">{record ? "answered" : "picked"}</Legend>
        {record && <Legend mark={cn("size-2.5 rounded-[2px]", FAILED_LOOK)}>failed</Legend>}
        <Legend mark="h-3.25 w-0.5 rounded-[2px] bg-ink">expected share</Legend>
        <span className="dim" role="status">
          {stateWords(run)}
        </span>
      </p>
      <div
        className={cn(
          "group/lanes grid grid-cols-1 items-start gap-3.5",
          shownPolicies.length === 2 && "grid-cols-2 max-lg:grid-cols-1",
          shownPolicies.length > 2 && "grid-cols-[repeat(auto-fill,minmax(380px,1fr))] max-sm:grid-cols-1",
        )}
        data-many={shownPolicies.length > 2 ? "" : undefined}
      >
        {shownPolicies.map((policy, lane) => (
          <LaneCard
            key={policy}
            lane={lane}
            policy={policy}
            record={record?.lanes[lane] ?? null}
            picks={picks.data?.find((one) => one.policy === policy) ?? null}
            count={settings.count}
            narrow={narrow}
            onAttempt={onAttempt}
          />
        ))}
      </div>
      {run.record && <RunTimeline record={run.record} moment={replay?.record ?? null} replay={replay} />}
    </>
  );
}

function Legend({ mark, children }: { mark: string; children: ReactNode }) {
  return (
    <span className="inline-flex items-center gap-1.75">
      <i className={mark} /> {children}
    </span>
  );
}

function stateWords({ state, record }: RunState): string {
  if (state === "running") return "Sending.";
  if (record?.summary?.ended === "time") return "Ended: ten minutes are the most.";
  if (state === "ended") return `Done. Seed ${record?.seed}, revision ${record?.revision} at the start.`;
  if (state === "stopped") return "Stopped.";
  return "Nothing was sent yet: this is who would be picked.";
}
