import { z } from "zod";
import type { ProblemField } from "@/lib/errors";

export type QueryValues = URLSearchParams;

/**
 * Query parameters as the schema wants them: one that takes several values gets all it was given; any other may be
 * given once. An empty one counts as not given, because forms send those. An unknown one is a mistake, named
 * together with those that are known: silently ignoring a misspelled filter would answer a different question.
 */
export function readQuery(schema: z.ZodObject, given: QueryValues, fields: ProblemField[]): Record<string, unknown> {
  const known = Object.keys(schema.shape);
  const values: Record<string, unknown> = {};
  for (const name of new Set(given.keys())) {
    if (!known.includes(name)) {
      fields.push({
        field: name.slice(0, 100),
        message: known.length > 0 ? `is not known here; known are ${known.join(", ")}` : "no parameter is known here",
      });
      continue;
    }
    const all = given.getAll(name).filter((value) => value !== "");
    if (isList(schema.shape[name])) {
      if (all.length > 0) values[name] = all;
    } else if (all.length > 1) fields.push({ field: name, message: "may be given only once" });
    else if (all[0] !== undefined) values[name] = all[0];
  }
  return values;
}

/** Whether a parameter's schema is a list, behind whatever makes it optional. */
export function isList(schema: unknown): boolean {
  if (schema instanceof z.ZodArray) return true;
  if (mayBeAbsent(schema)) return isList(schema.unwrap());
  return false;
}

/** Whether a parameter may be left out. */
export function mayBeAbsent(schema: unknown): schema is z.ZodOptional | z.ZodExactOptional | z.ZodDefault {
  return schema instanceof z.ZodOptional || schema instanceof z.ZodExactOptional || schema instanceof z.ZodDefault;
}
