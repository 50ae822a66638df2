/**
 * A subscription that tells its listener at once when it was quiet, and otherwise at most every `everyMs`. The last
 * change is always told.
 */
export function throttled(
  subscribe: (listener: () => void) => () => void,
  everyMs: number,
): (listener: () => void) => () => void {
  return (listener) => {
    let toldAt = Number.NEGATIVE_INFINITY;
    let timer: ReturnType<typeof setTimeout> | null = null;
    const tell = () => {
      timer = null;
      toldAt = performance.now();
      listener();
    };
    const stop = subscribe(() => {
      if (timer !== null) return;
      const waitMs = toldAt + everyMs - performance.now();
      if (waitMs <= 0) tell();
      else timer = setTimeout(tell, waitMs);
    });
    return () => {
      stop();
      if (timer !== null) clearTimeout(timer);
    };
  };
}
