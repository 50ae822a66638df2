import type { LiveClientOptions } from "./client.types";
import { createClockOffset } from "./clock-offset";
import { type Hello, type Interest, type ResyncMessage, STATUS_BEAT_MS } from "./protocol";

/** Three beats and a little: whoever hears nothing for so long is cut off, whatever the socket believes. */
const SILENCE_MS = 3 * STATUS_BEAT_MS + 1_000;
/** The same after a wake-up, when a ping was just sent. */
const WAKE_MS = 3_000;
const PING_EVERY_MS = 5_000;
/** Open for so long without a resync: the next failure is a new one. */
const STEADY_MS = 1_000;

export interface LinkOptions extends Pick<LiveClientOptions, "openSocket" | "clock" | "store"> {
  hello: Hello;
  interest: Interest;
  on: {
    opened(): void;
    /** It carries: a step fitted, or it stood for a while. */
    steady(): void;
    /** At most one of `lost` and `resync`, once; the link is closed then. */
    lost(reason: string, wasOpen: boolean): void;
    resync(reason: ResyncMessage["reason"]): void;
  };
}

/** One socket, from its opening to its end: hands what it says to the store, and notices when it says nothing. */
export function connect({ openSocket, clock, store, hello, interest, on }: LinkOptions) {
  const offset = createClockOffset();
  let closed = false;
  let isOpen = false;
  let openedAt = 0;
  let roundTripMs: number | null = null;
  let cancelPing = (): void => {};
  let cancelSilence = clock.setTimeout(silent, SILENCE_MS);

  function end(): boolean {
    if (closed) return false;
    closed = true;
    cancelPing();
    cancelSilence();
    socket.close();
    return true;
  }

  function lose(reason: string): void {
    if (end()) on.lost(reason, isOpen);
  }

  function resync(reason: ResyncMessage["reason"]): void {
    if (end()) on.resync(reason);
  }

  function silent(): void {
    lose(isOpen ? "The server fell silent" : "The server does not answer");
  }

  function expect(withinMs: number): void {
    cancelSilence();
    cancelSilence = clock.setTimeout(silent, withinMs);
  }

  /** Whether what arrived may still be used. */
  function heard(): boolean {
    if (closed) return false;
    expect(SILENCE_MS);
    if (isOpen && clock.now() - openedAt >= STEADY_MS) on.steady();
    return true;
  }

  function ping(): void {
    cancelPing();
    const sentAt = clock.now();
    socket.ping(sentAt, (serverTime) => {
      if (!heard()) return;
      const reading = offset.add(sentAt, serverTime, clock.now());
      store.setClockOffset(reading.offsetMs);
      if (reading.roundTripMs === roundTripMs) return;
      roundTripMs = reading.roundTripMs;
      store.setConnection({ state: "open", roundTripMs });
    });
    cancelPing = clock.setTimeout(ping, PING_EVERY_MS);
  }

  const socket = openSocket(hello, {
    opened() {
      if (closed) return;
      isOpen = true;
      openedAt = clock.now();
      heard();
      on.opened();
      store.setConnection({ state: "open", roundTripMs });
      if (interest.services || interest.keys) socket.interest(interest);
      ping();
    },
    closed: lose,
    delta(message) {
      if (!heard()) return;
      if (store.acceptDelta(message)) on.steady();
      else resync("lagging");
    },
    events(message) {
      if (heard()) store.acceptEvents(message);
    },
    status(message) {
      if (heard()) store.acceptStatus(message);
    },
    leases(message) {
      if (heard()) store.acceptLeases(message);
    },
    resync({ reason }) {
      if (!closed) resync(reason);
    },
  });

  return {
    interest(wanted: Interest): void {
      interest = wanted;
      if (isOpen && !closed) socket.interest(wanted);
    },
    /** After a sleep a socket may look open and be dead: ask, and do not wait long. */
    check(): void {
      if (closed || !isOpen) return;
      offset.reset();
      expect(WAKE_MS);
      ping();
    },
    close(): void {
      end();
    },
  };
}
