import { expect, it } from "vitest";
import { createBackoff } from "./backoff";

it("waits longer and longer, never in step with others, and starts over after something good", () => {
  const waits = (random: () => number) => {
    const backoff = createBackoff(random);
    return Array.from({ length: 12 }, () => backoff.next());
  };
  const [least, most] = [waits(() => 0), waits(() => 0.999)];
  expect(least[0]).toBe(0);
  expect(most[0]).toBeLessThan(100);
  for (let i = 2; i < 12; i++) expect(least[i]).toBeGreaterThanOrEqual(least[i - 1] ?? 0);
  expect(least.at(-1)).toBeGreaterThanOrEqual(4_000);
  expect(most.at(-1)).toBeLessThanOrEqual(6_000);
  const backoff = createBackoff(() => 0.5);
  for (let i = 0; i < 9; i++) backoff.next();
  backoff.reset();
  expect([backoff.attempt, backoff.next() < 100]).toEqual([0, true]);
});
