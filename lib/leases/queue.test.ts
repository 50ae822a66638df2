import fc from "fast-check";
import { expect, test } from "vitest";
import { createPollQueue } from "./queue";

test("gives out what is due, in the order of time, each key once", () => {
  fc.assert(
    fc.property(fc.array(fc.tuple(fc.integer({ min: 0, max: 50 }), fc.integer({ min: 0, max: 100 }))), (sets) => {
      const queue = createPollQueue();
      const wanted = new Map<string, number>();
      for (const [key, at] of sets) {
        queue.set(String(key), { at, headStartMs: 0 });
        wanted.set(String(key), at);
      }
      const taken: number[] = [];
      for (let key = queue.take(60); key !== null; key = queue.take(60)) {
        taken.push(wanted.get(key) ?? Number.NaN);
        wanted.delete(key);
      }
      expect(taken).toEqual([...taken].sort((a, b) => a - b));
      expect(taken.every((at) => at <= 60)).toBe(true);
      expect([...wanted.values()].every((at) => at > 60)).toBe(true);
      expect(queue.size).toBe(wanted.size);
      expect(queue.nextAt()).toBe(wanted.size > 0 ? Math.min(...wanted.values()) : null);
    }),
  );
});

test("what is urgent goes first, and what has waited longer than that goes before it", () => {
  const queue = createPollQueue();
  queue.set("routine", { at: 0, headStartMs: 0 });
  queue.set("near", { at: 1_000, headStartMs: 3_000 });
  expect(queue.take(1_000)).toBe("near");
  queue.set("near", { at: 3_100, headStartMs: 3_000 });
  expect(queue.lagMs(3_200)).toBe(3_200);
  expect(queue.take(3_200)).toBe("routine");
});

test("while two thousand leases end at once, what is looked at has its share of the questions", () => {
  const queue = createPollQueue();
  const near = (key: string, at: number) => queue.set(key, { at: at + 100, headStartMs: 3_000 });
  const watched = (key: string, at: number) => queue.set(key, { at: at + 500, headStartMs: 1_000, lookedAt: true });
  for (let index = 0; index < 2_000; index++) near(`near-${index}`, 0);
  for (let index = 0; index < 50; index++) watched(`watched-${index}`, 0);
  // A thousand questions a second, for two seconds, where near ones alone would want twenty thousand.
  const lastAt = new Map<string, number>();
  let longestMs = 0;
  for (let now = 600; now < 2_600; now++) {
    const key = queue.take(now);
    if (key?.startsWith("watched")) {
      longestMs = Math.max(longestMs, now - (lastAt.get(key) ?? 600));
      lastAt.set(key, now);
      watched(key, now);
    } else if (key) near(key, now);
  }
  expect(lastAt.size).toBe(50);
  expect(longestMs).toBeLessThan(750);
});

test("what is looked at does not starve the rest either", () => {
  const queue = createPollQueue();
  const taken = { watched: 0, near: 0 };
  for (let now = 0; now < 400; now++) {
    queue.set("watched", { at: now, headStartMs: 1_000, lookedAt: true });
    queue.set("near", { at: now, headStartMs: 3_000 });
    const key = queue.take(now);
    if (key === "watched" || key === "near") taken[key]++;
  }
  expect(taken).toEqual({ watched: 100, near: 300 });
});
