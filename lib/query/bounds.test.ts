import { expect, it } from "vitest";
import { NOTHING_ASKED } from "./ast";
import { MOST_PARTS, MOST_TEXT, MOST_VALUES, withinBounds } from "./bounds";
import { compile } from "./compile";
import type { Language } from "./language";
import { parse } from "./parse";

it.each([
  ["parts", "-vq ".repeat(2_400), MOST_PARTS, `A query has ${MOST_PARTS} parts at most`],
  ["values of one part", `a:${"b,".repeat(3_000)}c`, 0, `A query has ${MOST_VALUES} values at most`],
  ["values of all parts", "a:b,c,d,e,f,g,h,i ".repeat(39), 25, `A query has ${MOST_VALUES} values at most`],
  ["characters", `short ${"x".repeat(MOST_TEXT)}`, 1, "A query has 10,240 characters at most"],
])("has limits for its %s, says which, and applies what is before them", (_of, text, parts, message) => {
  const bounded = withinBounds(parse(text));
  expect(bounded.parts).toHaveLength(parts);
  expect(bounded.mistakes).toHaveLength(1);
  expect(bounded.mistakes[0]?.message).toContain(message);
  expect(bounded.mistakes[0]?.to).toBe(text.length);
});

it("leaves alone what a person writes, mistakes included", () => {
  const query = parse('service:web,api -dc:eu meta."a b":"c" word "open');
  expect(withinBounds(query)).toBe(query);
});

it("reads what words are looked for in once for each subject, however many words there are", () => {
  const read: string[] = [];
  const language: Language<string> = {
    list: "texts",
    wordsIn: "the text",
    fields: [],
    lines: (text) => {
      read.push(text);
      return text;
    },
  };
  const query = { ...NOTHING_ASKED, parts: parse("-q -w -e r -t a*b").parts };
  expect(compile(query, language).matches("raab")).toBe(true);
  expect(compile(query, language).matches("rab t")).toBe(false);
  expect(read).toEqual(["raab", "rab t"]);
});
