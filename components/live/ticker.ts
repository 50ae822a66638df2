/**
 * One timer for everything that ticks on the page. Elements register a paint function and are written to outside
 * React: at 10,000 instances a render per tick costs a core, one DOM writer at 4 Hz costs next to nothing.
 * Off-screen elements are skipped, a hidden tab stops the timer, reduced motion slows it to once a second.
 */
export type Paint = (now: number) => void;

export interface TickerWorld {
  /** The time to paint: the server's clock, in milliseconds. */
  now(): number;
  every(intervalMs: number, run: () => void): () => void;
  /** Tells when the tab is hidden and when the interval changes; returns the way to stop telling. */
  onPaceChange(listener: () => void): () => void;
  /** Null while nothing should tick. */
  intervalMs(): number | null;
  /** Tells whether the element is on screen, now and whenever that changes. */
  watchVisible(element: Element, listener: (visible: boolean) => void): () => void;
}

export interface Ticker {
  now(): number;
  /** Paints at once and then with every tick while the element is on screen. Returns the way to stop. */
  add(element: Element, paint: Paint): () => void;
  stop(): void;
}

interface Entry {
  paint: Paint;
  visible: boolean;
}

export function createTicker(world: TickerWorld): Ticker {
  const entries = new Set<Entry>();
  let stopTimer: (() => void) | null = null;

  function tick() {
    const now = world.now();
    for (const entry of entries) if (entry.visible) entry.paint(now);
  }

  /** Runs only while something is registered and the tab is in sight. */
  function setPace() {
    stopTimer?.();
    const intervalMs = entries.size > 0 ? world.intervalMs() : null;
    stopTimer = intervalMs === null ? null : world.every(intervalMs, tick);
  }

  const stopPace = world.onPaceChange(() => {
    setPace();
    if (stopTimer) tick();
  });

  return {
    now: () => world.now(),
    add(element, paint) {
      const entry: Entry = { paint, visible: true };
      entries.add(entry);
      if (!stopTimer) setPace();
      paint(world.now());
      const stopWatching = world.watchVisible(element, (visible) => {
        if (visible && !entry.visible) paint(world.now());
        entry.visible = visible;
      });
      return () => {
        stopWatching();
        entries.delete(entry);
        if (entries.size === 0) setPace();
      };
    },
    stop() {
      stopPace();
      stopTimer?.();
      stopTimer = null;
      entries.clear();
    },
  };
}
