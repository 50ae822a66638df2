import type { Snapshot } from "@/lib/live/protocol";
import { leaseReadingSchema } from "./leases";
import {
  drainSchema,
  instanceSchema,
  millisecondsSchema,
  minimumSchema,
  tombstoneSchema,
  unrecognizedKeySchema,
} from "./registry";
import { liveStatusSchema } from "./status";
import { z } from "./zod";

/** Everything a client needs to continue from: lib/live/protocol.ts describes what comes after it. */
export const snapshotSchema = z
  .object({
    protocol: z.number().int(),
    epoch: z.string(),
    seq: z.number().int(),
    revision: z.string(),
    serverTime: millisecondsSchema,
    instances: z.array(instanceSchema),
    tombstones: z.array(tombstoneSchema),
    unrecognized: z.array(unrecognizedKeySchema),
    leases: z.array(leaseReadingSchema).describe("Of every lease that was observed."),
    drains: z.array(drainSchema),
    minimums: z.array(minimumSchema),
    status: liveStatusSchema,
  })
  .meta({ id: "Snapshot" }) satisfies z.ZodType<Snapshot>;
