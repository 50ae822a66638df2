import type { LiveClientOptions } from "./client.types";
import { createClockOffset } from "./clock-offset";
import type { SocketTrouble } from "./state";

/** Where the socket does not open, the view is asked for this often. */
export const POLL_EVERY_MS = 5_000;
const ANSWER_WITHIN_MS = 30_000;

export interface PollerOptions extends Pick<LiveClientOptions, "pollSnapshot" | "explainSocket" | "clock" | "store"> {
  /** A snapshot of another protocol version came: only a reload helps. */
  isOutdated(protocol: number): boolean;
  onOutdated(): void;
  /** Whether the console answers has changed, or when it did last, or why the socket does not open. */
  onChange(): void;
}

/** What asking has brought so far. */
export interface Polled {
  /** When it was answered last, on the browser's clock. */
  answeredAt: number;
  trouble: SocketTrouble | null;
}

/**
 * Keeps the store fresh without a socket: asks for the snapshot every few seconds, which costs nothing where nothing
 * changed, and why the socket does not open.
 */
export function createPoller(options: PollerOptions) {
  const { pollSnapshot, explainSocket, clock, store, isOutdated, onOutdated, onChange } = options;
  let running: AbortController | null = null;
  let cancel = (): void => {};
  let asking: AbortController | null = null;
  let polled: Polled | null = null;
  const offset = createClockOffset();

  function ask(): void {
    cancel();
    asking?.abort();
    const abort = new AbortController();
    asking = abort;
    cancel = clock.setTimeout(() => failed(abort), ANSWER_WITHIN_MS);
    const sentAt = clock.now();
    pollSnapshot(abort.signal).then(
      ({ snapshot, serverTime }) => {
        if (abort.signal.aborted) return;
        if (serverTime !== null) store.setClockOffset(offset.add(sentAt, serverTime, clock.now()).offsetMs);
        if (snapshot && snapshot !== "unchanged") {
          if (isOutdated(snapshot.protocol)) return onOutdated();
          store.acceptSnapshot(snapshot);
        }
        const isFirst = polled === null;
        polled = { answeredAt: clock.now(), trouble: polled?.trouble ?? null };
        if (isFirst) explain();
        again();
        onChange();
      },
      () => failed(abort),
    );
  }

  function failed(abort: AbortController): void {
    if (abort.signal.aborted) return;
    abort.abort();
    polled = null;
    again();
    onChange();
  }

  function again(): void {
    cancel();
    cancel = clock.setTimeout(ask, POLL_EVERY_MS);
  }

  function explain(): void {
    const signal = running?.signal;
    if (!signal) return;
    explainSocket(signal).then(
      (trouble) => {
        if (signal.aborted || !polled || sameTrouble(trouble, polled.trouble)) return;
        polled = { ...polled, trouble };
        onChange();
      },
      // What was known stands: the next answer of the console says whether it still answers.
      () => {},
    );
  }

  return {
    /** Begins, or asks again why the socket does not open where it has begun. */
    start(): void {
      if (running) explain();
      else {
        running = new AbortController();
        ask();
      }
    },
    /** Null unless the last question was answered. */
    polled: () => polled,
    /** Asks at once, where it asks at all. */
    now(): void {
      if (running) ask();
    },
    stop(): void {
      running?.abort();
      asking?.abort();
      cancel();
      running = null;
      polled = null;
    },
  };
}

function sameTrouble(a: SocketTrouble, b: SocketTrouble | null): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}
