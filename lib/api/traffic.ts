import { millisecondsSchema } from "./registry";
import { z } from "./zod";

/** By which way a request was seen: only what this console sends, hands on, or is told by its own fleet. */
export const TRAFFIC_WAYS = ["gateway", "test-requests", "fleet"] as const;

export const callerSchema = z
  .object({ service: z.string(), instance: z.string().nullable().describe("Null until it has registered.") })
  .nullable()
  .describe("Null where the request came from outside the registry.");

export const trafficSchema = z
  .object({
    way: z
      .enum(TRAFFIC_WAYS)
      .describe(
        "`gateway`: through the console's own; `test-requests`: sent by it; `fleet`: one of its demo fleet said so.",
      ),
    caller: callerSchema,
    service: z.string(),
    instance: z.string().describe("The id of who was asked."),
    answered: z.number().int(),
    failed: z.number().int().describe("No answer, or one of 500 and above."),
  })
  .meta({ id: "Traffic" });

export const trafficAnswerSchema = z
  .object({
    serverTime: millisecondsSchema,
    since: millisecondsSchema.describe("When the console began to count. Another value: every count began anew."),
    traffic: z.array(trafficSchema).describe("Requests counted since then. Who wants a rate asks twice."),
  })
  .meta({ id: "TrafficAnswer" });

export type Traffic = z.infer<typeof trafficSchema>;
export type TrafficWay = Traffic["way"];
export type TrafficAnswer = z.infer<typeof trafficAnswerSchema>;
