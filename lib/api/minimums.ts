import { doneFields, reasonInput, serviceInput } from "./actions";
import { minimumSchema } from "./registry";
import { z } from "./zod";

export const minimumRequestSchema = z
  .strictObject({
    service: serviceInput,
    minimum: z
      .int()
      .min(1)
      .max(10_000)
      .nullable()
      .describe("How many instances are expected in service; null: nobody says so any more."),
    reason: reasonInput.exactOptional(),
  })
  .meta({ id: "MinimumRequest" });
export type MinimumRequest = z.output<typeof minimumRequestSchema>;

export const minimumAnswerSchema = z
  .object({ ...doneFields, minimum: minimumSchema.nullable() })
  .meta({ id: "MinimumAnswer" });
export type MinimumAnswer = z.infer<typeof minimumAnswerSchema>;

export const dismissalSchema = z
  .strictObject({
    ids: z.array(z.string().min(1).max(8_192)).max(1_000).exactOptional().describe("Tombstones, by instance id."),
    services: z
      .array(serviceInput)
      .max(100)
      .exactOptional()
      .describe(
        "All tombstones of these; a minimum of one without instances is taken away, so that it leaves the screen.",
      ),
  })
  .refine(({ ids, services }) => (ids?.length ?? 0) + (services?.length ?? 0) > 0, {
    path: ["ids"],
    message: "or services has to name something",
  })
  .meta({ id: "Dismissal" });
export type Dismissal = z.output<typeof dismissalSchema>;

export const dismissedSchema = z
  .object({
    dismissed: z.number().describe("Tombstones that left the screen."),
    minimums: z.array(z.string()).describe("Services that are no longer expected."),
    auditId: z.string(),
  })
  .meta({ id: "Dismissed" });
export type Dismissed = z.infer<typeof dismissedSchema>;
