const KEPT = 8;

export interface ClockReading {
  /** Add to the own clock to get the server's. */
  offsetMs: number;
  roundTripMs: number;
}

/**
 * The server's clock, from pings: the reading with the shortest of the last round trips is the least wrong, by at
 * most half of that round trip.
 */
export function createClockOffset() {
  let readings: ClockReading[] = [];
  return {
    add(sentAt: number, serverTime: number, receivedAt: number): ClockReading {
      const roundTripMs = Math.max(0, receivedAt - sentAt);
      readings = [...readings, { offsetMs: serverTime - (sentAt + roundTripMs / 2), roundTripMs }].slice(-KEPT);
      const best = readings.reduce((a, b) => (b.roundTripMs < a.roundTripMs ? b : a));
      return { offsetMs: best.offsetMs, roundTripMs };
    },
    /** A sleeping machine or a changed clock: what was read before says nothing now. */
    reset(): void {
      readings = [];
    },
  };
}
