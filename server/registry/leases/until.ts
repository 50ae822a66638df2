/** Waits until the answer is yes, and says what it waited for where it never was. */
export async function until(what: string, withinMs: number, ask: () => boolean): Promise<void> {
  const giveUpAt = performance.now() + withinMs;
  while (!ask()) {
    if (performance.now() > giveUpAt) throw new Error(`${what}: not within ${withinMs} ms`);
    await pause(20);
  }
}

export function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
