import type { Clock } from "@/lib/clock";

export const NARROWEST_MS = 50;
export const WIDEST_MS = 250;
/** Bytes to all clients together that widen the window by a millisecond. */
const BYTES_PER_MS = 256 * 1024;

/**
 * How long to gather after something was sent: 50 ms, and one more for every 256 KiB that it came to over all clients,
 * at most 250 ms. So a single change leaves at once, a few pages see twenty steps a second, and two hundred pages
 * under a storm see four, each of them larger but together cheaper.
 */
export function widthAfter(bytes: number, clients: number): number {
  return Math.min(WIDEST_MS, NARROWEST_MS + Math.floor((bytes * clients) / BYTES_PER_MS));
}

/** Leading edge at once, then gathered. `flush` sends and returns how long to gather after it; null if there was nothing. */
export function createWindow(clock: Clock, flush: () => number | null) {
  let cancel: (() => void) | null = null;

  function run(): void {
    cancel?.();
    cancel = null;
    const width = flush();
    if (width !== null) cancel = clock.setTimeout(run, width);
  }

  return {
    /** There is something to send: now, or when the open window ends. */
    want(): void {
      if (!cancel) run();
    },
    /** There is something that cannot wait. */
    now: run,
    /** Whether something sent last is still being gathered after. */
    isOpen: () => cancel !== null,
    stop(): void {
      cancel?.();
      cancel = null;
    },
  };
}
