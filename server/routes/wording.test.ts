import { describe, expect, it } from "vitest";
import { z } from "zod";
import { Problem, type ProblemField } from "@/lib/errors";
import { createTurns } from "@/server/http/turns";
import { isList } from "./query";
import type { Route } from "./route";
import { rowsFor } from "./table";

/** As where the console has everything. */
const rows = rowsFor({ fleet: true, members: true });

/** Of every kind that JSON has, too small, too large, and nothing. */
const WRONG: unknown[] = [
  undefined,
  null,
  true,
  -1,
  1.5,
  1e99,
  "",
  "?\u0000",
  "x".repeat(300_000),
  [],
  [null],
  [[]],
  {},
  { "": 1 },
];

/** Each message stands behind a field's name and goes on from there. */
const OURS = /^[a-z][^\0]{8,}$/;
/** zod's English, as of `z.locales.en()`. */
const OF_ZOD = /invalid|expected|received|too (big|small)|unrecognized|\0/i;

/** The mistakes that the row finds. The handler is never reached: it has no context, and what it throws is no answer. */
async function mistakesOf(row: Route<never>, given: { params?: object; query?: [string, string][]; body?: unknown }) {
  try {
    await row.run(
      {
        params: { ...given.params },
        query: new URLSearchParams(given.query ?? []),
        body: given.body,
        // Never looked at before everything is read.
        request: {} as never,
        signal: new AbortController().signal,
        pace: { turns: createTurns() },
        accepts: "application/json",
        actor: { name: "test", role: "admin" },
      },
      {} as never,
    );
  } catch (thrown) {
    if (thrown instanceof Problem && thrown.code === "invalid-request") return thrown.extra.fields ?? [];
  }
  return [];
}

function expectOurs(fields: readonly ProblemField[], given: unknown): void {
  for (const { field, message } of fields) {
    const shown = `${field}: ${message}  <- ${JSON.stringify(given)?.slice(0, 60)}`;
    expect(OURS.test(message), shown).toBe(true);
    expect(OF_ZOD.test(message.replace(/is not known here;.*/, "")), shown).toBe(false);
  }
}

/** Every field of a body with its path, what stands in lists and objects below it, too. */
function pathsIn(schema: unknown, path: string[] = []): string[][] {
  if (schema instanceof z.ZodObject)
    return Object.entries(schema.shape).flatMap(([name, field]) => [
      [...path, name],
      ...pathsIn(field, [...path, name]),
    ]);
  if (schema instanceof z.ZodArray) return [[...path, "0"], ...pathsIn(schema.element, [...path, "0"])];
  if (schema instanceof z.ZodRecord) return [[...path, "any"], ...pathsIn(schema.valueType, [...path, "any"])];
  if (schema instanceof z.ZodUnion) return schema.options.flatMap((one) => pathsIn(one, path));
  if (schema instanceof z.ZodPipe) return pathsIn(schema.in, path);
  if (
    schema instanceof z.ZodOptional ||
    schema instanceof z.ZodExactOptional ||
    schema instanceof z.ZodNullable ||
    schema instanceof z.ZodDefault
  )
    return pathsIn(schema.unwrap(), path);
  return [];
}

function bodyWith(path: readonly string[], value: unknown): unknown {
  return path.reduceRight<unknown>((inner, name) => (name === "0" ? [inner] : { [name]: inner }), value);
}

it("names a parameter of several values without a place that no URL has, and each mistake once", async () => {
  const row = rows.find(({ id }) => id === "listInstances");
  const query: [string, string][] = [
    ["liveness", "alive"],
    ["liveness", "dead"],
    ["liveness", "dead"],
    ["liveness", "lost"],
  ];
  const must = "must be one of alive, late, overdue, static, gone";
  expect(await mistakesOf(row as Route<never>, { query })).toEqual([
    { field: "liveness", message: `${must}; "dead" is not` },
    { field: "liveness", message: `${must}; "lost" is not` },
  ]);
});

describe.each(rows.map((row) => [row.method, row.path, row] as const))("%s %s", (_method, _path, row) => {
  it("says in our own words what every parameter may be", async () => {
    let found = 0;
    for (const name of Object.keys(row.query.shape))
      for (const value of ["x", "-1", "1.5", "1e99", "true ", "?\u0000", "2026-12-01", '"', "x".repeat(300_000)]) {
        const fields = await mistakesOf(row as Route<never>, { query: [[name, value]] });
        found += fields.filter(({ field }) => field === name).length;
        expectOurs(fields, value);
        if (!isList(row.query.shape[name]))
          expectOurs(
            await mistakesOf(row as Route<never>, {
              query: [
                [name, value],
                [name, value],
              ],
            }),
            "twice",
          );
      }
    if ("limit" in row.query.shape) expect(found).toBeGreaterThan(5);
    expectOurs(await mistakesOf(row as Route<never>, { query: [["nonsense", "1"]] }), "nonsense");
    if (row.params instanceof z.ZodObject)
      for (const name of Object.keys(row.params.shape))
        for (const value of ["", "x".repeat(300_000)])
          expectOurs(await mistakesOf(row as Route<never>, { params: { [name]: value } }), value.slice(0, 10));
  });

  if (!row.body) return;
  it("says in our own words what every field of its body may be", async () => {
    for (const value of WRONG) expectOurs(await mistakesOf(row as Route<never>, { body: value }), value);
    const paths = pathsIn(row.body);
    let found = 0;
    for (const path of paths)
      for (const value of WRONG) {
        const fields = await mistakesOf(row as Route<never>, { body: bodyWith(path, value) });
        found += fields.length;
        expectOurs(fields, { path, value });
      }
    expect(found).toBeGreaterThanOrEqual(paths.length);
  });
});
