import { describe, expect, it } from "vitest";
import { createManualClock } from "@/lib/manual-clock";
import { createRetryBudget } from "./retry-budget";

function takes(budget: ReturnType<typeof createRetryBudget>, wanted: number): number {
  let taken = 0;
  for (let attempt = 0; attempt < wanted; attempt++) if (budget.take()) taken += 1;
  return taken;
}

describe("the retry budget", () => {
  it("allows a share of the calls on top of a few a second", () => {
    const clock = createManualClock(0);
    const budget = createRetryBudget({ ratio: 0.2, leastPerSecond: 1, windowSeconds: 10, now: clock.now });
    for (let call = 0; call < 100; call++) budget.called();
    expect(takes(budget, 1_000)).toBe(30);
  });

  it("forgets what lies further back than its window, cell by cell", () => {
    const clock = createManualClock(0);
    const budget = createRetryBudget({ ratio: 0.5, leastPerSecond: 0, windowSeconds: 10, now: clock.now });
    for (let second = 0; second < 10; second++) {
      budget.called();
      budget.called();
      clock.advance(1_000);
    }
    // The first second's two calls are out of the window: 18 are left.
    expect(takes(budget, 100)).toBe(9);
    clock.advance(60_000);
    expect(takes(budget, 100)).toBe(0);
    budget.called();
    budget.called();
    expect(takes(budget, 100)).toBe(1);
  });

  it("does not go wrong when the clock is set back", () => {
    const clock = createManualClock(100_000);
    let now = clock.now();
    const budget = createRetryBudget({ ratio: 1, leastPerSecond: 0, now: () => now });
    budget.called();
    now -= 50_000;
    budget.called();
    expect(takes(budget, 10)).toBe(2);
  });
});
