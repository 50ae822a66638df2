/** A machine that others use takes its time; whoever waits ends as soon as the answer is yes. */
const PATIENCE_MS = 90_000;

/** Waits until the answer is yes, and says what it waited for where it never was. */
export async function until(what: string, ask: () => boolean | Promise<boolean>): Promise<void> {
  const giveUpAt = performance.now() + PATIENCE_MS;
  while (!(await ask())) {
    if (performance.now() > giveUpAt) throw new Error(`${what}: not within ${PATIENCE_MS} ms`);
    await pause(20);
  }
}

export function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
