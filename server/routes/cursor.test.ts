import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { createTurns } from "@/server/http/turns";
import { byText, decodeCursor, encodeCursor, pageOf } from "./cursor";

const text = (given: { limit: number; cursor?: string }) => ({
  sortKey: (one: string) => one,
  fits: () => true,
  entry: (one: string) => one,
  page: given,
  pace: { turns: createTurns() },
});

describe("cursors", () => {
  it("come back as what they were made from, halves of characters too", () => {
    fc.assert(fc.property(fc.string({ unit: "binary" }), (one) => decodeCursor(encodeCursor(one)) === one));
    expect(decodeCursor(encodeCursor("\ud800 alone"))).toBe("\ud800 alone");
  });

  it.each(["", "x", "W10", "bnVsbA", Buffer.from('[2,"a"]').toString("base64url"), "a".repeat(8000)])(
    "refuse what is none: %j",
    (cursor) => {
      expect(() => decodeCursor(cursor)).toThrow(/cursor/);
    },
  );

  it("page through everything that fits exactly once, whatever the limit and the order it comes in", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.uniqueArray(fc.string(), { maxLength: 60 }),
        fc.integer({ min: 1, max: 10 }),
        async (texts, limit) => {
          const fits = (one: string) => !one.startsWith("a");
          const seen: string[] = [];
          let cursor: string | undefined;
          do {
            const page = await pageOf(texts, { ...text({ limit, ...(cursor === undefined ? {} : { cursor }) }), fits });
            expect(page.items.length).toBeLessThanOrEqual(limit);
            seen.push(...page.items);
            cursor = page.nextCursor ?? undefined;
          } while (cursor !== undefined);
          expect(seen).toEqual(texts.filter(fits).sort(byText));
        },
      ),
    );
  });

  it("stay right when entries before them come and go", async () => {
    const first = await pageOf(["b", "d", "f"], text({ limit: 1 }));
    expect(first.nextCursor).not.toBeNull();
    const next = await pageOf(["a", "c", "d"], text({ limit: 5, cursor: first.nextCursor ?? "" }));
    expect(next).toEqual({ items: ["c", "d"], nextCursor: null });
  });

  it("end a page by its bytes, too, and go on behind it: also where one entry alone is too large", async () => {
    const sizes = new Map(Array.from({ length: 30 }, (_, n) => [String(n).padStart(2, "0"), n % 7 === 3 ? 5 : 0.9]));
    const large = (one: string) => "x".repeat((sizes.get(one) ?? 0) * 1024 * 1024);
    const pages: number[] = [];
    const seen: string[] = [];
    let cursor: string | undefined;
    do {
      const given = text({ limit: 1_000, ...(cursor === undefined ? {} : { cursor }) });
      const page = await pageOf(sizes.keys(), { ...given, entry: (one) => ({ one, text: large(one) }) });
      pages.push(page.items.reduce((sum, item) => sum + item.text.length, 0));
      seen.push(...page.items.map(({ one }) => one));
      cursor = page.nextCursor ?? undefined;
    } while (cursor !== undefined);
    expect(seen).toEqual([...sizes.keys()]);
    for (const bytes of pages) expect(bytes).toBeLessThanOrEqual(5 * 1024 * 1024);
    expect(pages.length).toBeGreaterThan(8);
  });

  it("give everybody else a turn while they look, and end with their client", async () => {
    const going = new AbortController();
    let looked = 0;
    function* endless(): Generator<string> {
      for (let n = 0; n < 1_000_000_000; n++) yield String(n);
    }
    const page = pageOf(endless(), {
      ...text({ limit: 1 }),
      fits: () => {
        looked++;
        return false;
      },
      pace: { turns: createTurns(), signal: going.signal },
    });
    setImmediate(() => going.abort(new Error("the client has gone")));
    await expect(page).rejects.toThrow("the client has gone");
    expect(looked).toBeGreaterThan(0);
  });
});
