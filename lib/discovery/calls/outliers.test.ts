import { describe, expect, it } from "vitest";
import { createManualClock } from "@/lib/manual-clock";
import { createOutliers, type OutlierOptions } from "./outliers";

function detection(ids: string[], options: OutlierOptions = {}) {
  const clock = createManualClock();
  const told: string[] = [];
  const outliers = createOutliers({
    clock,
    onEjected: ({ id, cause, forMs }) => told.push(`${id} out, ${cause}, ${forMs}`),
    onReturned: (id) => told.push(`${id} back`),
    onSpared: (id) => told.push(`${id} spared`),
    ...options,
  });
  outliers.present(new Set(ids));
  const fail = (id: string, times: number) => {
    for (let time = 0; time < times; time++) outliers.failed(id);
  };
  const calls = (id: string, good: number, bad: number) => {
    // Alternating, so that no row of failures gets long.
    for (let left = { good, bad }; left.good + left.bad > 0; ) {
      if (left.bad > 0) outliers.failed(id);
      if (left.good > 0) outliers.succeeded(id);
      left = { good: Math.max(0, left.good - 1), bad: Math.max(0, left.bad - 1) };
    }
  };
  return { clock, told, outliers, fail, calls };
}

describe("an instance that fails", () => {
  it("is out after five failures in a row, and a success in between starts the count anew", () => {
    const { outliers, told, fail } = detection(["a", "b", "c"]);
    fail("a", 4);
    outliers.succeeded("a");
    fail("a", 4);
    expect(outliers.ejected.has("a")).toBe(false);
    fail("a", 1);
    expect(outliers.ejected.has("a")).toBe(true);
    expect(told).toEqual(["a out, consecutive-failures, 5000"]);
  });

  it("comes back by itself, and is out twice as long each time, up to the longest", () => {
    const { clock, told, fail } = detection(["a", "b", "c"], { longestMs: 15_000, intervalMs: 1_000_000 });
    for (const lengthMs of [5_000, 10_000, 15_000, 15_000]) {
      fail("a", 5);
      expect(told.at(-1)).toBe(`a out, consecutive-failures, ${lengthMs}`);
      clock.advance(lengthMs - 1);
      expect(told.at(-1)).toContain("out");
      clock.advance(1);
      expect(told.at(-1)).toBe("a back");
    }
  });

  it("is forgiven by good intervals", () => {
    const { clock, told, fail, outliers } = detection(["a", "b", "c"], { intervalMs: 20_000 });
    fail("a", 5);
    clock.advance(5_000);
    for (let interval = 0; interval < 2; interval++) {
      outliers.succeeded("a");
      clock.advance(20_000);
    }
    fail("a", 5);
    expect(told.at(-1)).toBe("a out, consecutive-failures, 5000");
  });

  it("is spared when half of the service is out already", () => {
    const { told, fail, outliers } = detection(["a", "b", "c", "d"]);
    for (const id of ["a", "b", "c", "d"]) fail(id, 5);
    expect(told.filter((line) => line.includes("out"))).toHaveLength(2);
    expect(told.slice(2)).toEqual(["c spared", "d spared"]);
    expect([...outliers.ejected]).toEqual(["a", "b"]);
  });

  it("is never ejected where it is the only one, and one of two may be", () => {
    const only = detection(["a"]);
    only.fail("a", 20);
    expect(only.outliers.ejected.has("a")).toBe(false);
    const two = detection(["a", "b"]);
    two.fail("a", 5);
    two.fail("b", 5);
    expect([...two.outliers.ejected]).toEqual(["a"]);
  });

  it("is forgotten when it leaves, and its place in the share is free", () => {
    const { outliers, fail, clock, told } = detection(["a", "b"]);
    fail("a", 5);
    outliers.present(new Set(["b", "c"]));
    fail("b", 5);
    expect(outliers.ejected.has("b")).toBe(true);
    clock.advance(5_000);
    expect(told).not.toContain("a back");
    outliers.present(new Set(["a", "b", "c"]));
    expect(outliers.ejected.has("a")).toBe(false);
  });
});

describe("the success rate", () => {
  it("takes out who falls behind the others, not who is as bad as everybody", () => {
    const ids = ["a", "b", "c", "d", "e"];
    const one = detection(ids);
    for (const id of ids) one.calls(id, id === "a" ? 25 : 50, id === "a" ? 25 : 0);
    one.clock.advance(10_000);
    expect(one.told).toEqual(["a out, success-rate, 5000"]);
    const all = detection(ids);
    for (const id of ids) all.calls(id, 25, 25);
    all.clock.advance(10_000);
    expect(all.told).toEqual([]);
  });

  it("says nothing from a handful of calls", () => {
    const ids = ["a", "b", "c", "d", "e"];
    const { clock, told, calls } = detection(ids);
    for (const id of ids) calls(id, id === "a" ? 0 : 4, id === "a" ? 4 : 0);
    clock.advance(10_000);
    expect(told).toEqual([]);
  });
});

it("leaves no timer behind", () => {
  const { clock, outliers, fail } = detection(["a", "b"]);
  fail("a", 5);
  outliers.succeeded("b");
  outliers.stop();
  expect(clock.pending()).toBe(0);
});
