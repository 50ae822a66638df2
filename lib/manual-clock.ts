import type { Clock } from "./clock";

export interface ManualClock extends Clock {
  /** Turns the hands, calling what falls due on the way, in order. */
  advance(ms: number): void;
  /** Timers that wait. */
  pending(): number;
}

/** For tests: time stands still until it is told. */
export function createManualClock(start = 1_000_000): ManualClock {
  let now = start;
  let ordinal = 0;
  const timers = new Map<number, { at: number; callback: () => void }>();

  function nextDue(until: number): number | null {
    let due: number | null = null;
    for (const [id, { at }] of timers) {
      if (at <= until && (due === null || at < (timers.get(due)?.at ?? 0))) due = id;
    }
    return due;
  }

  return {
    now: () => now,
    setTimeout: (callback, delayMs) => {
      const id = ordinal++;
      timers.set(id, { at: now + delayMs, callback });
      return () => timers.delete(id);
    },
    advance(ms) {
      const end = now + ms;
      for (let id = nextDue(end); id !== null; id = nextDue(end)) {
        const timer = timers.get(id);
        timers.delete(id);
        if (!timer) continue;
        now = Math.max(now, timer.at);
        timer.callback();
      }
      now = end;
    },
    pending: () => timers.size,
  };
}
