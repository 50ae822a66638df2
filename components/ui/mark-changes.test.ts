import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { markChanges } from "./mark-changes";

const marked = (before: string | null, after: string) =>
  markChanges(before, after)
    .map(({ text, changed }) => (changed ? `[${text}]` : text))
    .join("");

describe("what is marked in a new text", () => {
  it("is the word that changed, not its surroundings", () => {
    expect(marked('{"hostname":"10.0.1.9","port":300}', '{"hostname":"10.0.1.9","port":3000}')).toBe(
      '{"hostname":"10.0.1.9","port":[3000]}',
    );
    expect(marked("/services/orders/eu-west/b61e", "/services/orders/eu-east/b61e")).toBe(
      "/services/orders/[eu-east]/b61e",
    );
  });

  it("is what came in between, and nothing where nothing changed", () => {
    expect(marked('{"a":1}', '{"a":1,"b":2}')).toBe('{"a":1[,"b":2]}');
    expect(marked("a b c", "a c")).toBe("a c");
    expect(marked("same", "same")).toBe("same");
    expect(marked(null, "first")).toBe("first");
  });

  it("is everything in the middle where a comparison would take too long", () => {
    const long = (letter: string) => `<${`${letter} `.repeat(2000)}>`;
    const parts = markChanges(long("a"), long("b"));
    expect(parts.map(({ changed }) => changed)).toEqual([false, true, false]);
  });

  it("never loses or adds a character", () => {
    fc.assert(
      fc.property(fc.string(), fc.string(), (before, after) => {
        expect(
          markChanges(before, after)
            .map(({ text }) => text)
            .join(""),
        ).toBe(after);
      }),
    );
  });
});
