import { unrecognizedLanguage } from "@/lib/query/languages/unrecognized";
import { anyOf, pageAnswer, pageQuery } from "./paging";
import { queryOver } from "./query";
import { unrecognizedKeySchema, unrecognizedReasonSchema } from "./registry";
import { z } from "./zod";

export const unrecognizedQuerySchema = z.strictObject({
  ...pageQuery,
  reason: anyOf(unrecognizedReasonSchema),
  q: queryOver(unrecognizedLanguage),
});

export const unrecognizedAnswerSchema = z
  .object({ revision: z.string(), total: z.number(), keys: z.array(unrecognizedKeySchema), ...pageAnswer })
  .meta({ id: "Unrecognized" });
export type UnrecognizedAnswer = z.infer<typeof unrecognizedAnswerSchema>;
