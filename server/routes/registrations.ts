import type { z } from "zod";
import {
  deregisteredSchema,
  deregisterQuerySchema,
  type HeldAnswer,
  type HeldChange,
  type HeldRegistration,
  heldAnswerSchema,
  heldChangeSchema,
  heldKeySchema,
  registrationAnswerSchema,
  registrationQuerySchema,
  registrationSchema,
} from "@/lib/api/registrations";
import type { Action } from "@/server/actions/action";
import { deregister } from "@/server/actions/deregister";
import { pauseHold, releaseHold, resumeHold } from "@/server/actions/hold";
import { previewRegistration } from "@/server/actions/preview-registration";
import { register } from "@/server/actions/register";
import type { ApiContext } from "./context";
import { type Nothing, type Route, route } from "./route";

const registerRoute = route<ApiContext, Nothing, typeof registrationQuerySchema, typeof registrationSchema>({
  method: "POST",
  path: "/registrations",
  id: "register",
  summary: "Register an instance by hand; with `dryRun` only the bytes that would be written",
  role: "operator",
  writes: true,
  query: registrationQuerySchema,
  body: registrationSchema,
  answer: { status: 201, description: "It is registered (200: what would be).", schema: registrationAnswerSchema },
  async handle({ body, query, actor }, { actions, world }) {
    if (query.dryRun) return { kind: "json", body: await previewRegistration(body, query, world) };
    return { kind: "json", status: 201, body: await actions.perform(register, body, actor) };
  },
});

type HoldAction = Action<z.output<typeof heldKeySchema>, HeldRegistration, HeldChange>;

const heldRoute = route<ApiContext>({
  method: "GET",
  path: "/registrations",
  id: "listHeld",
  summary: "What the console registered by hand and keeps alive",
  role: "viewer",
  answer: { status: 200, description: "By key.", schema: heldAnswerSchema },
  handle(_input, { world, clock }) {
    const body: HeldAnswer = {
      registrations: world.held.list(),
      note: "They end when the console ends: it deregisters them, and where it is killed their leases run out.",
      serverTime: clock.now(),
    };
    return { kind: "json", body };
  },
});

function holdRoute(verb: string, summary: string, action: HoldAction): Route<ApiContext> {
  return route<ApiContext, Nothing, Nothing, typeof heldKeySchema>({
    method: "POST",
    path: `/registrations/${verb}`,
    id: `${verb}Registration`,
    summary,
    role: "operator",
    writes: true,
    body: heldKeySchema,
    answer: { status: 200, description: "The registration as it is now.", schema: heldChangeSchema },
    problems: ["not-found"],
    handle: async ({ body, actor }, { actions }) => ({
      kind: "json",
      body: await actions.perform(action, body, actor),
    }),
  });
}

const deregisterRoute = route<ApiContext, Nothing, typeof deregisterQuerySchema>({
  method: "DELETE",
  path: "/registrations",
  id: "deregister",
  summary: "Take out what the console holds, as its owner would",
  role: "operator",
  writes: true,
  query: deregisterQuerySchema,
  answer: { status: 200, description: "It is gone.", schema: deregisteredSchema },
  problems: ["not-found"],
  handle: async ({ query, actor }, { actions }) => ({
    kind: "json",
    body: await actions.perform(deregister, query, actor),
  }),
});

export const registrationRoutes: readonly Route<ApiContext>[] = [
  registerRoute,
  heldRoute,
  holdRoute("pause", "Stop its heartbeats, to rehearse an expiry", pauseHold),
  holdRoute("resume", "Send heartbeats again, while its lease lives", resumeHold),
  holdRoute("release", "Let go of it: nobody keeps its lease alive any more", releaseHold),
  deregisterRoute,
];
