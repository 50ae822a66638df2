import { sizeOf } from "@/lib/budgets";
import type { Clock } from "@/lib/clock";
import type { InstanceId, Tombstone } from "@/lib/registry/types";

export interface TombstoneTimerOptions {
  clock: Clock;
  standMs: number;
  /** A registry that churns must not fill the memory with what is gone. */
  most: number;
  /** Nor with what little of it is large: what all of them may come to, as `sizeOf` has it. */
  mostBytes: number;
  expire: (ids: InstanceId[]) => void;
}

/**
 * Says when tombstones have stood long enough. One timer for all: they come in the order of their time.
 * An id that was cleared in the meantime may be named too; a newer tombstone of the same id has its own time.
 */
export function createTombstoneTimer({ clock, standMs, most, mostBytes, expire }: TombstoneTimerOptions) {
  const standing = new Map<InstanceId, { until: number; bytes: number }>();
  let bytes = 0;
  let cancel: (() => void) | null = null;

  function arm(): void {
    if (cancel) return;
    const first = standing.values().next();
    if (first.done) return;
    cancel = clock.setTimeout(ring, Math.max(0, first.value.until - clock.now()));
  }

  function ring(): void {
    cancel = null;
    const now = clock.now();
    const due: InstanceId[] = [];
    for (const [id, { until }] of standing) {
      if (until > now) break;
      due.push(id);
    }
    for (const id of due) drop(id);
    if (due.length > 0) expire(due);
    arm();
  }

  function drop(id: InstanceId): void {
    bytes -= standing.get(id)?.bytes ?? 0;
    standing.delete(id);
  }

  return {
    watch(tombstones: readonly Tombstone[]): void {
      for (const tombstone of tombstones) {
        drop(tombstone.id);
        const size = sizeOf(tombstone);
        standing.set(tombstone.id, { until: tombstone.removedAtMs + standMs, bytes: size });
        bytes += size;
      }
      const tooMany: InstanceId[] = [];
      for (const id of standing.keys()) {
        if (standing.size <= most && bytes <= mostBytes) break;
        drop(id);
        tooMany.push(id);
      }
      if (tooMany.length > 0) expire(tooMany);
      arm();
    },
    /** What they come to; one that was cleared before its time counts until then. */
    bytes: (): number => bytes,
    stop(): void {
      cancel?.();
      cancel = null;
      standing.clear();
      bytes = 0;
    },
  };
}
