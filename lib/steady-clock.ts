import type { Clock } from "./clock";

/**
 * Whole milliseconds since 1970 that go on evenly, whoever sets the system's time: what is measured between two moments is
 * right to the end. Where the system's time was stepped, or the machine slept, it is taken over within a second and
 * said: what was remembered of before is on another scale.
 */
export interface SteadyClock extends Clock {
  /** Returns the way to stop listening. */
  onStep(listener: (byMs: number) => void): () => void;
  stop(): void;
}

export interface TimeSources {
  /** The system's time, which may be set. */
  wall(): number;
  /** Goes on evenly from any beginning. */
  monotonic(): number;
  setTimeout: Clock["setTimeout"];
}

const CHECK_MS = 1_000;
/** Corrections of the system's time that go on slowly move both clocks alike; what is further apart was a step. */
const STEP_MS = 250;
/** Between two readings further apart than this the process stood still: they say nothing of each other. */
const TOGETHER_MS = 20;

export function createSteadyClock(sources: TimeSources): SteadyClock {
  const { wall, monotonic } = sources;
  const listeners = new Set<(byMs: number) => void>();
  let offset = wall() - monotonic();
  const now = () => Math.round(offset + monotonic());
  let cancel = sources.setTimeout(check, CHECK_MS);

  function check(): void {
    cancel = sources.setTimeout(check, CHECK_MS);
    const before = monotonic();
    const byMs = wall() - offset - before;
    if (Math.abs(byMs) < STEP_MS || monotonic() - before > TOGETHER_MS) return;
    offset += byMs;
    for (const listener of listeners) listener(byMs);
  }

  return {
    now,
    setTimeout: sources.setTimeout,
    onStep(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    stop: () => cancel(),
  };
}
