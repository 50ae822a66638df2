import { describe, expect, it } from "vitest";
import { moment } from "./moment";
import { pageQuery } from "./paging";
import { readInWords } from "./wording";
import { z } from "./zod";

const said = (schema: z.ZodType, value: unknown) =>
  readInWords(schema, value).mistakes?.map(({ path, message }) => `${path.join("/")}: ${message}`);

describe("what is wrong with a value is said by what would be right", () => {
  const query = z.strictObject({ ...pageQuery, since: moment.exactOptional() });
  it.each([
    [query, { limit: "1001" }, ["limit: must be a whole number from 1 to 1000"]],
    [query, { limit: "many" }, ["limit: must be a whole number from 1 to 1000"]],
    [
      query,
      { since: "2026-12-01" },
      [
        'since: must be a time with its zone, like 2026-12-01T12:00:00Z, or milliseconds since 1970, like "1796126400000"',
      ],
    ],
    [query, { lmit: "1" }, ["lmit: is not known here; known are limit, cursor, since"]],
    [z.strictObject({ a: z.enum(["x", "y"]) }), { a: "z" }, ["a: must be one of x, y"]],
    [z.strictObject({ a: z.enum(["x", "y"]) }), {}, ["a: is missing: it must be one of x, y"]],
    [z.strictObject({ a: z.int().min(5).nullable() }), { a: "7" }, ["a: must be a whole number, at least 5, or null"]],
    [
      z.strictObject({ a: z.array(z.boolean()).max(3) }),
      { a: 1 },
      ["a: must be a list of at most 3, each true or false"],
    ],
    [z.strictObject({ a: z.array(z.boolean()).max(3) }), { a: [true, "no"] }, ["a/1: must be true or false"]],
    [z.record(z.string(), z.string().max(3)), { key: "long" }, ["key: must be text of at most 3 characters"]],
    [z.strictObject({ a: z.string().max(3) }), null, [": must be an object with a"]],
    [z.strictObject({ a: z.string() }), undefined, [": is missing: it must be an object with a"]],
    [z.strictObject({ a: z.string().max(3, "is too much for us") }), { a: "long" }, ["a: is too much for us"]],
    [
      z.discriminatedUnion("kind", [z.object({ kind: z.literal("a") }), z.object({ kind: z.literal("b") })]),
      { kind: "c" },
      ["kind: must be one of a, b"],
    ],
    [
      z.strictObject({ a: z.strictObject({ b: z.string() }) }),
      { a: { b: "", c: 1, d: 2 } },
      ["a/c: is not known here; known are b", "a/d: is not known here; known are b"],
    ],
  ] as const)("%#", (schema, value, mistakes) => {
    expect(said(schema, value)).toEqual(mistakes);
  });

  it("is listed up to a bound, and the rest counted", () => {
    const schema = z.strictObject({ list: z.array(z.boolean()).exactOptional() });
    const names = Object.fromEntries(Array.from({ length: 20_000 }, (_, index) => [`k${index}`, 1]));
    const unknown = said(schema, names) ?? [];
    expect(unknown).toHaveLength(50);
    expect(unknown.at(-1)).toContain("(and 19950 more mistakes)");
    const items = said(schema, { list: Array.from({ length: 3_000 }, () => "no"), a: 1 }) ?? [];
    expect(items).toHaveLength(50);
    expect(items.at(-1)).toContain("(and 2951 more mistakes)");
    expect(said(schema, { a: 1, b: 1 })?.join()).not.toContain("more mistakes");
  });

  it("gives what was read where nothing is wrong", () => {
    expect(readInWords(query, { limit: "7" })).toEqual({ data: { limit: 7 }, mistakes: null });
  });
});

// `limit=99999999999999999999` was told twice to be a whole number from 1 to 1000, `at=x` to be "something else".
it("says once what several rules say, and what a text of several patterns must be", () => {
  const read = (schema: z.ZodType, value: unknown) =>
    readInWords(schema, value).mistakes?.map(({ message }) => message);
  const schema = z.object({ limit: z.coerce.number().int().min(1).max(1000) });
  expect(read(schema, { limit: "99999999999999999999" })).toEqual(["must be a whole number from 1 to 1000"]);
  const patterns = z.object({
    at: z.string().regex(/^\d+$/).regex(/[1-9]/, "must be a revision, and etcd counts them from 1"),
  });
  for (const one of read(patterns, { at: "x" }) ?? []) expect(one).not.toContain("something else");
});
