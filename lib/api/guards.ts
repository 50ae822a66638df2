import { guardRuleSchema, guardVerdictSchema, keyInput, overrideInput } from "./actions";
import { keySchema, revisionSchema } from "./registry";
import { z } from "./zod";

export const MOST_PREVIEWED = 1_000;

export const guardsRequestSchema = z
  .strictObject({
    action: z.enum(["evict", "drain"]),
    keys: z
      .array(keyInput)
      .min(1, "names no key")
      .max(MOST_PREVIEWED, `may name ${MOST_PREVIEWED} keys at most`)
      .describe("In the order in which they would be sent."),
    override: overrideInput.exactOptional(),
  })
  .meta({ id: "GuardsRequest" });
export type GuardsRequest = z.output<typeof guardsRequestSchema>;

export const guardsAnswerSchema = z
  .object({
    revision: revisionSchema.describe("Of the view that was looked at."),
    passes: z.array(keySchema).describe("Those that would be done, sent one after another, as things stand."),
    refused: z.array(z.object({ key: keySchema, rules: z.array(guardRuleSchema) })).describe("The others, and why."),
    guards: z
      .array(guardVerdictSchema)
      .describe("Each rule's word on all of them together, whether or not it is overridden."),
    services: z
      .array(
        z.object({
          service: z.string(),
          inService: z.number().int().describe("Neither draining nor overdue, now."),
          after: z.number().int().describe("The same, after those that pass."),
          afterAll: z.number().int().describe("After all of them, if no guard refused."),
          minimum: z.number().int().nullable(),
        }),
      )
      .describe("What services would keep."),
  })
  .meta({ id: "GuardsAnswer" });
export type GuardsAnswer = z.infer<typeof guardsAnswerSchema>;
