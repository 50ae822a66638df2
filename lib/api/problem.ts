import { PROBLEMS, type ProblemCode } from "@/lib/errors";
import { guardVerdictSchema } from "./actions";
import { z } from "./zod";

const codes = Object.keys(PROBLEMS) as [ProblemCode, ...ProblemCode[]];

/** What every error answers (RFC 9457), as `application/problem+json`. */
export const problemSchema = z
  .object({
    type: z.string().describe("A reference that names the kind of problem: `urn:rollcall:problem:{code}`."),
    title: z.string(),
    status: z.number().int(),
    detail: z.string().describe("A sentence that says what to do."),
    code: z.enum(codes).describe("Stable; programs decide by it."),
    instance: z.string().describe("The request's id, also in `X-Request-Id` and in the log."),
    fields: z
      .array(
        z.object({
          field: z.string(),
          message: z.string(),
          span: z
            .tuple([z.number(), z.number()])
            .exactOptional()
            .describe("Where in a query: UTF-16 units from its beginning, the end exclusive."),
        }),
      )
      .exactOptional()
      .describe("What is wrong, parameter by parameter."),
    guards: z.array(guardVerdictSchema).exactOptional().describe("For `guarded`: the rules that refused."),
    auditId: z.string().exactOptional().describe("The entry of the trail that records what was tried."),
    current: z.unknown().exactOptional().describe("For `conflict`: what is there now."),
  })
  .meta({ id: "Problem" });

export type ProblemAnswer = z.infer<typeof problemSchema>;
