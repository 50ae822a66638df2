import { filterText } from "./paging";
import { keySchema, leaseIdSchema, revisionSchema } from "./registry";
import { z } from "./zod";

export const keysQuerySchema = z.strictObject({
  key: filterText.min(1, "names no key").describe("One key under the watched prefixes, exactly."),
  raw: z
    .enum(["bytes"], "must be bytes, or be left out")
    .exactOptional()
    .describe("An admin's: the bytes of a value that is not UTF-8, in which nothing can be redacted."),
});

export const keyAnswerSchema = z
  .object({
    revision: revisionSchema.describe("The store's revision when the key was read."),
    key: keySchema,
    value: z.object({
      text: z.string().nullable().describe("Null where the value is not UTF-8."),
      base64: z
        .string()
        .nullable()
        .describe(
          "Null where something was redacted, and where the value is not UTF-8 unless `raw=bytes` asks for it.",
        ),
      bytes: z.number().int().describe("Size of the whole value."),
      truncated: z.boolean().describe("Only the first part of a very large value is given."),
      redacted: z.boolean().describe("Secret-looking fields were replaced."),
    }),
    createRevision: revisionSchema,
    modRevision: revisionSchema,
    version: revisionSchema,
    layout: z.string().nullable().describe("The layout that reads it; null where none does."),
    lease: z
      .object({
        id: leaseIdSchema,
        grantedTtl: z.number().describe("Seconds; 0 where the lease is gone."),
        remainingTtl: z.number().describe("Seconds, floored by etcd; negative while overdue."),
        keys: z
          .array(keySchema)
          .describe("Keys on the lease that the console may show, this one included: the first thousand."),
        moreKeys: z.number().int().describe("How many more of these there are."),
        otherKeys: z.number().int().describe("How many more keys hang on the lease outside the watched prefixes."),
      })
      .nullable(),
  })
  .meta({ id: "KeyDetail" });
export type KeyAnswer = z.infer<typeof keyAnswerSchema>;
