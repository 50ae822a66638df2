"use client";
import { useCallback, useMemo, useState } from "react";
import type { RegistryEvent } from "@/lib/registry/types";
import { useOrigin } from "../instances/use-origin";
import { isFrozen } from "../live/freshness";
import { useBoot } from "../live/live-provider";
import { useFreshness } from "../live/use-freshness";
import { FilterProvider } from "../query/filter-value";
import { Page } from "../shell/page";
import { Frozen } from "../ui/frozen";
import { DensityStrip } from "./density-strip";
import { eventCommands } from "./event-commands";
import { isFiltered } from "./event-filters";
import { epochOf } from "./event-order";
import { EventPanel } from "./event-panel";
import { EventTable } from "./event-table";
import { EventToolbar } from "./event-toolbar";
import { EventsEmpty } from "./events-empty";
import { ExportMenu } from "./export-menu";
import { LogFoot } from "./log-foot";
import { PauseButton, WaitingPill } from "./pause-button";
import { useChosenId, useEventFilters } from "./use-event-filters";
import { useEventLog } from "./use-event-log";

/** What happened: the live tail and the history behind it, newest first, with how each thing is known. */
export function EventsPage() {
  const asking = useEventFilters();
  const { query, kinds } = asking;
  const filters = useMemo(() => ({ kinds, q: query.applied }), [kinds, query.applied]);
  const [chosenId, choose] = useChosenId();
  const events = useEventLog(asking);
  const { log, snapshot } = events;
  const [sight, setSight] = useState({ from: 0, to: 0 });
  const [toTop, setToTop] = useState(0);
  const origin = useOrigin();
  const { prefixes } = useBoot();

  const open = useCallback((event: RegistryEvent) => choose(event.id), [choose]);
  const close = useCallback(() => choose(null), [choose]);
  const onReading = useCallback(
    (reading: boolean) => {
      if (reading) log.pause("reading");
      else if (log.getSnapshot().paused === "reading") log.resume();
    },
    [log],
  );
  const onSight = useCallback((from: number, to: number) => setSight({ from, to }), []);
  const resume = useCallback(() => {
    log.resume();
    setToTop((times) => times + 1);
  }, [log]);

  const frozen = isFrozen(useFreshness());
  const chosen = useChosen(chosenId, snapshot.rows, snapshot.length);
  const commands = useMemo(
    () =>
      eventCommands(
        origin,
        prefixes.map(({ prefix }) => prefix),
        filters,
        chosen.event,
      ),
    [origin, prefixes, filters, chosen.event],
  );

  return (
    <FilterProvider query={query}>
      <Page
        title="Events"
        sub="Newest first. A bracket marks one transaction."
        actions={
          <div className="row">
            <PauseButton snapshot={snapshot} onPause={() => log.pause("asked")} onResume={resume} />
            <ExportMenu filters={filters} />
          </div>
        }
        commands={commands}
        {...(chosenId !== null && {
          panel: (
            <EventPanel
              key={chosenId}
              id={chosenId}
              known={chosen.event}
              together={chosen.together}
              onOpen={open}
              onClose={close}
            />
          ),
        })}
      >
        <div className="events">
          <DensityStrip snapshot={snapshot} sight={sight} />
          <EventToolbar asking={asking} counts={snapshot.counts} events={() => log.getSnapshot().rows} />
          <WaitingPill snapshot={snapshot} onResume={resume} />
          <Frozen frozen={frozen}>
            <EventTable
              snapshot={snapshot}
              selectedId={chosenId}
              onOpen={open}
              onReading={onReading}
              onEnd={events.readOlder}
              onSight={onSight}
              toTop={toTop}
              foot={<LogFoot events={events} filtered={isFiltered(kinds, query.parts)} />}
            />
          </Frozen>
          {snapshot.length === 0 && <EventsEmpty events={events} asking={asking} />}
        </div>
      </Page>
    </FilterProvider>
  );
}

/** The chosen event, where it is among the rows, and its companions of the same transaction. */
function useChosen(id: string | null, rows: readonly RegistryEvent[], length: number) {
  return useMemo(() => {
    if (id === null) return { event: null, together: [] };
    const event = find(rows, length, (one) => one.id === id);
    if (!event || event.revision === null || event.service === null) return { event, together: [] };
    const together: RegistryEvent[] = [];
    for (let index = 0; index < length; index++) {
      const one = rows[index];
      if (one && one !== event && one.revision === event.revision && epochOf(one) === epochOf(event))
        together.push(one);
    }
    return { event, together };
  }, [id, rows, length]);
}

/** Newest first: what is chosen is mostly new. */
function find(rows: readonly RegistryEvent[], length: number, fits: (event: RegistryEvent) => boolean) {
  for (let index = length - 1; index >= 0; index--) {
    const event = rows[index];
    if (event && fits(event)) return event;
  }
  return null;
}
