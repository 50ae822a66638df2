import type { Clock } from "@/lib/clock";
import type { InstanceId, Tombstone } from "@/lib/registry/types";

export interface TombstoneTimerOptions {
  clock: Clock;
  standMs: number;
  /** A registry that churns must not fill the memory with what is gone. */
  most: number;
  expire: (ids: InstanceId[]) => void;
}

/**
 * Says when tombstones have stood long enough. One timer for all: they come in the order of their time.
 * An id that was cleared in the meantime may be named too; a newer tombstone of the same id has its own time.
 */
export function createTombstoneTimer({ clock, standMs, most, expire }: TombstoneTimerOptions) {
  const standing = new Map<InstanceId, number>();
  let cancel: (() => void) | null = null;

  function arm(): void {
    if (cancel) return;
    const first = standing.values().next();
    if (first.done) return;
    cancel = clock.setTimeout(ring, Math.max(0, first.value - clock.now()));
  }

  function ring(): void {
    cancel = null;
    const now = clock.now();
    const due: InstanceId[] = [];
    for (const [id, at] of standing) {
      if (at > now) break;
      due.push(id);
    }
    for (const id of due) standing.delete(id);
    if (due.length > 0) expire(due);
    arm();
  }

  return {
    watch(tombstones: readonly Tombstone[]): void {
      for (const tombstone of tombstones) {
        standing.delete(tombstone.id);
        standing.set(tombstone.id, tombstone.removedAtMs + standMs);
      }
      const tooMany = [...standing.keys()].slice(0, Math.max(0, standing.size - most));
      for (const id of tooMany) standing.delete(id);
      if (tooMany.length > 0) expire(tooMany);
      arm();
    },
    stop(): void {
      cancel?.();
      cancel = null;
      standing.clear();
    },
  };
}
