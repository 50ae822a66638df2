/**
 * Whoever waits ends as soon as the answer is yes; a machine that others use takes its time. That a view turns
 * stale within 15 s, as DESIGN.md promises, is held under a clock of the test's own, in lib/etcd/list-watch.test.ts.
 */
const PATIENCE_MS = 90_000;

/** Waits until the answer is yes, and says what it waited for where it never was. */
export async function until(what: string, ask: () => boolean | Promise<boolean>): Promise<void> {
  const giveUpAt = performance.now() + PATIENCE_MS;
  for (;;) {
    if (await ask()) return;
    if (performance.now() > giveUpAt) throw new Error(`${what}: not within ${PATIENCE_MS} ms`);
    await pause(10);
  }
}

export function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
