import { millisecondsSchema } from "./registry";
import { callerSchema, TRAFFIC_WAYS } from "./traffic";
import { z } from "./zod";

/** Why a request to an instance failed, as far as whoever sent it could tell. */
export const SIGHTING_KINDS = [
  "refused",
  "timed-out",
  "reset",
  "unreachable",
  "dns",
  "tls",
  "protocol",
  "status",
  "not-serving",
  "other",
] as const;

export const sightingSchema = z
  .object({
    service: z.string(),
    instance: z.string().describe("The id of who was asked."),
    answered: z.number().int().describe("Within the window, now."),
    failed: z.number().int().describe("Within the window, now: no answer, or one of 500 and above."),
    answeredAt: millisecondsSchema.nullable().describe("When it answered last; null: never since the console began."),
    lastFailure: z.object({
      at: millisecondsSchema,
      way: z.enum(TRAFFIC_WAYS),
      caller: callerSchema,
      request: z
        .string()
        .nullable()
        .describe("What was tried, without a query: `GET /`, `TCP connection`. Null for a call through the gateway."),
      kind: z.enum(SIGHTING_KINDS),
      status: z.number().int().nullable().describe("Of kind `status`: HTTP's."),
    }),
  })
  .meta({ id: "Sighting" });

export const sightingsAnswerSchema = z
  .object({
    serverTime: millisecondsSchema,
    windowMs: z.number().int(),
    sightings: z
      .array(sightingSchema)
      .describe("Instances to which a request failed within the last ten minutes. Never what decides liveness."),
  })
  .meta({ id: "Sightings" });

export type Sighting = z.infer<typeof sightingSchema>;
export type SightingKind = Sighting["lastFailure"]["kind"];
export type SightingsAnswer = z.infer<typeof sightingsAnswerSchema>;
