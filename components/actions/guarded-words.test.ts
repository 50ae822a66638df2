import { describe, expect, it } from "vitest";
import type { GuardsAnswer } from "@/lib/api/guards";
import { guardedWords, refusedWords } from "./guarded-words";

const keys = (count: number, from = 0) => Array.from({ length: count }, (_, index) => `/k/${from + index}`);

function answer(passes: number, refused: number): GuardsAnswer {
  return {
    revision: "7",
    passes: keys(passes),
    refused: keys(refused, passes).map((key) => ({ key, rules: ["rate"] })),
    guards: [],
    services: [
      { service: "orders", inService: 40, after: 40 - passes, afterAll: 40 - passes - refused, minimum: null },
    ],
  };
}

describe("what guards say of a selection before it is sent", () => {
  it("is nothing where nobody is refused", () => {
    expect(guardedWords({ said: answer(25, 0), overridden: null }, "evicted")).toBeNull();
  });

  it("counts who goes and who is refused, and says what overriding would do", () => {
    expect(guardedWords({ said: answer(10, 15), overridden: answer(25, 0) }, "evicted")).toBe(
      "As things stand 10 of 25 would be evicted, and 15 refused. With the guards overridden all 25 would be, and 15 of 40 would remain.",
    );
  });

  it("promises no more than an override can do", () => {
    expect(guardedWords({ said: answer(0, 3), overridden: answer(2, 1) }, "drained")).toBe(
      "As things stand none of the 3 would be drained. With the guards overridden 2 would be, and 38 of 40 would remain; the others may not be drained by anybody.",
    );
    expect(guardedWords({ said: answer(0, 1), overridden: null }, "drained")).toBe(
      "As things stand it would not be drained.",
    );
  });

  it("names the rule at the line that it refuses", () => {
    const said = answer(1, 1);
    expect([refusedWords(said, "/k/0"), refusedWords(said, "/k/1")]).toEqual([
      null,
      "Would be refused: too many evictions within a minute.",
    ]);
  });
});
