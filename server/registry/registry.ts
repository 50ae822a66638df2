import type { Clock } from "@/lib/clock";
import type { ListWatchMessage } from "@/lib/etcd/list-watch.types";
import type { LayoutSet } from "@/lib/layouts/types";
import type { LiveStatus } from "@/lib/live/protocol";
import { describeChanges, describeGap } from "@/lib/registry/describe";
import {
  type BatchMessage,
  type ReducedView,
  reduceBatch,
  reduceSnapshot,
  type SnapshotMessage,
} from "@/lib/registry/reduce";
import { tombstonesOf, withoutTombstones, withTombstones } from "@/lib/registry/tombstones";
import type { InstanceId, RegistryEvent } from "@/lib/registry/types";
import type { View } from "@/lib/registry/view";
import { createStatus } from "./status";
import { createTombstoneTimer } from "./tombstone-timer";

/** One step of the stream. `previous` is null for the first view; another epoch means a relist. */
export interface RegistryUpdate {
  previous: View | null;
  next: View;
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
  stop(): void;
}

export interface RegistryOptions {
  layouts: LayoutSet;
  clock: Clock;
  tombstoneMs: number;
  /** At most so many; the oldest go before their time. */
  mostTombstones?: number;
  /**
   * Seq of the first view. The clock by default: a server that was started again never counts over the positions
   * of the one before it, so a client cannot continue the wrong stream.
   */
  firstSeq?: number;
}

/**
 * Holds the one view. Everything that changes it goes through `publish`; lease observations, drains and minimums
 * join there too, each with its own seq and without a revision.
 */
export function createRegistry(options: RegistryOptions): Registry {
  const { layouts, clock, tombstoneMs, mostTombstones = 10_000, firstSeq } = options;
  let view: ReducedView | null = null;
  let stopped = false;
  const updateListeners = new Set<(update: RegistryUpdate) => void>();
  const status = createStatus(clock);
  const tombstones = createTombstoneTimer({ clock, standMs: tombstoneMs, most: mostTombstones, expire: remove });

  function publish(next: ReducedView, events: RegistryEvent[]): void {
    const previous = view;
    view = next;
    for (const listener of [...updateListeners]) listener({ previous, next, events });
  }

  function acceptSnapshot(message: SnapshotMessage): void {
    const now = clock.now();
    const reduced = reduceSnapshot(view, message, layouts, firstSeq ?? now);
    const heardAt = status.current().heardAt;
    const at = heardAt === null ? null : ([heardAt, now] as [number, number]);
    const gap = describeGap(message, view?.revision ?? null, at);
    const occasion = { epoch: message.epoch, revision: message.revision, at };
    const events = describeChanges(reduced.changes, occasion);
    const fresh = tombstonesOf(reduced.changes, now);
    status.listed(message.epoch, message.revision);
    publish(withTombstones(reduced.view, fresh), gap ? [gap, ...events] : events);
    tombstones.watch(fresh);
    status.tell();
  }

  function acceptBatch(message: BatchMessage): void {
    if (!view) throw new Error("A batch cannot come before the first snapshot");
    const now = clock.now();
    const reduced = reduceBatch(view, message, layouts);
    const fresh = tombstonesOf(reduced.changes, now);
    const occasion = { epoch: view.epoch, revision: message.revision, at: now };
    status.changed(message.revision);
    publish(withTombstones(reduced.view, fresh), describeChanges(reduced.changes, occasion));
    tombstones.watch(fresh);
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
    stop() {
      stopped = true;
      tombstones.stop();
      updateListeners.clear();
    },
  };
}
