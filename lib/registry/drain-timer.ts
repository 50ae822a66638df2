import type { Clock } from "@/lib/clock";
import type { ShardMap } from "./shard-map";
import type { Drain } from "./types";

/** Rings when the time of the next drain to end has come: readers obey the time, not etcd's clean-up. */
export function createDrainTimer({ clock, onOver }: { clock: Clock; onOver: (now: number) => void }) {
  let known: ShardMap<Drain> | null = null;
  let cancel = (): void => {};

  /** For the next that lies ahead: of those behind it whoever reads them knows by their time. */
  function arm(drains: ShardMap<Drain>): void {
    cancel();
    const now = clock.now();
    let next = Number.POSITIVE_INFINITY;
    for (const { until } of drains.values()) if (until !== null && until > now) next = Math.min(next, until);
    if (next === Number.POSITIVE_INFINITY) return;
    const ring = (): void => {
      arm(drains);
      onOver(clock.now());
    };
    cancel = clock.setTimeout(ring, next - now);
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
