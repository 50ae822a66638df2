/** How soon after the last paint the next may come, given how much came in between. */
export type Pace = (changes: number) => number;

/**
 * A subscription that tells its listener at once when it was quiet, and otherwise as its pace says. The last change
 * is always told.
 */
export function throttled(
  subscribe: (listener: () => void) => () => void,
  count: () => number,
  pace: Pace,
): (listener: () => void) => () => void {
  return (listener) => {
    let toldAt = Number.NEGATIVE_INFINITY;
    let toldCount = count();
    let timer: ReturnType<typeof setTimeout> | null = null;
    const tell = () => {
      timer = null;
      const now = performance.now();
      const waitMs = toldAt + pace(count() - toldCount) - now;
      if (waitMs > 4) {
        timer = setTimeout(tell, waitMs);
        return;
      }
      toldAt = now;
      toldCount = count();
      listener();
    };
    const stop = subscribe(() => {
      if (timer === null) tell();
    });
    return () => {
      stop();
      if (timer !== null) clearTimeout(timer);
    };
  };
}
