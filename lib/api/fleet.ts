import { millisecondsSchema } from "./registry";
import { z } from "./zod";

/** The demo fleet: real processes of the console's own, that register themselves like anybody else's. */

export const MOST_LATENCY_MS = 30_000;
export const MOST_STORM_PER_SECOND = 500;
export const MOST_STORM_STANDING = 500;
/** Seconds that a lease of the fleet may be granted for: the first is short enough for a talk, the last is the usual one. */
export const FLEET_TTLS = [3, 5, 10] as const;
export type FleetTtl = (typeof FLEET_TTLS)[number];

export const fleetInstanceSchema = z
  .object({
    id: z.string().describe("Names it in requests; `web-1`."),
    service: z.string(),
    datacenter: z.string().nullable().describe("Null where its layout has no place for one."),
    process: z
      .enum(["starting", "running", "paused", "stopping", "stopped"])
      .describe("What the console does with the process; `paused` is SIGSTOP."),
    pid: z.number().nullable(),
    port: z.number().nullable().describe("On 127.0.0.1; null until it listens."),
    since: millisecondsSchema.nullable().describe("When the process was started; null where there is none."),
    ended: z
      .object({ code: z.number().nullable(), signal: z.string().nullable(), at: millisecondsSchema })
      .nullable()
      .describe("How the last process ended; null where one runs, or none ever did."),
    cut: z.boolean().describe("Whether its way to etcd is cut."),
    ttlSeconds: z.number().describe("Of the lease that its process asks for, or asked for last."),
    latencyMs: z.number(),
    errorRate: z.number().describe("Share of requests that it answers with 500, from 0 to 1."),
    registration: z
      .object({
        state: z.enum(["registering", "registered", "unconfirmed", "away", "deregistered"]),
        why: z.string().nullable(),
        error: z.string().nullable().describe("What its last attempt met, in words."),
        key: z.string(),
        leaseId: z.string().nullable(),
        at: millisecondsSchema.describe("When the process has said so."),
      })
      .nullable()
      .describe("What the process last said about itself; a paused, cut or killed one may be wrong by now."),
  })
  .meta({ id: "FleetInstance" });

export const fleetServiceSchema = z
  .object({
    name: z.string(),
    layout: z.string(),
    prefix: z.string(),
    keeping: z.enum(["keep-alive", "re-put", "static"]).describe("How it stays in etcd; `static` is without a lease."),
    dependsOn: z.array(z.string()),
    beginsWith: z.number().describe("Instances after a reset."),
    instances: z.array(fleetInstanceSchema),
  })
  .meta({ id: "FleetService" });

export const fleetSchema = z
  .object({
    state: z.enum(["waiting", "starting", "ready", "resetting", "stopped"]).describe("`waiting`: for etcd."),
    ttlSeconds: z.number(),
    heartbeatSeconds: z.number(),
    mostInstances: z.number().describe("To how many a service can be scaled."),
    services: z.array(fleetServiceSchema),
    storm: z
      .object({ perSecond: z.number(), standing: z.number(), until: millisecondsSchema, pid: z.number().nullable() })
      .nullable(),
    serverTime: millisecondsSchema,
  })
  .meta({ id: "Fleet" });

export type Fleet = z.infer<typeof fleetSchema>;
export type FleetService = z.infer<typeof fleetServiceSchema>;
export type FleetInstance = z.infer<typeof fleetInstanceSchema>;

const ids = z.array(z.string().min(1).max(100)).min(1).max(100).describe("Ids of instances, as `GET /fleet` has them.");

export const fleetInstancesSchema = z.strictObject({ instances: ids }).meta({ id: "FleetInstances" });

const ttlSeconds = z
  .literal(FLEET_TTLS)
  .exactOptional()
  .describe("Of the leases of those that are started by this; 10.");

export const fleetStartSchema = z.strictObject({ instances: ids, ttlSeconds }).meta({ id: "FleetStart" });

export const fleetBehaviourSchema = z
  .strictObject({
    instances: ids,
    latencyMs: z.int().min(0).max(MOST_LATENCY_MS).exactOptional().describe("Added to each answer; 0 ends it."),
    errorRate: z.number().min(0).max(1).exactOptional().describe("From 0 to 1; 0 ends it."),
  })
  .meta({ id: "FleetBehaviour" });

export const fleetScaleSchema = z
  .strictObject({ service: z.string().min(1).max(100), count: z.int().min(0).max(6), ttlSeconds })
  .meta({ id: "FleetScale" });

export const fleetStormSchema = z
  .strictObject({
    perSecond: z.number().min(0).max(MOST_STORM_PER_SECOND).describe("Arrivals and departures together; 0 ends it."),
    standing: z.int().min(1).max(MOST_STORM_STANDING).default(60).describe("How many stand at once."),
    seconds: z.int().min(1).max(600).default(60).describe("It ends by itself after this."),
  })
  .meta({ id: "FleetStorm" });

export const fleetResetSchema = z.strictObject({}).meta({ id: "FleetReset" });

export const fleetProbeQuerySchema = z.strictObject({
  instance: z.string().min(1).max(100).describe("Id of an instance, as `GET /fleet` has it."),
});

export const fleetProbeSchema = z
  .object({
    instance: z.string(),
    at: millisecondsSchema.describe("When it was looked."),
    pid: z.number().nullable().describe("Of its process, or of the last one; null where there never was one."),
    process: z
      .enum(["running", "frozen", "gone"])
      .describe("As the system's process table has it; `frozen` is stopped by SIGSTOP."),
    port: z.number().nullable(),
    accepts: z.boolean().describe("Whether something takes a TCP connection at its port."),
    acceptMs: z.number().nullable(),
    answer: z
      .object({
        status: z.number(),
        ms: z.number(),
        own: z.boolean().describe("Whether its own process answered, and not one that has the port now."),
      })
      .nullable()
      .describe("To `GET /`, within a second; null where none came."),
  })
  .meta({ id: "FleetProbe" });

export type FleetProbe = z.infer<typeof fleetProbeSchema>;
export type FleetBehaviour = z.infer<typeof fleetBehaviourSchema>;
export type FleetStorm = z.infer<typeof fleetStormSchema>;
