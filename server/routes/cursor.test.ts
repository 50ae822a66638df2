import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { byText, decodeCursor, encodeCursor, pageOf } from "./cursor";

const identity = (text: string) => text;

describe("cursors", () => {
  it("come back as what they were made from", () => {
    fc.assert(fc.property(fc.string({ unit: "binary" }), (text) => decodeCursor(encodeCursor(text)) === text));
  });

  it.each(["", "x", "W10", "bnVsbA", Buffer.from('[2,"a"]').toString("base64url"), "a".repeat(8000)])(
    "refuse what is none: %j",
    (cursor) => {
      expect(() => decodeCursor(cursor)).toThrow(/cursor/);
    },
  );

  it("page through everything exactly once, whatever the limit", () => {
    fc.assert(
      fc.property(fc.uniqueArray(fc.string()), fc.integer({ min: 1, max: 10 }), (texts, limit) => {
        const sorted = texts.sort(byText);
        const seen: string[] = [];
        let cursor: string | undefined;
        do {
          const page = pageOf(sorted, identity, { limit, ...(cursor === undefined ? {} : { cursor }) });
          expect(page.items.length).toBeLessThanOrEqual(limit);
          seen.push(...page.items);
          cursor = page.nextCursor ?? undefined;
        } while (cursor !== undefined);
        expect(seen).toEqual(sorted);
      }),
    );
  });

  it("stay right when entries before them come and go", () => {
    const first = pageOf(["b", "d", "f"], identity, { limit: 1 });
    expect(first.nextCursor).not.toBeNull();
    const next = pageOf(["a", "c", "d"], identity, { limit: 5, cursor: first.nextCursor ?? "" });
    expect(next).toEqual({ items: ["c", "d"], nextCursor: null });
  });
});
