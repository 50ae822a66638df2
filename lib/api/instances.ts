import { instanceLanguage } from "@/lib/query/languages/instances";
import { anyOf, filterText, pageAnswer, pageQuery } from "./paging";
import { queryOver } from "./query";
import {
  adminStateSchema,
  drainSchema,
  instanceFields,
  livenessSchema,
  millisecondsSchema,
  removalFields,
  revisionSchema,
} from "./registry";
import { z } from "./zod";

/** What observing the instance's lease has told; absent facts are null, never guessed. */
export const leaseObservationSchema = z
  .object({
    grantedTtl: z.number().describe("Seconds."),
    deadline: z.tuple([millisecondsSchema, millisecondsSchema]).describe("The interval in which the lease runs out."),
    observedAt: millisecondsSchema,
    heartbeats: z.number().describe("How many keepalives were observed."),
    rhythmMs: z.number().nullable().describe("The learned interval between them; null until learned."),
  })
  .meta({ id: "LeaseObservation" });
export type LeaseObservation = z.infer<typeof leaseObservationSchema>;

export const instanceEntrySchema = z
  .object({
    ...instanceFields,
    liveness: livenessSchema,
    adminState: adminStateSchema,
    drain: drainSchema.nullable().describe("Null unless it is draining."),
    lease: leaseObservationSchema.nullable().describe("Null where there is no lease, or none was observed yet."),
    since: z
      .object({
        at: z.union([millisecondsSchema, z.tuple([millisecondsSchema, millisecondsSchema])]).nullable(),
        source: z.enum(["observed", "stated", "unknown"]),
      })
      .describe("Since when it is registered: seen by the console, said by the registration itself, or not known."),
    removal: z
      .object({ ...removalFields, revision: revisionSchema.nullable(), removedAtMs: millisecondsSchema })
      .exactOptional()
      .describe("Only where liveness is `gone`: why it left."),
  })
  .meta({ id: "InstanceEntry" });
export type InstanceEntry = z.infer<typeof instanceEntrySchema>;

export const instancesQuerySchema = z.strictObject({
  ...pageQuery,
  service: anyOf(filterText).describe("Name of a service, exactly."),
  liveness: anyOf(livenessSchema).describe("Without it: every present instance, `gone` ones only when asked for."),
  adminState: anyOf(adminStateSchema),
  datacenter: anyOf(filterText),
  namespace: anyOf(filterText),
  layout: anyOf(filterText),
  q: queryOver(instanceLanguage),
  key: filterText.exactOptional().describe("A key or instance id, exactly."),
  at: revisionSchema
    // etcd answers its newest data for revision 0.
    .regex(/[1-9]/, "must be a revision, and etcd counts them from 1")
    .exactOptional()
    .describe("The registry as it was at this revision, read from etcd; 410 where etcd has compacted it."),
});
export type InstancesQuery = z.infer<typeof instancesQuerySchema>;

export const instancesAnswerSchema = z
  .object({ revision: z.string(), instances: z.array(instanceEntrySchema), ...pageAnswer })
  .meta({ id: "Instances" });
export type InstancesAnswer = z.infer<typeof instancesAnswerSchema>;
