import { applyDelta, fits } from "@/lib/registry/delta";
import { ShardMap } from "@/lib/registry/shard-map";
import { summarizeServices, updateSummaries } from "@/lib/registry/summaries";
import type { Position, View } from "@/lib/registry/view";
import { createEventTail } from "./event-tail";
import { withReadings } from "./newest-leases";
import type { DeltaMessage, EventsMessage, LeasesMessage, LiveStatus, Snapshot } from "./protocol";
import type { Connection, LiveState, LiveStore } from "./state";

/** The store as the live client fills it. Pages get it as a `LiveStore`. */
export interface MutableLiveStore extends LiveStore {
  /** Where the newest accepted message ends, whether or not it was shown yet; null before the first snapshot. */
  position(): Position | null;
  acceptSnapshot(snapshot: Snapshot): void;
  /** False where the delta does not start at the position: nothing was changed, the snapshot has to be fetched. */
  acceptDelta(message: DeltaMessage): boolean;
  acceptEvents(message: EventsMessage): void;
  acceptStatus(status: LiveStatus): void;
  /** Fine readings; those of leases that the view does not know are passed over. */
  acceptLeases(message: LeasesMessage): void;
  /** Shown at once, not with the next frame. */
  setConnection(connection: Connection): void;
  setClockOffset(offsetMs: number): void;
  stop(): void;
}

export interface LiveStoreOptions {
  /** Calls `show` once, at the next animation frame (soon, where the page is hidden). Returns the way to cancel. */
  schedule: (show: () => void) => () => void;
  /** How many events the tail keeps. */
  eventTail?: number;
}

const INITIAL: LiveState = {
  connection: { state: "loading" },
  status: null,
  view: null,
  services: [],
  leases: ShardMap.empty(),
  events: [],
  eventsAmended: [],
  eventsMissed: 0,
  clockOffsetMs: 0,
};

/**
 * What arrives is applied at once, but shown to listeners once per frame: `getState` stands still in between,
 * so that everything on screen is of one moment.
 */
export function createLiveStore({ schedule, eventTail = 2_000 }: LiveStoreOptions): MutableLiveStore {
  const listeners = new Set<() => void>();
  let shown: LiveState = INITIAL;
  let next: LiveState = INITIAL;
  const tail = createEventTail(eventTail);
  let cancel: (() => void) | null = null;

  function change(part: Partial<LiveState>): void {
    next = { ...next, ...part };
    cancel ??= schedule(show);
  }

  function show(): void {
    cancel?.();
    cancel = null;
    if (next === shown) return;
    const events = tail.events();
    next = { ...next, events, eventsAmended: tail.amended() };
    if (next.view !== shown.view) next = { ...next, services: services(shown, next.view) };
    shown = next;
    for (const listener of [...listeners]) listener();
  }

  return {
    getState: () => shown,
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    position: () => (next.view ? { epoch: next.view.epoch, seq: next.view.seq } : null),
    acceptSnapshot(snapshot) {
      const missed = next.view ? 1 : 0;
      const view = viewOf(snapshot, next.view);
      const gone = [...next.leases.keys()].filter((id) => !view.leases.has(id));
      change({
        view,
        leases: withReadings(next.leases, snapshot.leases, gone),
        // A snapshot may be a moment older than what the socket said last.
        status: next.status && next.status.serverTime > snapshot.status.serverTime ? next.status : snapshot.status,
        eventsMissed: next.eventsMissed + missed,
      });
    },
    acceptDelta(message) {
      if (!next.view || !fits(next.view, message)) return false;
      const leases = withReadings(next.leases, message.put.leases, message.remove.leases);
      change({ view: applyDelta(next.view, message), leases });
      return true;
    },
    acceptEvents({ events, missed }) {
      tail.add(events);
      change(missed > 0 ? { eventsMissed: next.eventsMissed + missed } : {});
    },
    acceptStatus: (status) => change({ status }),
    acceptLeases({ leases }) {
      const known = leases.filter(({ leaseId }) => next.view?.leases.has(leaseId));
      if (known.length > 0) change({ leases: withReadings(next.leases, known) });
    },
    setConnection(connection) {
      next = { ...next, connection };
      show();
    },
    setClockOffset: (clockOffsetMs) => change({ clockOffsetMs }),
    stop() {
      cancel?.();
      cancel = null;
      listeners.clear();
    },
  };
}

function services(shown: LiveState, view: View | null): LiveState["services"] {
  if (!view) return [];
  return shown.view ? updateSummaries(shown.services, shown.view, view) : summarizeServices(view);
}

/** The snapshot as a view. What `known` already holds unchanged keeps its object, so a resync repaints nothing else. */
function viewOf(snapshot: Snapshot, known: View | null): View {
  const { epoch, seq, revision } = snapshot;
  return {
    epoch,
    seq,
    revision,
    instances: mapOf(snapshot.instances, (instance) => instance.id, known?.instances),
    tombstones: mapOf(snapshot.tombstones, (tombstone) => tombstone.id, known?.tombstones),
    unrecognized: mapOf(snapshot.unrecognized, (unrecognized) => unrecognized.key, known?.unrecognized),
    leases: mapOf(snapshot.leases, (reading) => reading.leaseId, known?.leases),
    drains: mapOf(snapshot.drains, (drain) => drain.key, known?.drains),
    minimums: mapOf(snapshot.minimums, (minimum) => minimum.service, known?.minimums),
  };
}

function mapOf<T>(values: readonly T[], idOf: (value: T) => string, known: ShardMap<T> | undefined): ShardMap<T> {
  if (!known) return ShardMap.from(values.map((value): [string, T] => [idOf(value), value]));
  const present = new Set<string>();
  const put: [string, T][] = [];
  for (const value of values) {
    const id = idOf(value);
    present.add(id);
    const old = known.get(id);
    if (old === undefined || JSON.stringify(old) !== JSON.stringify(value)) put.push([id, value]);
  }
  const gone: string[] = [];
  for (const id of known.keys()) if (!present.has(id)) gone.push(id);
  return known.with(put, gone);
}
