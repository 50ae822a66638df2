import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { cutText, safeString, textParts } from "./safe-text-parts";

describe("text from strangers", () => {
  it("leaves ordinary text in any script as it is", () => {
    for (const text of ["web", "/services/orders/eu/1", "Überraschung", "注文", "טלפון", "🚀 rocket", ""]) {
      expect(
        textParts(text)
          .map((part) => part.text)
          .join(""),
      ).toBe(text);
      expect(textParts(text).every((part) => part.kind === "text")).toBe(true);
    }
  });

  it("shows a bidi override as its code, so that exe does not read as txt", () => {
    expect(textParts("a\u202etxt.exe")).toEqual([
      { kind: "text", text: "a" },
      { kind: "escape", text: "U+202E" },
      { kind: "text", text: "txt.exe" },
    ]);
  });

  it("shows zero-width characters, controls, tags and lone surrogates", () => {
    for (const [character, code] of [
      ["\u200b", "U+200B"],
      ["\ufeff", "U+FEFF"],
      ["\n", "\\n"],
      ["\u0007", "U+0007"],
      ["\u{e0041}", "U+E0041"],
      ["\ud800", "U+D800"],
    ] as const)
      expect(textParts(`x${character}y`)[1]).toEqual({ kind: "escape", text: code });
  });

  it("makes a string that holds nothing invisible", () => {
    expect(safeString("a\u202eb\nc")).toBe("a<U+202E>b\\nc");
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), (text) => {
        expect(textParts(safeString(text)).every((part) => part.kind === "text")).toBe(true);
      }),
    );
  });

  it("cuts a name of 10,000 characters and never half a character", () => {
    expect(safeString("x".repeat(10_000))).toHaveLength(201);
    expect(cutText("ab🚀", 3)).toBe("ab");
    expect(cutText("ab", 3)).toBe("ab");
  });
});
