/** Time as an argument: whatever waits takes a clock, so that tests can turn its hands. */
export interface Clock {
  /** Milliseconds since 1970. */
  now(): number;
  /** Calls once after `delayMs`; the answer cancels it. */
  setTimeout(callback: () => void, delayMs: number): () => void;
}

/** A longer wait would end after 1 ms: https://nodejs.org/api/timers.html#settimeoutcallback-delay-args */
export const LONGEST_TIMER_MS = 2 ** 31 - 1;

/**
 * As `setTimeout`, for any length: a wait beyond the longest timer is waited in parts. What is no number waits no time.
 */
export function startTimer<Timer>(
  callback: () => void,
  delayMs: number,
  start: (run: () => void, ms: number) => Timer,
  end: (timer: Timer) => void,
): () => void {
  let left = Number.isNaN(delayMs) ? 0 : Math.max(0, delayMs);
  let timer = part();
  function part(): Timer {
    const ms = Math.min(left, LONGEST_TIMER_MS);
    left -= ms;
    return start(left > 0 ? () => (timer = part()) : callback, ms);
  }
  return () => end(timer);
}

export const systemClock: Clock = {
  now: () => Date.now(),
  setTimeout: (callback, delayMs) => startTimer(callback, delayMs, setTimeout, clearTimeout),
};
