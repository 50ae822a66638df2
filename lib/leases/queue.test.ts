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
