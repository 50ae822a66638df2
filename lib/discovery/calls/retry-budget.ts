export interface RetryBudget {
  /** A call was made, whatever comes of it. */
  called(): void;
  /** Whether one more attempt may be made; takes it. */
  take(): boolean;
}

export interface RetryBudgetOptions {
  /** Retries per call: 0.2 adds a fifth to the load at most. */
  ratio?: number;
  /** So many a second are always allowed: few calls must not mean none. */
  leastPerSecond?: number;
  windowSeconds?: number;
  /** Milliseconds. */
  now(): number;
}

/**
 * When many calls fail, retrying them all is how an outage is made worse. What may be retried is a share of what was
 * called within a sliding window (as in Finagle's RetryBudget).
 */
export function createRetryBudget(options: RetryBudgetOptions): RetryBudget {
  const { ratio = 0.2, leastPerSecond = 10, windowSeconds = 10, now } = options;
  /** One cell per second of the window. */
  const calls = new Array<number>(windowSeconds).fill(0);
  const retries = new Array<number>(windowSeconds).fill(0);
  let called = 0;
  let retried = 0;
  let second = Math.floor(now() / 1000);

  function turn(): number {
    const current = Math.floor(now() / 1000);
    const passed = Math.min(Math.max(0, current - second), windowSeconds);
    for (let step = 1; step <= passed; step++) {
      const cell = (second + step) % windowSeconds;
      called -= calls[cell] ?? 0;
      retried -= retries[cell] ?? 0;
      calls[cell] = 0;
      retries[cell] = 0;
    }
    if (current > second) second = current;
    return second % windowSeconds;
  }

  return {
    called() {
      const cell = turn();
      calls[cell] = (calls[cell] ?? 0) + 1;
      called += 1;
    },
    take() {
      const cell = turn();
      if (retried + 1 > ratio * called + leastPerSecond * windowSeconds) return false;
      retries[cell] = (retries[cell] ?? 0) + 1;
      retried += 1;
      return true;
    },
  };
}
