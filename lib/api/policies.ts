import { POLICY_IDS } from "@/lib/balancer/policies";
import { serviceInput } from "./actions";
import { adminStateSchema, livenessSchema, revisionSchema } from "./registry";
import { z } from "./zod";

export const MOST_PICKS = 100_000;
export const MOST_NEXT = 200;

export const policyIdSchema = z.enum(POLICY_IDS).meta({ id: "PolicyId" });

export const policiesAnswerSchema = z
  .object({
    policies: z.array(
      z.object({
        id: policyIdSchema,
        title: z.string(),
        summary: z.string().describe("One sentence: how it chooses."),
        hashes: z.boolean().describe("Whether a request's key matters."),
        countsRequests: z.boolean().describe("Whether what is under way matters."),
        weighs: z.boolean().describe("Whether registered weights matter."),
      }),
    ),
    testRequests: z
      .object({
        methods: z.array(z.string()),
        mostRequests: z.number().int(),
        mostAtOnce: z.number().int(),
        mostPerSecond: z.number().int(),
        longestTimeoutMs: z.number().int(),
      })
      .describe("What test requests may do here."),
  })
  .meta({ id: "Policies" });

/** How to choose: of picks and of test requests alike. */
export const choosingFields = {
  service: serviceInput,
  policy: policyIdSchema.default("random"),
  seed: z.number().int().min(0).max(0xffff_ffff).exactOptional().describe("The same seed chooses the same way again."),
  key: z.string().max(1_000).exactOptional().describe("For policies that hash; without one each request has its own."),
  datacenter: z.string().max(255).exactOptional().describe("The caller's: its instances come first."),
  slowStartSeconds: z.number().min(0).max(3_600).default(0),
};

export const picksRequestSchema = z
  .strictObject({
    ...choosingFields,
    count: z.number().int().min(1).max(MOST_PICKS).default(1),
    concurrency: z.number().int().min(1).max(1_000).default(1).describe("How many are taken to be under way at once."),
  })
  .meta({ id: "PicksRequest" });

/** One of those who may be chosen, or why it may not. */
export const rotationMemberSchema = z
  .object({
    id: z.string(),
    instance: z.string(),
    datacenter: z.string().nullable(),
    address: z.string().nullable().describe("host:port; null where none is registered."),
    liveness: livenessSchema,
    adminState: adminStateSchema,
    weight: z.number().describe("At this moment: slow start included."),
    rank: z.enum(["first", "if-none-better", "last-resort", "never"]),
    reason: z.enum(["alive", "static", "late", "overdue", "gone", "draining", "no-weight", "ejected"]),
    share: z.number().describe("Of the requests, in the long run."),
  })
  .meta({ id: "RotationMember" });

export const picksAnswerSchema = z
  .object({
    revision: revisionSchema,
    policy: policyIdSchema,
    seed: z.number().int(),
    members: z.array(rotationMemberSchema.extend({ picked: z.number().int() })),
    next: z.array(z.string()).describe(`In this order; at most ${MOST_NEXT}.`),
    nobody: z.number().int().describe("Picks for which nobody was left."),
  })
  .meta({ id: "Picks" });

export type PoliciesAnswer = z.output<typeof policiesAnswerSchema>;
export type PicksRequest = z.output<typeof picksRequestSchema>;
export type PicksRequestInput = z.input<typeof picksRequestSchema>;
export type PicksAnswer = z.output<typeof picksAnswerSchema>;
export type RotationMember = z.output<typeof rotationMemberSchema>;
