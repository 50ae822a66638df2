/** For tests: how slow the machine itself was, so that what the console could not know in time is told from a fault. */
import { pause } from "./until";

export interface Slowness {
  /** The longest that an answer of etcd, or this process, was late between these times (milliseconds since 1970). */
  worstMs(from: number, to: number): number;
  /** The usual lateness so far. */
  medianMs(): number;
  stop(): void;
}

const EVERY_MS = 50;

/** Asks without pause; each question measures etcd's answer and this process's timers together. */
export function measureSlowness(ask: () => Promise<unknown>): Slowness {
  const measured: { from: number; to: number; lateMs: number }[] = [];
  let stopped = false;
  async function run(): Promise<void> {
    while (!stopped) {
      const from = Date.now();
      // An etcd that is away is slow, too: what counts is how long it took.
      await ask().catch(() => {});
      await pause(EVERY_MS);
      const to = Date.now();
      measured.push({ from, to, lateMs: to - from - EVERY_MS });
    }
  }
  void run();
  return {
    worstMs: (from, to) =>
      measured.reduce((worst, one) => (one.to >= from && one.from <= to ? Math.max(worst, one.lateMs) : worst), 0),
    medianMs() {
      const sorted = measured.map(({ lateMs }) => lateMs).sort((a, b) => a - b);
      return sorted[sorted.length >> 1] ?? 0;
    },
    stop() {
      stopped = true;
    },
  };
}
