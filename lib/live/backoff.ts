export interface BackoffOptions {
  /** 0 to 1. */
  random: () => number;
  firstMs?: number;
  mostMs?: number;
}

/** Doubles from try to try; the jitter takes up to half of it, so that many pages do not come back at the same moment. */
export function createBackoff({ random, firstMs = 250, mostMs = 10_000 }: BackoffOptions) {
  let tries = 0;
  return {
    nextMs(): number {
      const fullMs = Math.min(mostMs, firstMs * 2 ** Math.min(tries++, 30));
      return Math.round(fullMs * (0.5 + random() / 2));
    },
    reset(): void {
      tries = 0;
    },
  };
}
