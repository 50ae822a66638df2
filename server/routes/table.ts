import { z } from "zod";
import { auditRoute } from "./audit";
import { picksRoute, policiesRoute } from "./balancer";
import { connectionRoute } from "./connection";
import type { ApiContext } from "./context";
import { drainRoute, drainsRoute, resumeRoute } from "./drains";
import { eventsRoute } from "./events";
import { evictRoute, previewEvictionRoute, restorablesRoute, restoreRoute } from "./evictions";
import { fleetRoutes } from "./fleet";
import { guardsRoute } from "./guards";
import { hygieneRoute } from "./hygiene";
import { exportRoute, importRoute } from "./imports";
import { instancesRoute } from "./instances";
import { keysRoute } from "./keys";
import { layoutsRoute } from "./layouts";
import { leasesRoute } from "./leases";
import { memberRoutes } from "./members";
import { dismissRoute, minimumRoute } from "./minimums";
import { openApiDocument } from "./openapi";
import { registrationRoutes } from "./registrations";
import { type Route, route } from "./route";
import { serviceRoute, servicesRoute } from "./services";
import { sightingsRoute } from "./sightings";
import { snapshotRoute } from "./snapshot";
import { statusRoute } from "./status";
import { testRequestsRoute } from "./test-requests";
import { trafficRoute } from "./traffic";
import { unrecognizedRoute } from "./unrecognized";

const openApiRoute = route<ApiContext>({
  method: "GET",
  path: "/openapi.json",
  id: "getOpenApi",
  summary: "This API as an OpenAPI 3.1 document",
  role: "viewer",
  answer: { status: 200, description: "The document.", schema: z.looseObject({ openapi: z.string() }) },
  handle(_input, { boot }) {
    const { version, fleet, embeddedMembers } = boot();
    return { kind: "json", body: openApiDocument(rowsFor({ fleet, members: embeddedMembers > 1 }), version) };
  },
});

/** Every route under /api/v1. Adding one: a file beside this one, its schemas in lib/api, a line here. */
export const routes: readonly Route<ApiContext>[] = [
  statusRoute,
  connectionRoute,
  snapshotRoute,
  servicesRoute,
  serviceRoute,
  instancesRoute,
  keysRoute,
  leasesRoute,
  hygieneRoute,
  eventsRoute,
  unrecognizedRoute,
  layoutsRoute,
  previewEvictionRoute,
  evictRoute,
  restorablesRoute,
  restoreRoute,
  guardsRoute,
  drainsRoute,
  drainRoute,
  resumeRoute,
  ...registrationRoutes,
  importRoute,
  exportRoute,
  minimumRoute,
  dismissRoute,
  auditRoute,
  policiesRoute,
  picksRoute,
  testRequestsRoute,
  trafficRoute,
  sightingsRoute,
  openApiRoute,
];

/** The table of a console that has these. What it does not have has no rows. */
export function rowsFor({ fleet, members }: { fleet: boolean; members: boolean }): readonly Route<ApiContext>[] {
  return [...routes, ...(fleet ? fleetRoutes : []), ...(members ? memberRoutes : [])];
}
