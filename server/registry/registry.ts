import { TOMBSTONE_BYTES } from "@/lib/budgets";
import type { Clock } from "@/lib/clock";
import type { ListWatchMessage } from "@/lib/etcd/list-watch.types";
import type { LayoutSet } from "@/lib/layouts/types";
import type { LeaseReading } from "@/lib/leases/reading";
import type { LeaseLane, LiveStatus } from "@/lib/live/protocol";
import type { Records } from "@/lib/records/records";
import { type AuthorOf, withAuthors, withCausesOf } from "@/lib/registry/authors";
import { describeChanges, describeGap } from "@/lib/registry/describe";
import { describeDrains, describeOver } from "@/lib/registry/describe-marks";
import { createDrainTimer } from "@/lib/registry/drain-timer";
import { clearedEvent, foldInto } from "@/lib/registry/fold";
import { isOver, withoutOver } from "@/lib/registry/marks";
import {
  type BatchMessage,
  type ReducedView,
  reduceBatch,
  reduceSnapshot,
  type SnapshotMessage,
} from "@/lib/registry/reduce";
import { isStoreReplaced } from "@/lib/registry/replaced-store";
import { type FollowedSweep, followSweep } from "@/lib/registry/sweep";
import {
  foldedTombstones,
  tombstonesOf,
  withCauses,
  withoutTombstones,
  withTombstones,
} from "@/lib/registry/tombstones";
import type { InstanceId, LastSeen, LeaseId, RegistryEvent, Tombstone } from "@/lib/registry/types";
import type { InstanceChange, View } from "@/lib/registry/view";
import { createStatus } from "./status";
import { createTombstoneTimer } from "./tombstone-timer";

/** One step of the stream. `previous` is null for the first view; another epoch means a relist. */
export interface RegistryUpdate {
  previous: View | null;
  next: View;
  events: RegistryEvent[];
  /** Events of before whose cause is known now: they take the place of those with the same id. */
  amended?: RegistryEvent[];
}

/** What was learned of leases: readings to put and to drop, and what happened with them. */
export interface LeaseNews {
  put: readonly LeaseReading[];
  remove: readonly LeaseId[];
  events: RegistryEvent[];
}

export interface Registry {
  /** Null until etcd was listed for the first time. */
  view(): View | null;
  status(): LiveStatus;
  /** What the list-watch says, in order. */
  accept(message: ListWatchMessage): void;
  /** Called within `accept`, in order. Returns the way to stop listening. */
  onUpdate(listener: (update: RegistryUpdate) => void): () => void;
  /** Called when the state, its source or its reach changes; not for every sign of life. */
  onStatus(listener: (status: LiveStatus) => void): () => void;
  /** Removes tombstones before their time. Returns how many there were. */
  dismiss(ids: readonly InstanceId[]): number;
  /** Joins what was observed of leases. Not from within a listener. */
  observed(news: LeaseNews): void;
  /** Tells removals again, with the causes found out meanwhile. Not from within a listener. */
  explain(removals: RegistryEvent[]): void;
  /** How leases are observed; told to those who listen where it changed. */
  observing(lane: LeaseLane): void;
  /** What tombstones come to, and what they may. */
  tombstoneBytes(): { bytes: number; mostBytes: number };
  stop(): void;
}

export interface RegistryOptions {
  layouts: LayoutSet;
  /** Null: drains, minimums and other records of our own are not read. */
  records?: Records | null;
  clock: Clock;
  tombstoneMs: number;
  /** At most so many; the oldest go before their time. */
  mostTombstones?: number;
  /** And of these so many bytes. */
  mostTombstoneBytes?: number;
  /**
   * Seq of the first view. The clock by default: a server that was started again never counts over the positions
   * of the one before it, so a client cannot continue the wrong stream.
   */
  firstSeq?: number;
  /** Whose action a change was; asked while the change is told. */
  authorOf?: AuthorOf;
  /** What an earlier run saw: told where the first list is of another store. */
  lastSeen?: LastSeen | null;
}

/**
 * Holds the one view. Everything that changes it goes through `publish`; lease observations, drains and minimums
 * join there too, each with its own seq and without a revision.
 */
