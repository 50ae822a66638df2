import {
  type DrainsAnswer,
  drainedSchema,
  drainingSchema,
  drainsAnswerSchema,
  resumedSchema,
  resumeQuerySchema,
} from "@/lib/api/drains";
import { registeredSince } from "@/lib/registry/select";
import { drain } from "@/server/actions/drain";
import { resume } from "@/server/actions/resume";
import { type ApiContext, presentView } from "./context";
import { byText } from "./cursor";
import { type Nothing, route } from "./route";

export const drainsRoute = route<ApiContext>({
  method: "GET",
  path: "/drains",
  id: "listDrains",
  summary: "What is out of rotation, by key",
  role: "viewer",
  answer: { status: 200, description: "Every mark whose time has not run out.", schema: drainsAnswerSchema },
  problems: ["not-ready"],
  handle(_input, context) {
    const view = presentView(context);
    const drains = [...view.drains.values()].sort((a, b) => byText(a.key, b.key));
    const body: DrainsAnswer = {
      revision: view.revision,
      drains: drains.map((mark) => {
        const instance = view.instances.get(mark.key);
        return {
          ...mark,
          service: instance?.service ?? null,
          instance: instance?.instance ?? null,
          present: instance !== undefined,
          registeredSince: instance !== undefined && registeredSince(mark, instance),
        };
      }),
    };
    return { kind: "json", body };
  },
});

export const drainRoute = route<ApiContext, Nothing, Nothing, typeof drainingSchema>({
  method: "POST",
  path: "/drains",
  id: "drain",
  summary: "Take an instance out of rotation, without touching its registration",
  role: "operator",
  writes: true,
  body: drainingSchema,
  answer: { status: 200, description: "It is marked.", schema: drainedSchema },
  problems: ["guarded"],
  handle: async ({ body, actor }, { actions }) => ({ kind: "json", body: await actions.perform(drain, body, actor) }),
});

export const resumeRoute = route<ApiContext, Nothing, typeof resumeQuerySchema>({
  method: "DELETE",
  path: "/drains",
  id: "resume",
  summary: "Put it back into rotation",
  role: "operator",
  writes: true,
  query: resumeQuerySchema,
  answer: { status: 200, description: "The mark is gone.", schema: resumedSchema },
  problems: ["not-found"],
  handle: async ({ query, actor }, { actions }) => ({
    kind: "json",
    body: await actions.perform(resume, query, actor),
  }),
});
