/** Waits that grow with every attempt that led to nothing, so that many consoles do not return all at once. */
export interface Backoff {
  readonly attempt: number;
  /** Milliseconds until the next attempt. */
  next(): number;
  /** Something good came: the next wait is short again. */
  reset(): void;
}

const SOON_MS = 100;
const BASE_MS = 250;
const FACTOR = 1.6;
const MAX_MS = 5_000;
const JITTER = 0.2;

export function createBackoff(random: () => number): Backoff {
  let attempt = 0;
  return {
    get attempt() {
      return attempt;
    },
    next() {
      attempt += 1;
      if (attempt === 1) return random() * SOON_MS;
      const delay = Math.min(MAX_MS, BASE_MS * FACTOR ** (attempt - 2));
      return delay * (1 - JITTER + 2 * JITTER * random());
    },
    reset() {
      attempt = 0;
    },
  };
}
