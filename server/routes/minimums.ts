import { dismissalSchema, dismissedSchema, minimumAnswerSchema, minimumRequestSchema } from "@/lib/api/minimums";
import { dismiss } from "@/server/actions/dismiss";
import { setMinimum } from "@/server/actions/set-minimum";
import type { ApiContext } from "./context";
import { type Nothing, route } from "./route";

export const minimumRoute = route<ApiContext, Nothing, Nothing, typeof minimumRequestSchema>({
  method: "PUT",
  path: "/minimums",
  id: "setMinimum",
  summary: "Say how many instances a service is expected to have in service",
  role: "operator",
  writes: true,
  body: minimumRequestSchema,
  answer: { status: 200, description: "The minimum as it is now.", schema: minimumAnswerSchema },
  problems: ["not-found"],
  handle: async ({ body, actor }, { actions }) => ({
    kind: "json",
    body: await actions.perform(setMinimum, body, actor),
  }),
});

export const dismissRoute = route<ApiContext, Nothing, Nothing, typeof dismissalSchema>({
  method: "POST",
  path: "/tombstones/dismiss",
  id: "dismiss",
  summary: "Take off the screen what is gone; a service at zero is no longer expected then",
  role: "operator",
  writes: true,
  body: dismissalSchema,
  answer: { status: 200, description: "What left the screen.", schema: dismissedSchema },
  handle: async ({ body, actor }, { actions }) => ({ kind: "json", body: await actions.perform(dismiss, body, actor) }),
});
