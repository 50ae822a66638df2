import { afterAll, beforeAll, beforeEach } from "vitest";

export interface World {
  start(): Promise<void>;
  /** Also of what started in part. */
  stop(): Promise<void>;
}

/**
 * What the tests of a file or a group share, an etcd and consoles, is started once for all of them, and anew before a
 * test's second try: that one meets nothing which the first has left behind.
 */
export function freshForEachTry({ start, stop }: World, timeoutMs = 300_000): void {
  beforeAll(start, timeoutMs);
  beforeEach(async ({ task }) => {
    if (!task.result?.retryCount) return;
    await stop();
    await start();
  }, timeoutMs);
  afterAll(stop, timeoutMs);
}
