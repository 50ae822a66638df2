/** What the routes that write have in common. */
import type { GuardVerdict } from "@/lib/guards/rules";
import { GUARD_RULES } from "@/lib/guards/rules";
import { keySchema, revisionSchema } from "./registry";
import { z } from "./zod";

export const MOST_REASON = 1_000;
const MOST_KEY = 4_096;

export const keyInput = keySchema.min(1, "names no key").max(MOST_KEY, `must be at most ${MOST_KEY} characters`);
export const reasonInput = z
  .string()
  .max(MOST_REASON, `must be at most ${MOST_REASON} characters`)
  .describe("Why, for whoever reads the trail later.");
export const serviceInput = z.string().min(1, "names no service").max(1_024, "must be at most 1024 characters");
export const seenRevision = revisionSchema
  .max(20, "is not a revision")
  .describe("The key's mod revision as it was seen: where it is another now, nothing is written (409).");

export const guardRuleSchema = z.enum(GUARD_RULES).meta({ id: "GuardRule" });

export const overrideInput = z
  .array(guardRuleSchema)
  .max(GUARD_RULES.length)
  .describe("Rules that are known to refuse and overridden all the same; needs the role admin, and is recorded.");

/** What a guard says: `GET` of a preview lists all, a 412 those that refuse. */
export const guardVerdictSchema = z
  .object({
    rule: guardRuleSchema,
    refuses: z.boolean(),
    words: z.string().describe("For an operator: what the rule holds against it, or that it holds nothing."),
    overridable: z.boolean().describe("Whether an admin may override it."),
    retryAfterSeconds: z.number().exactOptional().describe("When it is worth another try, where time helps."),
  })
  .meta({ id: "GuardVerdict" }) satisfies z.ZodType<GuardVerdict>;

/** Part of the answer of everything that was done. */
export const doneFields = {
  revision: revisionSchema.describe("The revision that made the change: it is on screen when the view has reached it."),
  auditId: z.string().describe("The entry of the trail that records it."),
};
