import { expect, it } from "vitest";
import { LONGEST_TIMER_MS, startTimer } from "./clock";

/** Timers as a machine has them: one that is asked for more than the longest time rings after 1 ms. */
function machine() {
  let now = 0;
  const timers = new Map<number, { at: number; run: () => void }>();
  let last = 0;
  return {
    now: () => now,
    start(run: () => void, ms: number) {
      timers.set(++last, { at: now + (ms > LONGEST_TIMER_MS || Number.isNaN(ms) ? 1 : ms), run });
      return last;
    },
    end: (timer: number) => void timers.delete(timer),
    ring(): boolean {
      const [first] = [...timers].sort((a, b) => a[1].at - b[1].at);
      if (!first) return false;
      timers.delete(first[0]);
      now = first[1].at;
      first[1].run();
      return true;
    },
  };
}

it("waits as long as asked, however long that is", () => {
  for (const delayMs of [0, 5, LONGEST_TIMER_MS, LONGEST_TIMER_MS + 1, 9e12]) {
    const { now, start, end, ring } = machine();
    const rang: number[] = [];
    startTimer(() => rang.push(now()), delayMs, start, end);
    while (ring());
    expect(rang).toEqual([delayMs]);
  }
});

it("waits no time for what is no time, and never rings once it was cancelled", () => {
  const { now, start, end, ring } = machine();
  const rang: number[] = [];
  startTimer(() => rang.push(now()), Number.NaN, start, end);
  startTimer(() => rang.push(now()), -5, start, end);
  const cancel = startTimer(() => rang.push(now()), 9e12, start, end);
  ring();
  ring();
  ring();
  cancel();
  expect(ring()).toBe(false);
  expect(rang).toEqual([0, 0]);
});
