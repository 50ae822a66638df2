import type { Clock } from "@/lib/clock";
import type { ShardMap } from "./shard-map";
import type { Drain } from "./types";

/** Longer than this no timer can wait. */
const LONGEST_MS = 2 ** 31 - 1;

/** Rings when the time of the next drain to end has come: readers obey the time, not etcd's clean-up. */
export function createDrainTimer({ clock, onOver }: { clock: Clock; onOver: (now: number) => void }) {
  let known: ShardMap<Drain> | null = null;
  let cancel = (): void => {};

  function arm(drains: ShardMap<Drain>): void {
    cancel();
    let next = Number.POSITIVE_INFINITY;
    for (const { until } of drains.values()) if (until !== null) next = Math.min(next, until);
    if (next === Number.POSITIVE_INFINITY) return;
    const waitMs = Math.max(0, next - clock.now());
    cancel = clock.setTimeout(
      waitMs > LONGEST_MS ? () => arm(drains) : () => onOver(clock.now()),
      Math.min(waitMs, LONGEST_MS),
    );
  }

  return {
    watch(drains: ShardMap<Drain>): void {
      if (drains === known) return;
      known = drains;
      arm(drains);
    },
    stop(): void {
      cancel();
      known = null;
    },
  };
}
