import type { z } from "zod";
import {
  fleetBehaviourSchema,
  fleetInstancesSchema,
  fleetProbeQuerySchema,
  fleetProbeSchema,
  fleetResetSchema,
  fleetScaleSchema,
  fleetSchema,
  fleetStartSchema,
  fleetStormSchema,
} from "@/lib/api/fleet";
import { Problem } from "@/lib/errors";
import type { Fleet } from "@/server/demo/fleet";
import type { ApiContext } from "./context";
import { type Nothing, type Route, route } from "./route";

/** Rows of the table only where the console has a fleet of its own. */
function fleetOf({ fleet }: ApiContext): Fleet {
  if (fleet) return fleet;
  throw new Problem("not-found", "This console has no demo fleet.");
}

const answer = { status: 200, description: "The fleet as it is now.", schema: fleetSchema };

const show = route<ApiContext>({
  method: "GET",
  path: "/fleet",
  id: "getFleet",
  summary: "The demo fleet: its processes, and what they say about their registrations",
  role: "viewer",
  answer,
  handle: (_input, context) => ({ kind: "json", body: fleetOf(context).view() }),
});

const probe = route<ApiContext, Nothing, typeof fleetProbeQuerySchema>({
  method: "GET",
  path: "/fleet/probe",
  id: "probeFleet",
  summary: "Whether a process of the fleet runs, takes connections and answers, looked at now",
  role: "viewer",
  query: fleetProbeQuerySchema,
  answer: { status: 200, description: "What was found.", schema: fleetProbeSchema },
  problems: ["not-found"],
  handle: async ({ query }, context) => ({ kind: "json", body: await fleetOf(context).probe(query.instance) }),
});

/** A row that does something to the fleet and answers what it is like afterwards. */
function order<Body extends z.ZodType>(
  verb: string,
  summary: string,
  body: Body,
  act: (fleet: Fleet, body: z.output<Body>) => Promise<void> | void,
): Route<ApiContext> {
  return route<ApiContext, Nothing, Nothing, Body>({
    method: "POST",
    path: `/fleet/${verb}`,
    id: `${verb}Fleet`,
    summary,
    role: "operator",
    body,
    answer,
    problems: ["not-found", "conflict", "not-ready"],
    async handle(input, context) {
      const fleet = fleetOf(context);
      await act(fleet, input.body);
      return { kind: "json", body: fleet.view() };
    },
  });
}

export const fleetRoutes: readonly Route<ApiContext>[] = [
  show,
  probe,
  order("start", "Start processes that do not run", fleetStartSchema, (fleet, { instances, ttlSeconds }) =>
    fleet.start(instances, ttlSeconds),
  ),
  order("stop", "SIGTERM: they deregister and end; SIGKILL after 5 s", fleetInstancesSchema, (fleet, { instances }) =>
    fleet.stop(instances),
  ),
  order("kill", "SIGKILL: they end without a word, and their leases run out", fleetInstancesSchema, (fleet, body) =>
    fleet.kill(body.instances),
  ),
  order("pause", "SIGSTOP: they freeze, and their leases run out", fleetInstancesSchema, (fleet, { instances }) =>
    fleet.pause(instances),
  ),
  order("resume", "SIGCONT: they go on, and register again if need be", fleetInstancesSchema, (fleet, { instances }) =>
    fleet.resume(instances),
  ),
  order("cut", "Cut their way to etcd; they still answer requests", fleetInstancesSchema, (fleet, { instances }) =>
    fleet.cut(instances),
  ),
  order("mend", "Mend their way to etcd", fleetInstancesSchema, (fleet, { instances }) => fleet.mend(instances)),
  order("latency", "Let them answer late, or fail some requests", fleetBehaviourSchema, (fleet, body) =>
    fleet.behave(body),
  ),
  order("scale", "Start or stop instances of a service until it has this many", fleetScaleSchema, (fleet, body) =>
    fleet.scale(body.service, body.count, body.ttlSeconds),
  ),
  order("storm", "Let registrations come and go at a set rate", fleetStormSchema, (fleet, body) => fleet.storm(body)),
  order("reset", "Back to the beginning; leases are revoked, not waited for", fleetResetSchema, (fleet) =>
    fleet.reset(),
  ),
];
