/**
 * One clock for all processes of a run: the machine's wall clock with sub-millisecond digits. `timeOrigin + now()` has the
 * digits, but each process fixed its origin at its own start and clocks are slewed since; `Date.now()` is right but whole.
 */
export interface PreciseClock {
  /** Milliseconds since the epoch, with fractions. */
  now(): number;
}

export function preciseClock(): PreciseClock {
  const base = performance.timeOrigin + clockOffset();
  return { now: () => base + performance.now() };
}

/**
 * What to add to `timeOrigin + now()`: the greatest difference to `Date.now()` seen over a few milliseconds of looking,
 * right to some microseconds. Also runs inside a page.
 */
export function clockOffset(): number {
  const until = performance.now() + 8;
  let offsetMs = Number.NEGATIVE_INFINITY;
  while (performance.now() < until) {
    offsetMs = Math.max(offsetMs, Date.now() - (performance.timeOrigin + performance.now()));
  }
  return offsetMs;
}
