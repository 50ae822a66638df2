import { setTimeout as delay } from "node:timers/promises";

/** Asks every `everyMs` until the answer is yes; a refused connection is a no. Fails after `timeoutMs`, with the last reason. */
export async function until(
  what: string,
  timeoutMs: number,
  everyMs: number,
  ask: () => Promise<boolean> | boolean,
): Promise<void> {
  const startedAt = performance.now();
  let reason: unknown = "the answer was no";
  while (performance.now() - startedAt < timeoutMs) {
    try {
      if (await ask()) return;
    } catch (error) {
      reason = error;
    }
    await delay(everyMs);
  }
  throw new Error(`${what}: not within ${timeoutMs} ms (${reason})`, { cause: reason });
}
