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

/**
 * After a rest so much may be sent beyond its rate before gathering begins: three small steps. At rest a beat or the
 * reading of a lease is sent each second, and a change just after it must not wait for that.
 */
const AHEAD_MS = 2 * NARROWEST_MS;

/**
 * At once after a rest, then gathered. `flush` sends and returns how long to gather after it; null if there was nothing.
 * On the whole as much time passes as it asks for, whatever was sent ahead.
 */
export function createWindow(clock: Clock, flush: () => number | null) {
  let cancel: (() => void) | null = null;
  /** When everything that was sent will have been gathered after. */
  let paidUntil = Number.NEGATIVE_INFINITY;

  function run(): void {
    cancel?.();
    cancel = null;
    const width = flush();
    if (width === null) return;
    const now = clock.now();
    paidUntil = Math.max(paidUntil, now) + width;
    const waitMs = paidUntil - now - AHEAD_MS;
    if (waitMs > 0) cancel = clock.setTimeout(run, waitMs);
  }

  return {
    /** There is something to send: now, or when the open window ends. */
    want(): void {
      if (!cancel) run();
    },
    /** There is something that cannot wait. */
    now: run,
    stop(): void {
      cancel?.();
      cancel = null;
    },
  };
}
