import { z } from "./zod";

/** A point in time as a parameter, read as milliseconds. */
export const moment = z
  .union([
    z.iso.datetime({ offset: true }).transform((text) => Date.parse(text)),
    z
      .string()
      .regex(/^\d{1,15}$/)
      .transform(Number),
  ])
  .describe("ISO 8601, or milliseconds since 1970.");
