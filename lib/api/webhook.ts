import { causeSchema, certaintySchema, keySchema, millisecondsSchema, revisionSchema, sweepSchema } from "./registry";
import { z } from "./zod";

const removalSchema = z.object({
  instance: z.string(),
  key: keySchema,
  revision: revisionSchema.nullable(),
  at: millisecondsSchema.nullable().describe("When the console saw it gone; null where only the revision is known."),
  cause: causeSchema,
  certainty: certaintySchema,
  evidence: z.string(),
});

const standingSchema = z.object({
  service: z.string(),
  minimum: z.int(),
  inService: z.int().describe("Instances that may be sent requests: neither draining nor overdue."),
  present: z.int(),
});

/** What the webhook posts: everything that came of one cause, in one message. */
export const webhookMessageSchema = z
  .object({
    type: z.enum(["rollcall.attention", "rollcall.recovered"]),
    timestamp: z.iso.datetime(),
    data: z.object({
      environment: z.string().nullable(),
      summary: z.string().describe("The whole message in one sentence or two."),
      belowMinimum: z.array(
        standingSchema.extend({
          left: z.int().describe("How many of its instances left meanwhile."),
          removals: z.array(removalSchema).describe("The first of them, with causes as far as they are known."),
        }),
      ),
      atMinimumAgain: z.array(standingSchema),
      expired: z.array(
        z.object({
          service: z.string(),
          count: z.int(),
          removals: z.array(removalSchema).describe("The first of them."),
        }),
      ),
      sweeps: z
        .array(sweepSchema)
        .describe("Registrations that went at once, with etcd's store or by one delete: told once, not one by one."),
    }),
  })
  .meta({ id: "WebhookMessage" });

export type WebhookMessage = z.infer<typeof webhookMessageSchema>;
export type WebhookRemoval = z.infer<typeof removalSchema>;
export type WebhookStanding = z.infer<typeof standingSchema>;
