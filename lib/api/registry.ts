/**
 * The nouns of lib/registry/types.ts as schemas. Each is declared against its type, so that the two cannot drift;
 * each carries an id, under which the OpenAPI document lists it.
 */

import type {
  Drain,
  Endpoint,
  Forecast,
  Instance,
  Minimum,
  RegistryEvent,
  Sweep,
  Tombstone,
  UnrecognizedKey,
} from "@/lib/registry/types";
import { z } from "./zod";

export const revisionSchema = z
  .string()
  .regex(/^\d+$/)
  .describe("A revision of etcd: a decimal string, because it may exceed 2^53.");
export const leaseIdSchema = z
  .string()
  .regex(/^\d+$/)
  .describe("A lease id: a decimal string. etcdctl prints it in hex.");
export const keySchema = z.string().describe("A key: UTF-8, any other byte as `\\xNN`, a backslash as `\\\\`.");
export const millisecondsSchema = z.number().describe("Milliseconds since 1970 on the server's clock.");

export const livenessSchema = z.enum(["alive", "late", "overdue", "static", "gone"]).meta({ id: "Liveness" });
export const adminStateSchema = z.enum(["in-service", "draining"]).meta({ id: "AdminState" });
export const causeSchema = z
  .enum(["evicted", "expired", "revoked", "deleted", "replaced", "unknown"])
  .meta({ id: "Cause" });
export const certaintySchema = z.enum(["exact", "inferred"]).meta({ id: "Certainty" });

export const endpointSchema: z.ZodType<Endpoint> = z
  .object({
    protocol: z.string().nullable().describe("Null where the registration does not say."),
    host: z.string(),
    port: z.number().int().describe("0 where the registration gives no port."),
  })
  .meta({ id: "Endpoint" });

const seenAtSchema = z.union([millisecondsSchema, z.tuple([millisecondsSchema, millisecondsSchema])]);

export const instanceFields = {
  id: z.string().describe("Its key, with `#fragment` where one key holds several instances."),
  keys: z.array(keySchema),
  layout: z.string(),
  service: z.string(),
  instance: z.string(),
  datacenter: z.string().exactOptional(),
  namespace: z.string().exactOptional(),
  endpoints: z.array(endpointSchema),
  metadata: z.record(z.string(), z.string()).describe("Secret-looking values are redacted."),
  cut: z
    .object({
      metadataBytes: z.number().int().describe("Of the names and values of all entries."),
      left: z.number().int().describe("Entries that are left out whole; others end early."),
    })
    .exactOptional()
    .describe("Only where the registration has more metadata than is kept: `metadata` is not all of it."),
  weight: z.number().exactOptional(),
  leaseId: leaseIdSchema.nullable(),
  createRevision: revisionSchema,
  modRevision: revisionSchema,
  version: revisionSchema.describe("How often etcd saw the key written since its creation."),
  registeredAt: z.string().exactOptional(),
  seen: z
    .object({ created: seenAtSchema.exactOptional(), changed: seenAtSchema.exactOptional() })
    .exactOptional()
    .describe("When the console saw its revisions come; absent for what was there before it watched this store."),
};
export const instanceSchema = z.object(instanceFields).meta({ id: "Instance" }) satisfies z.ZodType<Instance>;

export const unrecognizedReasonSchema = z
  .enum([
    "key-not-matched",
    "value-not-utf8",
    "value-not-json",
    "value-wrong-shape",
    "value-too-large",
    "name-too-long",
    "unsigned",
  ])
  .meta({ id: "UnrecognizedReason" });

export const unrecognizedKeySchema = z
  .object({
    key: keySchema,
    reason: unrecognizedReasonSchema,
    detail: z.string(),
    layout: z.string().exactOptional(),
    modRevision: revisionSchema,
    leaseId: leaseIdSchema.nullable(),
    valueBytes: z.number().int(),
  })
  .meta({ id: "UnrecognizedKey" }) satisfies z.ZodType<UnrecognizedKey>;

export const forecastSchema: z.ZodType<Forecast> = z
  .object({
    deadline: z.tuple([millisecondsSchema, millisecondsSchema]),
    at: millisecondsSchema.describe("When this was known: at least a second before the deadline."),
  })
  .meta({ id: "Forecast" });

export const removalFields = {
  cause: causeSchema,
  certainty: certaintySchema,
  evidence: z.string(),
  forecast: forecastSchema
    .exactOptional()
    .describe("Of a lease whose time was up: when it was said to be, before it was."),
};

