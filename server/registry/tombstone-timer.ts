import type { Clock } from "@/lib/clock";
import type { InstanceId, Tombstone } from "@/lib/registry/types";

/**
 * Says when tombstones have stood long enough. One timer for all: they come in the order of their time.
 * An id that was cleared in the meantime may be named too; a newer tombstone of the same id has its own time.
 */
export function createTombstoneTimer(clock: Clock, standMs: number, expire: (ids: InstanceId[]) => void) {
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
      arm();
    },
    stop(): void {
      cancel?.();
      cancel = null;
      standing.clear();
    },
  };
}
