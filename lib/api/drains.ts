import { doneFields, keyInput, overrideInput, reasonInput, seenRevision } from "./actions";
import { drainSchema, millisecondsSchema, revisionSchema } from "./registry";
import { z } from "./zod";

export const drainsAnswerSchema = z
  .object({
    revision: revisionSchema,
    drains: z.array(
      z.object({
        ...drainSchema.shape,
        service: z.string().nullable().describe("Null while nothing is registered under the key."),
        instance: z.string().nullable(),
        present: z.boolean().describe("Something is registered under the key now."),
        registeredSince: z.boolean().describe("It registered anew since it was drained; the mark holds all the same."),
      }),
    ),
  })
  .meta({ id: "Drains" });
export type DrainsAnswer = z.infer<typeof drainsAnswerSchema>;

/** What a Date may hold (ECMA-262 21.4.1.1). */
const MOST_MILLISECONDS = 8_640_000_000_000_000;

export const drainingSchema = z
  .strictObject({
    key: keyInput,
    modRevision: seenRevision,
    until: millisecondsSchema
      .int()
      .min(1)
      .max(MOST_MILLISECONDS)
      .nullable()
      .default(null)
      .describe("Milliseconds since 1970, in the future; null: until somebody resumes it."),
    reason: reasonInput.exactOptional(),
    override: overrideInput.exactOptional(),
  })
  .meta({ id: "Draining" });
export type Draining = z.output<typeof drainingSchema>;

export const drainedSchema = z
  .object({ ...doneFields, drain: drainSchema, note: z.string().describe("Who honours the mark, and who does not.") })
  .meta({ id: "Drained" });
export type Drained = z.infer<typeof drainedSchema>;

export const resumeQuerySchema = z.strictObject({
  key: keyInput.describe("The key that is drained."),
  modRevision: seenRevision.exactOptional().describe("Of the mark, as it was seen; without it: whatever it is now."),
  reason: reasonInput.exactOptional(),
});
export const resumedSchema = z.object(doneFields).meta({ id: "Resumed" });