const partOfSchema = z.string().exactOptional().describe("Id of the event that tells this together with others.");

const timeSchema = z.union([millisecondsSchema, z.tuple([millisecondsSchema, millisecondsSchema])]).nullable();

export const sweepSchema = z
  .object({
    id: z.string().describe("Of the event that tells it."),
    kind: z.enum(["other-cluster", "revision-went-back", "store-replaced", "cleared"]),
    at: timeSchema,
    from: revisionSchema.nullable().describe("The newest revision of the store before; null for the same store."),
    to: revisionSchema,
    removed: z.int(),
    serviceCount: z.int(),
    missing: z.int().describe("How many of them are neither back nor made up for by others of the same service."),
    returned: z
      .int()
      .nullable()
      .describe(
        "How many are back under their own keys. Null where it happened while the console did not run: then `missing` is how many fewer stand there now.",
      ),
  })
  .meta({ id: "Sweep" }) satisfies z.ZodType<Sweep>;

export const tombstoneSchema = z
  .object({
    ...removalFields,
    id: z.string(),
    instance: instanceSchema,
    revision: revisionSchema.nullable(),
    removedAtMs: millisecondsSchema,
    partOf: partOfSchema,
  })
  .meta({ id: "Tombstone" }) satisfies z.ZodType<Tombstone>;

export const drainSchema = z
  .object({
    key: keySchema,
    until: millisecondsSchema.nullable().describe("Null: until somebody resumes it."),
    reason: z.string(),
    actor: z.string(),
    at: millisecondsSchema,
    createRevision: revisionSchema.describe("Creation of the registration that was drained."),
    modRevision: revisionSchema.describe("Of the mark itself."),
  })
  .meta({ id: "Drain" }) satisfies z.ZodType<Drain>;

export const minimumSchema = z
  .object({
    service: z.string(),
    minimum: z.number().int(),
    actor: z.string(),
    at: millisecondsSchema,
    modRevision: revisionSchema.describe("Of the record itself."),
  })
  .meta({ id: "Minimum" }) satisfies z.ZodType<Minimum>;

export const eventTypeSchema = z
  .enum([
    "registered",
    "updated",
    "re-registered",
    "heartbeat",
    "late",
    "recovered",
    "removed",
    "drained",
    "resumed",
    "ttl-reset",
    "gap",
    "cleared",
  ])
  .meta({ id: "EventType" });

export const registryEventSchema = z
  .object({
    id: z.string().describe("`epoch:revision:key:ordinal`"),
    at: z
      .union([z.number(), z.tuple([z.number(), z.number()])])
      .nullable()
      .describe("When it was observed, milliseconds; an interval, or null, where only the revision is known."),
    revision: revisionSchema.nullable(),
    type: eventTypeSchema,
    service: z.string().nullable(),
    instance: z.string().nullable(),
    key: keySchema.nullable(),
    instanceId: z.string().exactOptional(),
    cause: causeSchema.exactOptional(),
    certainty: certaintySchema.exactOptional(),
    evidence: z.string().exactOptional(),
    forecast: forecastSchema.exactOptional(),
    actor: z.string().exactOptional(),
    auditId: z.string().exactOptional().describe("The audit entry of the action that caused it."),
    before: instanceSchema.exactOptional(),
    after: instanceSchema.exactOptional(),
    gap: z
      .object({
        reason: z.enum([
          "compacted",
          "other-cluster",
          "revision-went-back",
          "store-replaced",
          "events-lost",
          "requested",
        ]),
        from: revisionSchema.nullable(),
        to: revisionSchema,
        detail: z.string(),
        stood: z
          .object({ registrations: z.int(), services: z.int(), now: z.int() })
          .exactOptional()
          .describe(
            "What an earlier run of this console left behind where another store answers the next one, and how many registrations that one found.",
          ),
      })
      .exactOptional(),
    folded: z
      .object({
        services: z.array(z.object({ service: z.string(), instances: z.int() })).describe("The most first."),
        serviceCount: z.int(),
        removed: z.int(),
        registered: z.int(),
        changed: z.int(),
      })
      .exactOptional()
      .describe("Of an event that tells many changes together: what they come to. `of` lists them."),
    partOf: partOfSchema,
  })
  .meta({ id: "Event" }) satisfies z.ZodType<RegistryEvent>;
