import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Part, Query } from "./ast";
import { parse, parseWords } from "./parse";
import { print, seenValue, termOf, wordOf } from "./print";

/** Parts without their places. */
function bare(parts: readonly Part[]) {
  return parts.map((part) =>
    part.kind === "word"
      ? { word: part.text, negated: part.negated, quoted: part.quoted }
      : {
          field: part.field,
          sub: part.sub,
          negated: part.negated,
          values: part.values.map(({ text, quoted, comparison }) => ({ text, quoted, comparison })),
        },
  );
}
const mistakes = ({ text, mistakes: found }: Query) =>
  found.map(({ from, to, message }) => [text.slice(from, to), message]);
const words = (text: string) => bare(parse(text).parts);

/** Everything that the grammar gives a meaning to, and what keys and names are made of. */
const hostile = fc.oneof(
  fc.string({ unit: "binary" }),
  fc.string({
    unit: fc.constantFrom(
      ...'"\\:,.*-<>= \n\t',
      "dc:",
      "meta.",
      "service:",
      "a",
      "web",
      "İ",
      "ß",
      "\u2028",
      "\0",
      "\ud800",
      "💥",
    ),
    maxLength: 40,
  }),
);

describe("reading a query", () => {
  it("knows fields, lists, negation, quotes, comparisons and words", () => {
    expect(words('service:web liveness:late,overdue -layout:grpc port:>=8000 "free words" free')).toEqual([
      { field: "service", sub: null, negated: false, values: [{ text: "web", quoted: false, comparison: "=" }] },
      {
        field: "liveness",
        sub: null,
        negated: false,
        values: [
          { text: "late", quoted: false, comparison: "=" },
          { text: "overdue", quoted: false, comparison: "=" },
        ],
      },
      { field: "layout", sub: null, negated: true, values: [{ text: "grpc", quoted: false, comparison: "=" }] },
      { field: "port", sub: null, negated: false, values: [{ text: "8000", quoted: false, comparison: ">=" }] },
      { word: "free words", negated: false, quoted: true },
      { word: "free", negated: false, quoted: false },
    ]);
  });

  it("reads what stands behind a dot, in quotes where it is no plain name", () => {
    expect(words('meta.version:1.2 meta."a b:c":"x, y"')).toMatchObject([
      { field: "meta", sub: "version", values: [{ text: "1.2" }] },
      { field: "meta", sub: "a b:c", values: [{ text: "x, y", quoted: true }] },
    ]);
  });

  it.each(["10.0.0.1:8080", "/services/web/eu", "heartbeat|web|http://a:80", "[::1]:80", "a,b", "*"])(
    "takes %s for a word: addresses and keys need no quotes",
    (text) => {
      expect(words(text)).toEqual([{ word: text, negated: false, quoted: false }]);
      expect(parse(text).mistakes).toEqual([]);
    },
  );

  it("keeps what is wrong, and says where it is and what to do", () => {
    expect(mistakes(parse("dc:"))).toEqual([["dc:", "Say which dc."]]);
    expect(mistakes(parse("a -meta.x: b"))).toEqual([["-meta.x:", "Say which meta.x."]]);
    expect(mistakes(parse("dc:eu,"))).toEqual([["dc:eu,", "A value is missing beside the comma."]]);
    expect(mistakes(parse("- web"))).toEqual([["-", "Say what to leave out, behind the dash."]]);
    expect(mistakes(parse('web service:"open'))).toEqual([['"open', "Close the quote."]]);
    expect(words('web service:"open')[1]).toMatchObject({ values: [{ text: "open" }] });
  });

  it("never throws, and accounts for every character that is no space", () => {
    fc.assert(
      fc.property(hostile, (text) => {
        const { parts, mistakes: found } = parse(text);
        let rest = text;
        for (const { from, to } of [...parts].reverse()) rest = rest.slice(0, from) + rest.slice(to);
        expect(rest.trim()).toBe("");
        for (const { from, to, message } of found) {
          expect(0 <= from && from <= to && to <= text.length).toBe(true);
          expect(message).not.toBe("");
        }
      }),
      { numRuns: 2_000 },
    );
  });

  it("reads what it prints as the same parts", () => {
    fc.assert(
      fc.property(hostile, (text) => {
        const { parts } = parse(text);
        expect(bare(parse(print(parts)).parts)).toEqual(bare(parts));
      }),
      { numRuns: 2_000 },
    );
  });

  it("reads parts that were made, whatever stands in them", () => {
    const value = hostile.map(seenValue);
    const part = fc.oneof(
      fc.tuple(hostile.filter(Boolean), fc.boolean()).map(([text, negated]) => wordOf(text, negated)),
      fc
        .tuple(
          fc.constantFrom("service", "dc", "meta"),
          fc.option(hostile),
          fc.array(value, { minLength: 1 }),
          fc.boolean(),
        )
        .map(([field, sub, values, negated]) => termOf(field, sub, values, negated)),
    );
    fc.assert(
      fc.property(fc.array(part), (parts) => {
        const read = parse(print(parts));
        expect(read.mistakes).toEqual([]);
        expect(bare(read.parts)).toEqual(bare(parts));
      }),
      { numRuns: 2_000 },
    );
  });

  it("does not read a word on into what stands behind it", () => {
    const parts = [wordOf('meta."'), termOf("service", ":", [seenValue("")])];
    const read = parse(print(parts));
    expect(read.mistakes).toEqual([]);
    expect(bare(read.parts)).toEqual(bare(parts));
  });

  it("takes time in proportion to the text", () => {
    for (const piece of ['"', "\\", 'a."', 'a."\\"', "-", "a:,", "a.b", 'x:"\\" ']) {
      const text = piece.repeat(20_000 / piece.length);
      const before = performance.now();
      parse(text);
      expect(performance.now() - before, piece).toBeLessThan(2_000);
    }
  });
});

describe("plain words", () => {
  it("are words, whatever they look like", () => {
    expect(bare(parseWords(" -a dc:eu ").parts)).toEqual([
      { word: "-a", negated: false, quoted: true },
      { word: "dc:eu", negated: false, quoted: true },
    ]);
  });
});
