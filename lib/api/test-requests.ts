import { choosingFields, policyIdSchema, rotationMemberSchema } from "./policies";
import { eventTypeSchema, removalFields, revisionSchema } from "./registry";
import { z } from "./zod";

/** What one run may do; what is beyond is refused, not cut. */
export const MOST_REQUESTS = 10_000;
export const MOST_AT_ONCE = 64;
export const MOST_PER_SECOND = 1_000;
export const MOST_RETRIES = 3;
export const LONGEST_TIMEOUT_MS = 30_000;
export const MOST_BODY = 64 * 1_024;
/** Of an answer's body: the rest is not read. */
export const MOST_ANSWER_BYTES = 64 * 1_024;
/** Of that, what is shown. */
export const MOST_SHOWN = 2_000;

export const protocolSchema = z.enum(["http", "https", "tcp", "grpc"]).meta({ id: "TestProtocol" });

const TOKEN = /^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/;
/** They say how a message is carried, which is not the caller's affair. */
const HOP_BY_HOP = [
  "connection",
  "content-length",
  "keep-alive",
  "proxy-connection",
  "te",
  "trailer",
  "transfer-encoding",
  "upgrade",
  "expect",
];

const headersSchema = z
  .record(
    z
      .string()
      .max(200)
      .regex(TOKEN, "is not the name of a header")
      .refine((name) => !HOP_BY_HOP.includes(name.toLowerCase()), "is set by the connection itself"),
    z
      .string()
      .max(4_000)
      .regex(/^[\t\x20-\x7e\x80-\xff]*$/, "holds characters that a header cannot hold"),
  )
  .refine((headers) => Object.keys(headers).length <= 50, "must be at most 50");

export const testRequestsSchema = z
  .strictObject({
    ...choosingFields,
    against: z
      .array(policyIdSchema)
      .max(4)
      .default([])
      .describe("Policies that send the same, at the same time and with the same seed, beside it."),
    count: z.number().int().min(1).max(MOST_REQUESTS).default(100).describe("Requests of each policy."),
    concurrency: z.number().int().min(1).max(MOST_AT_ONCE).default(4).describe("How many of them at once."),
    perSecond: z.number().min(0.1).max(MOST_PER_SECOND).default(200).describe("Begun in a second, at most."),
    protocol: protocolSchema.default("http").describe("`tcp` only connects; `grpc` asks grpc.health.v1.Health."),
    method: z.string().max(20).regex(TOKEN, "is not a method").default("GET"),
    path: z
      .string()
      .max(4_000)
      .regex(/^\/[\x21-\x7e]*$/, "must begin with / and hold no spaces")
      .default("/"),
    headers: headersSchema.default({}),
    body: z.string().max(MOST_BODY).exactOptional(),
    timeoutMs: z.number().int().min(10).max(LONGEST_TIMEOUT_MS).default(2_000).describe("Of one attempt, in all."),
    retries: z.number().int().min(0).max(MOST_RETRIES).default(1).describe("On another instance, where it is safe."),
    ejection: z.boolean().default(true).describe("Whether instances that keep failing are left out for a while."),
  })
  .meta({ id: "TestRequests" });

export const CAUSES = [
  "refused",
  "timed-out",
  "reset",
  "unreachable",
  "dns",
  "tls",
  "protocol",
  "status",
  "not-serving",
  "not-allowed",
  "no-endpoint",
  "no-instance",
  "other",
] as const;
export const failureCauseSchema = z.enum(CAUSES).meta({ id: "FailureCause" });

const atMs = z.number().describe("Milliseconds since the run began.");
const lane = z.number().int().describe("0: `policy`; 1 and up: `against`, in its order.");

export const startLineSchema = z.object({
  kind: z.literal("start"),
  at: z.number().describe("Milliseconds since 1970."),
  service: z.string(),
  policies: z.array(policyIdSchema),
  seed: z.number().int(),
  count: z.number().int(),
  revision: revisionSchema,
});
/** Who takes part from now on. Shares are the policy's promise as long as this rotation lasts. */
export const rotationLineSchema = z.object({
  kind: z.literal("rotation"),
  lane,
  atMs,
  rotation: z.number().int(),
  revision: revisionSchema,
  members: z.array(rotationMemberSchema),
});
export const attemptLineSchema = z.object({
  kind: z.literal("attempt"),
  lane,
  request: z.number().int().describe("From 0."),
  attempt: z.number().int().describe("1, or more for retries."),
  rotation: z.number().int().describe("By which it was chosen."),
  instance: z.string().nullable().describe("Its id; null where nobody was left."),
  atMs: atMs.describe("When it began."),
  latencyMs: z.number(),
  outcome: z.enum(["answered", "failed"]),
  cause: failureCauseSchema.nullable().describe("Why it failed. `status`: answered with 5xx."),
  status: z.union([z.number(), z.string()]).nullable().describe("HTTP's, or what gRPC's health says."),
  message: z.string().nullable().describe("Why it failed, in words."),
  retried: z.boolean().describe("Whether another attempt follows."),
  bytes: z.number().describe("Of the body, as far as it was read."),
  shown: z.string().nullable().describe("The body's beginning as text; only with the first answer of its kind."),
});
/** Something happened to the registry, or to an instance in this run. */
export const changeLineSchema = z.object({
  kind: z.literal("change"),
  atMs,
  id: z.string().describe("Told again under the same id when more is known."),
  what: z.union([eventTypeSchema, z.enum(["overdue", "ejected", "returned"])]),
  lane: lane.nullable().describe("Of ejections; null for what happened to the registry."),
  instance: z.string().nullable(),
  name: z.string().nullable(),
  ...z.object(removalFields).partial().shape,
  words: z.string(),
  revision: revisionSchema.nullable(),
});
export const summaryLineSchema = z.object({
  kind: z.literal("summary"),
  ended: z.enum(["done", "time"]).describe("`time`: it took too long and was ended."),
  elapsedMs: z.number(),
  lanes: z.array(
    z.object({
      policy: policyIdSchema,
      requests: z.number().int(),
      answered: z.number().int(),
      failed: z.number().int(),
      retries: z.number().int(),
      ejections: z.number().int(),
      latencyMs: z
        .object({ p50: z.number(), p90: z.number(), p99: z.number(), max: z.number() })
        .nullable()
        .describe("Of answered attempts."),
      statuses: z.record(z.string(), z.number()),
      causes: z.record(z.string(), z.number()).describe("Of failed attempts."),
      instances: z.array(
        z.object({
          id: z.string(),
          picked: z.number().int().describe("First attempts."),
          expected: z.number().describe("First attempts that the policy promised."),
          retried: z.number().int().describe("Later attempts."),
          answered: z.number().int(),
          failed: z.number().int(),
        }),
      ),
    }),
  ),
});

export const testLineSchema = z
  .discriminatedUnion("kind", [
    startLineSchema,
    rotationLineSchema,
    attemptLineSchema,
    changeLineSchema,
    summaryLineSchema,
  ])
  .meta({ id: "TestLine" });

export type TestProtocol = z.output<typeof protocolSchema>;
export type TestRequests = z.output<typeof testRequestsSchema>;
export type TestRequestsInput = z.input<typeof testRequestsSchema>;
export type FailureCause = z.output<typeof failureCauseSchema>;
export type TestLine = z.output<typeof testLineSchema>;
export type AttemptLine = z.output<typeof attemptLineSchema>;
export type ChangeLine = z.output<typeof changeLineSchema>;
export type RotationLine = z.output<typeof rotationLineSchema>;
export type SummaryLine = z.output<typeof summaryLineSchema>;
