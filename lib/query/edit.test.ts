import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { isChosen, isNarrowedBy, narrowed, toggled, without } from "./edit";
import { parse } from "./parse";

const STATE = ["state", "liveness"];

describe("changing a query", () => {
  it("adds a value and keeps the rest as it was written", () => {
    expect(narrowed("", { field: "dc", value: "eu" })).toBe("dc:eu");
    expect(narrowed("  a   b:", { field: "dc", value: "eu west" })).toBe('a   b: dc:"eu west"');
    expect(narrowed("a", { field: "meta", sub: "a b", value: "c" })).toBe('a meta."a b":c');
    expect(narrowed("a dc:EU", { field: "dc", value: "eu" })).toBe("a dc:EU");
    expect(narrowed('a "open', { field: "dc", value: "eu" })).toBe('a "open" dc:eu');
  });

  it("excludes a value, and takes out what says the contrary", () => {
    expect(narrowed("a dc:eu b", { field: "dc", value: "eu" }, true)).toBe("a b -dc:eu");
    expect(narrowed("-dc:eu", { field: "dc", value: "eu" })).toBe("dc:eu");
    expect(isNarrowedBy(parse("-dc:eu"), { field: "dc", value: "eu" }, true)).toBe(true);
    expect(isNarrowedBy(parse("-dc:eu"), { field: "dc", value: "eu" })).toBe(false);
  });

  it("toggles one of several values of which any fits", () => {
    expect(toggled("web", STATE, "late")).toBe("web state:late");
    expect(toggled("state:late web", STATE, "overdue")).toBe("state:late,overdue web");
    expect(toggled("web liveness:late", STATE, "draining")).toBe("web state:late,draining");
    expect(toggled("state:late,overdue web", STATE, "late")).toBe("state:overdue web");
    expect(toggled("a state:late web", STATE, "late")).toBe("a web");
    expect(isChosen(parse("LIVENESS:LATE"), STATE, "late")).toBe(true);
    expect(isChosen(parse("-state:late"), STATE, "late")).toBe(false);
  });

  it("takes a part out", () => {
    const { parts } = parse("a  b c");
    expect(parts.map((part) => without("a  b c", part))).toEqual(["b c", "a c", "a  b"]);
  });

  it("always ends with what was asked for, and twice is once", () => {
    const text = fc.string({ unit: fc.constantFrom(...'"\\:,-* ', "dc:", "eu", "state:", "late"), maxLength: 20 });
    fc.assert(
      fc.property(text, text, fc.boolean(), (before, value, exclude) => {
        const wanted = { field: "dc", value };
        const after = narrowed(before, wanted, exclude);
        expect(isNarrowedBy(parse(after), wanted, exclude)).toBe(true);
        expect(narrowed(after, wanted, exclude)).toBe(after);
        const chosen = isChosen(parse(before), STATE, "late");
        expect(isChosen(parse(toggled(before, STATE, "late")), STATE, "late")).toBe(!chosen);
      }),
      { numRuns: 1_000 },
    );
  });
});
