import { describe, expect, it } from "vitest";
import { distribution, median, percentile, sorted, windowed, windows } from "./statistics";

const upTo = (n: number) => Array.from({ length: n }, (_, index) => index + 1);

describe("percentiles", () => {
  it("are samples, by nearest rank", () => {
    const hundred = sorted(upTo(100).reverse());
    expect(percentile(hundred, 50)).toBe(50);
    expect(percentile(hundred, 99)).toBe(99);
    expect(percentile(hundred, 100)).toBe(100);
    expect(percentile(hundred, 0)).toBe(1);
    expect(percentile(sorted(upTo(101)), 99)).toBe(100);
  });

  it("of one sample are that sample, of none not a number", () => {
    expect(distribution([7])).toEqual({ count: 1, p50: 7, p90: 7, p99: 7, max: 7 });
    expect(percentile(sorted([]), 50)).toBeNaN();
    expect(median([])).toBeNaN();
  });

  it("sort as numbers, also below zero: a watch may hear of a put before its answer", () => {
    expect([...sorted([10, 9, -1, 100])]).toEqual([-1, 9, 10, 100]);
  });
});

describe("median", () => {
  it("is the middle one, or the mean of the middle two", () => {
    expect(median([3, 1, 2])).toBe(2);
    expect(median([4, 1, 2, 3])).toBe(2.5);
  });
});

describe("windows", () => {
  const samples = [
    { at: -1, value: 1000 },
    { at: 0, value: 1 },
    { at: 9.9, value: 3 },
    { at: 10, value: 50 },
    { at: 29.99, value: 2 },
    { at: 30, value: 1000 },
  ];

  it("cut the time evenly and leave out what lies outside", () => {
    expect(windows(samples, 0, 30, 3).map(({ count, max }) => [count, max])).toEqual([
      [2, 3],
      [1, 50],
      [1, 2],
    ]);
  });

  it("keep one bad window from deciding the median, and the whole from hiding it", () => {
    const result = windowed(samples, 0, 30, 3);
    expect(result.p99).toBe(3);
    expect(result.whole.max).toBe(50);
    expect(result.whole.count).toBe(4);
  });
});
