import { z } from "zod";
import type { LeaseReading } from "@/lib/leases/reading";
import { leaseLanguage } from "@/lib/query/languages/leases";
import { anyOf, filterText, pageAnswer, pageQuery } from "./paging";
import { queryOver } from "./query";
import { forecastSchema, keySchema, leaseIdSchema, millisecondsSchema } from "./registry";

export const leaseLivenessSchema = z.enum(["alive", "late", "overdue"]).meta({ id: "LeaseLiveness" });

const intervalSchema = z.tuple([millisecondsSchema, millisecondsSchema]);

const beatSchema = z
  .object({
    at: intervalSchema.describe("The heartbeat lies in it; both ends are the same where it is known exactly."),
    how: z
      .enum(["sampled", "exact", "missed"])
      .describe("Seen through the lease; a put of the same value; expected and proven not to have come."),
  })
  .meta({ id: "Beat" });

const readingFields = {
  grantedSeconds: z.number(),
  deadline: intervalSchema.describe("Somewhere in it the lease runs out unless it is renewed."),
  renewedAt: intervalSchema.nullable().describe("When it was granted or renewed last; null after a change of leader."),
  sentAt: millisecondsSchema,
  observedAt: millisecondsSchema,
  liveness: leaseLivenessSchema,
  since: millisecondsSchema.describe("Since when it is known to be late or overdue."),
  rhythmMs: z.number().nullable().describe("The learned time between two heartbeats; null until learned."),
  jitterMs: z.number().nullable(),
  beatCount: z.number().describe("Heartbeats observed so far."),
  renewed: z
    .boolean()
    .describe("Whether a renewal of this very lease was seen; an owner may put its key under a new lease instead."),
  resets: z.number().describe("How often a change of leader set the deadline anew."),
  forecast: forecastSchema
    .exactOptional()
    .describe("Where the deadline was said to lie a second before it; nothing but a renewal changes it after that."),
  beats: z.array(beatSchema).exactOptional(),
};

export const leaseReadingSchema = z
  .object({ leaseId: leaseIdSchema, ...readingFields })
  .meta({ id: "LeaseReading" }) satisfies z.ZodType<LeaseReading>;

export const leaseLaneSchema = z
  .object({
    count: z.number().describe("Leases that hold instances of the view."),
    budget: z.number().describe("LeaseTimeToLive calls a second."),
    resolutionMs: z.number().describe("How far apart two looks at a lease lie that nobody looks at, at most."),
    notObserved: z
      .object({ since: millisecondsSchema, reason: z.string() })
      .nullable()
      .describe("Leases could not be observed since then, and why."),
  })
  .meta({ id: "LeaseLane" });

export const leaseEntrySchema = z
  .object({
    id: leaseIdSchema,
    hex: z.string().describe("As etcdctl prints it."),
    keys: z.array(keySchema).describe("Of its instances, as the view knows them."),
    instances: z.array(z.string()),
    services: z.array(z.string()),
    observation: z.object(readingFields).nullable().describe("Null while it was not observed yet."),
  })
  .meta({ id: "Lease" });
export type LeaseEntry = z.infer<typeof leaseEntrySchema>;

export const leasesQuerySchema = z.strictObject({
  ...pageQuery,
  id: leaseIdSchema.exactOptional(),
  service: anyOf(filterText),
  key: filterText.exactOptional().describe("A key or instance id on the lease."),
  liveness: anyOf(leaseLivenessSchema),
  q: queryOver(leaseLanguage),
});

export const leasesAnswerSchema = z
  .object({ revision: z.string(), lane: leaseLaneSchema.nullable(), leases: z.array(leaseEntrySchema), ...pageAnswer })
  .meta({ id: "Leases" });
export type LeasesAnswer = z.infer<typeof leasesAnswerSchema>;

export const hygieneKindSchema = z
  .enum(["lease-without-keys", "key-without-lease", "lease-of-many", "ttl-too-short", "renews-too-late"])
  .meta({ id: "HygieneKind" });
export type HygieneKind = z.infer<typeof hygieneKindSchema>;

export const hygieneAnswerSchema = z
  .object({
    revision: z.string(),
    sections: z.array(
      z.object({
        kind: hygieneKindSchema,
        title: z.string(),
        why: z.string().describe("Why it matters."),
        advice: z.string().describe("What to do."),
        total: z.number(),
        findings: z.array(
          z.object({
            leaseId: leaseIdSchema.nullable(),
            key: keySchema.nullable(),
            service: z.string().nullable(),
            detail: z.string(),
          }),
        ),
      }),
    ),
    unchecked: z.string().nullable().describe("What could not be looked at, and why."),
  })
  .meta({ id: "LeaseHygiene" });
export type HygieneAnswer = z.infer<typeof hygieneAnswerSchema>;
