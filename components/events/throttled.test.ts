import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { throttled } from "./throttled";

describe("a throttled subscription", () => {
  beforeEach(() => void vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout", "performance"] }));
  afterEach(() => void vi.useRealTimers());

  function source() {
    let listener = () => {};
    let count = 0;
    return {
      subscribe: (next: () => void) => {
        listener = next;
        return () => {
          listener = () => {};
        };
      },
      count: () => count,
      bring(changes: number) {
        count += changes;
        listener();
      },
    };
  }

  it("tells a first change at once, and always the last one", () => {
    const from = source();
    const told: number[] = [];
    throttled(from.subscribe, from.count, () => 80)(() => told.push(from.count()));
    from.bring(1);
    from.bring(1);
    from.bring(1);
    expect(told).toEqual([1]);
    vi.advanceTimersByTime(90);
    expect(told).toEqual([1, 3]);
    vi.advanceTimersByTime(500);
    expect(told).toEqual([1, 3]);
  });

  it("tells less often when much comes", () => {
    const from = source();
    let told = 0;
    throttled(from.subscribe, from.count, (changes) => (changes > 12 ? 250 : 80))(() => told++);
    for (let frame = 0; frame < 60; frame++) {
      from.bring(20);
      vi.advanceTimersByTime(16);
    }
    expect(told).toBeGreaterThanOrEqual(3);
    expect(told).toBeLessThanOrEqual(6);
  });

  it("tells nothing after it was stopped", () => {
    const from = source();
    let told = 0;
    const stop = throttled(from.subscribe, from.count, () => 80)(() => told++);
    from.bring(1);
    from.bring(1);
    stop();
    vi.advanceTimersByTime(500);
    expect(told).toBe(1);
  });
});
