import { expect, it } from "vitest";
import { parseCpuSeconds } from "./proc";

it("counts user and system time, also of a process whose name holds brackets and spaces", () => {
  const fields = ["S", ...Array.from({ length: 10 }, () => "0"), "250", "150", "9", "9"].join(" ");
  expect(parseCpuSeconds(`42 (a) b (c) ${fields}`)).toBe(4);
});
