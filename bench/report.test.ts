import { describe, expect, it } from "vitest";
import { type Goal, goalText, meets, numberText, printSection, rounded } from "./report";

const goal: Goal = { what: "p50", value: 61, unit: "ms", limit: 60, sense: "at most" };

describe("a goal", () => {
  it("says plainly whether it was reached", () => {
    expect(goalText(goal)).toBe("FALLS SHORT  p50: 61 ms (at most 60)");
    expect(goalText({ ...goal, value: 59.94 })).toBe("reached      p50: 59.9 ms (at most 60)");
  });

  it("is not reached by a value that could not be measured", () => {
    expect(meets({ ...goal, value: Number.NaN })).toBe(false);
    expect(meets({ ...goal, value: Number.NaN, sense: "at least" })).toBe(false);
  });
});

describe("the table", () => {
  it("aligns names left and numbers right", () => {
    const text = printSection({
      title: "Cold start",
      columns: ["keys", "ms"],
      rows: [
        ["10,000", 9.5],
        ["100,000", null],
      ],
      goals: [],
      notes: ["A note."],
    });
    expect(text).toBe(
      ["Cold start", "  keys       ms", "  -------  ----", "  10,000   9.50", "  100,000     -", "  A note."].join(
        "\n",
      ),
    );
  });

  it("shows as many digits as a reader can use", () => {
    expect([0, 7, 0.126, 12.34, 1234.5].map(numberText)).toEqual(["0", "7", "0.13", "12.3", "1,235"]);
  });
});

describe("results.json", () => {
  it("holds no number that JSON cannot", () => {
    expect(rounded({ a: [1.23456, Number.NaN], b: "x" })).toEqual({ a: [1.235, null], b: "x" });
  });
});
