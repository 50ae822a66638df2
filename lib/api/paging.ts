import { z } from "./zod";

export const DEFAULT_LIMIT = 200;
export const MAX_LIMIT = 1000;

/** Query parameters of every list. */
export const pageQuery = {
  limit: z.coerce
    .number()
    .int()
    .min(1)
    .max(MAX_LIMIT)
    .default(DEFAULT_LIMIT)
    .describe("At most so many entries; fewer where they are large: a page has some 4 MiB at most."),
  cursor: z.string().max(12_288).exactOptional().describe("`nextCursor` of the page before; opaque."),
};

/** Part of every list's answer. */
export const pageAnswer = {
  nextCursor: z.string().nullable().describe("Null on the last page."),
};

/** A filter that may be given several times; any of its values fits. */
export function anyOf<T extends z.ZodType>(one: T) {
  return z.array(one).max(100).exactOptional();
}

/** Free text and names in filters: bounded, so that nobody sends megabytes to be searched for. */
export const filterText = z.string().max(10_240, "must be at most 10,240 characters");

/** A switch as a parameter. */
export const trueOrFalse = z.stringbool({ error: "must be true or false" });
