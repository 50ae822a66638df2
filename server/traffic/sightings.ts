import type { Sighting, SightingsAnswer } from "@/lib/api/sightings";
import type { Clock } from "@/lib/clock";

/** How a request ended. */
export interface SeenOutcome extends Pick<Sighting, "service" | "instance"> {
  way: Sighting["lastFailure"]["way"];
  caller: Sighting["lastFailure"]["caller"];
  /** What was tried; null where that is not known. */
  request: string | null;
  /** Null where it was answered. */
  failure: Pick<Sighting["lastFailure"], "kind" | "status"> | null;
}

export interface Sightings {
  count(seen: SeenOutcome): void;
  answer(): SightingsAnswer;
}

const WINDOW_MS = 60_000;
const SLOT_MS = 5_000;
const SLOTS = WINDOW_MS / SLOT_MS;
/** What failed longer ago says nothing about now. */
const FORGOTTEN_AFTER_MS = 600_000;
/** Those of whom nothing was seen for the longest time give way. */
const MOST_INSTANCES = 5_000;

interface Kept {
  service: string;
  answeredAt: number | null;
  lastFailure: Sighting["lastFailure"] | null;
  /** Counts by slot of time, in a ring; `slot` is the newest. */
  slot: number;
  answered: number[];
  failed: number[];
}

/** What this console saw of instances when something was sent to them: in a window of a minute, and when last. */
export function createSightings(clock: Pick<Clock, "now">): Sightings {
  const kept = new Map<string, Kept>();

  /** Empties the slots whose time is over. */
  function turn(one: Kept, now: number): void {
    const slot = Math.floor(now / SLOT_MS);
    for (let next = Math.max(one.slot + 1, slot - SLOTS + 1); next <= slot; next++) {
      one.answered[next % SLOTS] = 0;
      one.failed[next % SLOTS] = 0;
    }
    one.slot = Math.max(one.slot, slot);
  }

  function begin(instance: string, service: string, now: number): Kept {
    const empty = () => new Array<number>(SLOTS).fill(0);
    const slot = Math.floor(now / SLOT_MS);
    const one: Kept = { service, answeredAt: null, lastFailure: null, slot, answered: empty(), failed: empty() };
    kept.set(instance, one);
    if (kept.size > MOST_INSTANCES) {
      const [oldest] = kept.keys();
      if (oldest !== undefined) kept.delete(oldest);
    }
    return one;
  }

  return {
    count({ instance, service, way, caller, request, failure }) {
      const now = clock.now();
      const one = kept.get(instance) ?? begin(instance, service, now);
      if (Math.floor(now / SLOT_MS) !== one.slot) {
        turn(one, now);
        // The newest last.
        kept.delete(instance);
        kept.set(instance, one);
      }
      const counts = failure ? one.failed : one.answered;
      counts[one.slot % SLOTS] = (counts[one.slot % SLOTS] ?? 0) + 1;
      if (failure) one.lastFailure = { at: now, way, caller, request, ...failure };
      else one.answeredAt = now;
    },
    answer() {
      const now = clock.now();
      const sightings: Sighting[] = [];
      for (const [instance, one] of kept) {
        const { service, answeredAt, lastFailure } = one;
        if (!lastFailure || now - lastFailure.at > FORGOTTEN_AFTER_MS) continue;
        turn(one, now);
        const answered = sum(one.answered);
        sightings.push({ service, instance, answered, failed: sum(one.failed), answeredAt, lastFailure });
      }
      return { serverTime: now, windowMs: WINDOW_MS, sightings };
    },
  };
}

const sum = (counts: readonly number[]) => counts.reduce((all, one) => all + one, 0);
