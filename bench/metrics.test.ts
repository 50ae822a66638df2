import { expect, it } from "vitest";
import { parseMetrics } from "./metrics";

it("reads names with their labels and skips what is said about them", () => {
  const text = ["# HELP a What", "# TYPE a gauge", "a 3", 'b{kind="x y"} 1.5e3', "c NaN", ""].join("\n");
  const values = parseMetrics(text);
  expect(values.get("a")).toBe(3);
  expect(values.get('b{kind="x y"}')).toBe(1500);
  expect(values.get("c")).toBeNaN();
  expect(values.size).toBe(3);
});