export function createRegistry(options: RegistryOptions): Registry {
  const {
    layouts,
    records = null,
    clock,
    tombstoneMs,
    mostTombstones = 10_000,
    mostTombstoneBytes = TOMBSTONE_BYTES,
    firstSeq,
    authorOf = () => null,
    lastSeen = null,
  } = options;
  let view: ReducedView | null = null;
  let sweep: FollowedSweep | null = null;
  let stopped = false;
  const updateListeners = new Set<(update: RegistryUpdate) => void>();
  const status = createStatus(clock);
  const tombstones = createTombstoneTimer({
    clock,
    standMs: tombstoneMs,
    most: mostTombstones,
    mostBytes: mostTombstoneBytes,
    expire: remove,
  });
  const drains = createDrainTimer({ clock, onOver });

  function publish(next: ReducedView, events: RegistryEvent[], amended: RegistryEvent[] = []): void {
    const previous = view;
    view = next;
    drains.watch(next.drains);
    const update: RegistryUpdate = { previous, next, events, ...(amended.length > 0 ? { amended } : {}) };
    for (const listener of [...updateListeners]) listener(update);
  }

  function acceptSnapshot(message: SnapshotMessage): void {
    const now = clock.now();
    const heardAt = status.current().heardAt;
    const before = view === null ? lastSeen : null;
    const seenAt = heardAt ?? (before && Math.min(before.at, now));
    const at = seenAt === null ? null : ([seenAt, now] as [number, number]);
    const reduced = reduceSnapshot(view, message, layouts, { records, firstSeq: firstSeq ?? now, seenAt: at });
    const stood = before
      ? { registrations: before.registrations, services: before.services, now: reduced.view.instances.size }
      : undefined;
    const gap = describeGap(message, view?.revision ?? before?.revision ?? null, at, stood);
    const occasion = { epoch: message.epoch, revision: message.revision, at };
    const replaced = gap && isStoreReplaced(message.reason) ? gap : null;
    const gone = tombstonesOf(reduced.changes, now);
    const fresh = replaced ? foldedTombstones(gone, replaced) : gone;
    const next = made(reduced.view, fresh, now);
    const changes = [...describeChanges(reduced.changes, occasion), ...describeDrains(view, next, occasion)];
    // The gap after what was found behind it: where events are many, the newest of them are read first.
    const events = replaced ? foldInto(replaced, changes) : gap ? [...changes, gap] : changes;
    status.listed(message.epoch, message.revision);
    if (replaced) follow(events, reduced.changes, next);
    else noteSweep(reduced.changes, next);
    publish(next, events);
    tombstones.watch(fresh);
    status.tell();
  }

  function acceptBatch(message: BatchMessage): void {
    if (!view) throw new Error("A batch cannot come before the first snapshot");
    const now = clock.now();
    const at = status.happenedAt(now);
    const reduced = reduceBatch(view, message, layouts, { records, seenAt: at });
    const occasion = { epoch: view.epoch, revision: message.revision, at };
    const changes = withAuthors(describeChanges(reduced.changes, occasion, view.leases), authorOf);
    const cleared = clearedEvent(changes, occasion);
    const gone = withCausesOf(tombstonesOf(reduced.changes, now), changes);
    const fresh = cleared ? foldedTombstones(gone, cleared) : gone;
    const next = made(reduced.view, fresh, now);
    const events = cleared ? foldInto(cleared, changes) : changes;
    status.changed(message.revision);
    if (cleared) follow(events, [], next);
    else noteSweep(reduced.changes, next);
    publish(next, [...events, ...withAuthors(describeDrains(view, next, occasion), authorOf)]);
    tombstones.watch(fresh);
    if (cleared) status.tell();
  }

  /**
   * The newest sweep is the one that is told; one that took nothing takes no other one's place. `changes`: what the
   * list that told it brought as well. Whoever calls it tells the status.
   */
  function follow(events: readonly RegistryEvent[], changes: readonly InstanceChange[], next: View): void {
    const head = events.at(-1);
    const told = head ? followSweep(head, events) : null;
    if (told) sweep = told;
    sweep?.note(told ? changes.filter(({ before }) => before === null) : changes);
    tellSweep(next);
  }

  function noteSweep(changes: readonly InstanceChange[], next: View): void {
    sweep?.note(changes);
    if (tellSweep(next)) status.tell();
  }

  /** Whether it begins or ends with this view. */
  function tellSweep({ instances }: View): boolean {
    const state = sweep?.state(instances.size) ?? null;
    // Everything is back: there is nothing left to tell of it.
    if (state?.missing === 0) sweep = null;
    return status.sweep(sweep && state);
  }

  function made(reduced: ReducedView, fresh: readonly Tombstone[], now: number): ReducedView {
    const next = withTombstones(reduced, fresh);
    return { ...next, drains: withoutOver(next.drains, now) };
  }

  function onOver(now: number): void {
    if (!view || stopped) return;
    const over = [...view.drains.values()].filter((drain) => isOver(drain, now));
    const next = { ...view, seq: view.seq + 1, drains: withoutOver(view.drains, now) };
    publish(next, describeOver(over, next, now));
  }

  function remove(ids: readonly InstanceId[]): number {
    if (!view) return 0;
    const next = withoutTombstones(view, ids);
    const removed = view.tombstones.size - next.tombstones.size;
    if (next !== view) publish(next, []);
    return removed;
  }

  return {
    view: () => view,
    status: () => status.current(),
    accept(message) {
      if (stopped) return;
      switch (message.kind) {
        case "snapshot":
          acceptSnapshot(message);
          break;
        case "batch":
          acceptBatch(message);
          break;
        case "progress":
          status.heard(message.revision);
          break;
        case "status":
          status.source(message.status);
          break;
      }
    },
    onUpdate(listener) {
      updateListeners.add(listener);
      return () => updateListeners.delete(listener);
    },
    onStatus: status.onChange,
    dismiss: (ids) => remove(ids),
    observed({ put, remove: gone, events }) {
      if (!view || stopped) return;
      const leases = view.leases.with(
        put.map((reading): [LeaseId, LeaseReading] => [reading.leaseId, reading]),
        gone,
      );
      if (leases === view.leases && events.length === 0) return;
      publish({ ...view, seq: view.seq + 1, leases }, events);
    },
    explain(removals) {
      if (view && !stopped && removals.length > 0) publish(withCauses(view, removals), [], removals);
    },
    observing: status.observing,
    tombstoneBytes: () => ({ bytes: tombstones.bytes(), mostBytes: mostTombstoneBytes }),
    stop() {
      stopped = true;
      tombstones.stop();
      drains.stop();
      updateListeners.clear();
    },
  };
}
