import { keySchema, leaseIdSchema, millisecondsSchema, revisionSchema } from "./registry";
import { z } from "./zod";

export const restorableSchema = z
  .object({
    auditId: z.string().describe("Of the eviction: what `POST /restorations` wants."),
    key: keySchema,
    service: z.string().nullable(),
    instance: z.string().nullable(),
    evictedAt: millisecondsSchema,
    evictedBy: z.string(),
    leaseId: leaseIdSchema.nullable().describe("Its own lease, which still lives; null where it had none."),
    leaseEndsAt: millisecondsSchema
      .nullable()
      .describe("When that lease ends unless its owner renews it, as far as was just heard; null without a lease."),
  })
  .meta({ id: "Restorable" });
export type Restorable = z.infer<typeof restorableSchema>;

export const restorablesAnswerSchema = z
  .object({
    revision: revisionSchema.describe("Of the view that was looked at."),
    restorable: z.array(restorableSchema).describe("The latest eviction first."),
    complete: z.boolean().describe("False where there are more than were looked at: the trail has them all."),
  })
  .meta({ id: "Restorables" });
export type RestorablesAnswer = z.infer<typeof restorablesAnswerSchema>;
