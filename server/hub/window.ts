import type { Clock } from "@/lib/clock";

export const NARROWEST_MS = 50;
export const WIDEST_MS = 250;
/** What somebody looks at is gathered for a frame of a screen. */
export const LOOKED_AT_MS = 15;
/** Bytes to all clients together that widen a window by a millisecond. */
const BYTES_PER_MS = 256 * 1024;
/** A step is a message to each client, however small: so many of them cost a millisecond. */
const CLIENTS_PER_MS = 5;

/** How long to gather after a step, by what comes next. */
export interface Widths {
  anything: number;
  /** Something that a client said it looks at. */
  lookedAt: number;
}

export type Waiting = keyof Widths;
const KINDS: readonly Waiting[] = ["anything", "lookedAt"];

/**
 * After a step, anything is gathered for 50 ms, and for one more for every 256 KiB that the step came to over all clients,
 * at most 250 ms: a few pages see twenty steps a second, and two hundred pages under a storm see four, each of them
 * larger but together cheaper. What somebody looks at is gathered for a frame and what the step cost, so that a row on
 * screen does not wait for what happens elsewhere; with many clients for longer, because every step goes to all of them.
 */
export function widthsAfter(bytes: number, clients: number): Widths {
  const cost = Math.floor((bytes * clients) / BYTES_PER_MS);
  const anything = Math.min(WIDEST_MS, NARROWEST_MS + cost);
  return { anything, lookedAt: Math.min(anything, Math.max(LOOKED_AT_MS, Math.ceil(clients / CLIENTS_PER_MS)) + cost) };
}

/**
 * After a rest so much may be sent beyond its rate before gathering begins: three small steps. At rest a beat or the
 * reading of a lease is sent each second, and a change just after it must not wait for that.
 */
const AHEAD_MS: Widths = { anything: 2 * NARROWEST_MS, lookedAt: 2 * LOOKED_AT_MS };

/**
 * At once after a rest, then gathered. `flush` sends all that waits and returns how long to gather after it; null if
 * there was nothing. On the whole as much time passes between steps as they ask for, whatever was sent ahead.
 */
export function createWindow(clock: Clock, flush: () => Widths | null) {
  let due: { at: number; cancel: () => void } | null = null;
  /** When everything that was sent will have been gathered after. */
  const paidUntil: Widths = { anything: Number.NEGATIVE_INFINITY, lookedAt: Number.NEGATIVE_INFINITY };

  function run(): void {
    due?.cancel();
    due = null;
    const widths = flush();
    if (!widths) return;
    const now = clock.now();
    // What is looked at may have taken more steps than anything else would have got: these are not made up for.
    for (const kind of KINDS)
      paidUntil[kind] = Math.min(Math.max(paidUntil[kind], now), now + AHEAD_MS[kind]) + widths[kind];
  }

  return {
    /** There is something to send: now, or when the window for it ends. */
    want(kind: Waiting): void {
      const now = clock.now();
      const at = paidUntil[kind] - AHEAD_MS[kind];
      if (at <= now) run();
      else if (!due || due.at > at) {
        due?.cancel();
        due = { at, cancel: clock.setTimeout(run, at - now) };
      }
    },
    /** There is something that cannot wait. */
    now: run,
    stop(): void {
      due?.cancel();
      due = null;
    },
  };
}
