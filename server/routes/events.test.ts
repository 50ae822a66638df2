import { describe, expect, it } from "vitest";
import { csvRows } from "./events";

describe("the CSV export", () => {
  it.each(["=cmd|' /C calc'!A0", "+1", "-1", "@SUM(1)", "\t=1", "\r=1"])("takes the formula out of %j", (hostile) => {
    const text = csvRows([[hostile]]);
    expect(text.replace(/^"/, "")).toMatch(/^'/);
  });

  it("quotes what would end a cell or a row", () => {
    expect(csvRows([['a"b', "c,d", "e\nf", null, "plain"]])).toBe('"a""b","c,d","e\nf",,plain\r\n');
  });
});
