import { anyOf, filterText, pageAnswer, pageQuery } from "./paging";
import { unrecognizedKeySchema, unrecognizedReasonSchema } from "./registry";
import { z } from "./zod";

export const unrecognizedQuerySchema = z.strictObject({
  ...pageQuery,
  reason: anyOf(unrecognizedReasonSchema),
  q: filterText.exactOptional().describe("Part of the key or of the detail, in any case."),
});

export const unrecognizedAnswerSchema = z
  .object({ revision: z.string(), total: z.number(), keys: z.array(unrecognizedKeySchema), ...pageAnswer })
  .meta({ id: "Unrecognized" });
export type UnrecognizedAnswer = z.infer<typeof unrecognizedAnswerSchema>;
