/**
 * One clock for all processes of a run: the machine's wall clock with sub-millisecond digits. `timeOrigin + now()` has the
 * digits, but each process fixed its origin at its own start and clocks are slewed since; `Date.now()` is right but whole.
 * The greatest difference seen over a few milliseconds of looking is the correction, right to some microseconds.
 */
export interface PreciseClock {
  now(): number;
  /** What was corrected, milliseconds. */
  readonly offsetMs: number;
}

/** Also runs inside a page, as source text: it must not refer to anything outside itself. */
export function preciseClock(): PreciseClock {
  const origin = performance.timeOrigin;
  const until = performance.now() + 8;
  let offsetMs = Number.NEGATIVE_INFINITY;
  while (performance.now() < until) {
    offsetMs = Math.max(offsetMs, Date.now() - (origin + performance.now()));
  }
  return { now: () => origin + performance.now() + offsetMs, offsetMs };
}
