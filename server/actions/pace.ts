import type { Clock } from "@/lib/clock";
import type { Trail } from "@/server/audit/trail";

const MINUTE_MS = 60_000;

/** How many keys were evicted within the last minute: by the trail, which all consoles share, and what is under way here. */
export interface Pace {
  /** When each of them was evicted, oldest first. */
  evictedAt(): number[];
  /** Counts from now on; call the answer when the trail has it, or when it came to nothing. */
  begin(keys: number): () => void;
}

export function createPace({ trail, clock }: { trail: Pick<Trail, "entries">; clock: Clock }): Pace {
  const running = new Map<symbol, { at: number; keys: number }>();
  return {
    evictedAt() {
      const now = clock.now();
      const times: number[] = [];
      for (const { entry } of trail.entries()) {
        if (now - entry.at >= MINUTE_MS) break;
        const counts = entry.action === "evict" && (entry.outcome === "done" || entry.outcome === "unknown");
        if (counts) add(times, entry.keyCount ?? entry.keys.length, entry.at);
      }
      times.reverse();
      for (const { at, keys } of running.values()) add(times, keys, at);
      return times;
    },
    begin(keys) {
      const token = Symbol();
      running.set(token, { at: clock.now(), keys });
      return () => running.delete(token);
    },
  };
}

function add(times: number[], count: number, at: number): void {
  for (let index = 0; index < count; index++) times.push(at);
}
