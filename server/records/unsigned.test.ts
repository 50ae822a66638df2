import { expect, it } from "vitest";
import { createLog } from "@/server/log/log";
import { watchUnsigned } from "./unsigned";

const wordsFor = (count: number) =>
  watchUnsigned({
    registry: { view: () => null, onUpdate: () => () => {} },
    trail: { unsigned: () => count },
    log: createLog("silent"),
  }).words();

it("says of one record and of several what each does", () => {
  expect(wordsFor(0)).toBeNull();
  expect(wordsFor(1)).toMatch(
    /^One record under \/rollcall\/ does not carry .* and counts for nothing\. .* wrote it, /,
  );
  expect(wordsFor(12)).toMatch(
    /^12 records under \/rollcall\/ do not carry .* and count for nothing\. .* wrote them, /,
  );
});
