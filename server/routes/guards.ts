import { guardsAnswerSchema, guardsRequestSchema } from "@/lib/api/guards";
import { previewGuards } from "@/server/actions/preview-guards";
import type { ApiContext } from "./context";
import { type Nothing, route } from "./route";

export const guardsRoute = route<ApiContext, Nothing, Nothing, typeof guardsRequestSchema>({
  method: "POST",
  path: "/guards",
  id: "previewGuards",
  summary: "What the guards would say of many evictions or drains, sent one after another; nothing is written",
  role: "viewer",
  body: guardsRequestSchema,
  answer: {
    status: 200,
    description: "Which would be done, which refused, and what remains.",
    schema: guardsAnswerSchema,
  },
  handle: ({ body, actor }, { world }) => ({ kind: "json", body: previewGuards(body, actor, world) }),
});
