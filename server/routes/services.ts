import {
  type ServiceAnswer,
  type ServiceEntry,
  type ServicesAnswer,
  serviceAnswerSchema,
  serviceParamsSchema,
  servicesAnswerSchema,
  servicesQuerySchema,
} from "@/lib/api/services";
import { Problem } from "@/lib/errors";
import { NOTHING_ASKED } from "@/lib/query/ast";
import { compile } from "@/lib/query/compile";
import { serviceLanguage } from "@/lib/query/languages/services";
import { leaseOf, type ServiceSummary } from "@/lib/registry/select";
import { findService } from "@/lib/registry/summaries";
import type { View } from "@/lib/registry/view";
import { jsonInPieces } from "@/server/http/reply";
import { type ApiContext, presentView } from "./context";
import { pageOf } from "./cursor";
import { instanceEntry, rowsOfService } from "./instance-entry";
import { type Nothing, route } from "./route";

export const servicesRoute = route<ApiContext, Nothing, typeof servicesQuerySchema>({
  method: "GET",
  path: "/services",
  id: "listServices",
  summary: "Services by name, with the counts of their instances",
  role: "viewer",
  query: servicesQuerySchema,
  answer: { status: 200, description: "A page of services.", schema: servicesAnswerSchema },
  problems: ["not-ready"],
  cost: "scan",
  async handle({ query, pace }, context) {
    const view = presentView(context);
    const { items: services, nextCursor } = await pageOf(context.services.of(view), {
      sortKey: (service) => service.name,
      fits: compile(query.q ?? NOTHING_ASKED, serviceLanguage).matches,
      entry: serviceEntry,
      page: query,
      pace,
    });
    const body: ServicesAnswer = { revision: view.revision, services, nextCursor };
    return { kind: "json", body };
  },
});

export const serviceRoute = route<ApiContext, typeof serviceParamsSchema>({
  method: "GET",
  path: "/services/:service",
  id: "getService",
  summary: "One service with its instances, those that left a while ago included",
  role: "viewer",
  params: serviceParamsSchema,
  answer: { status: 200, description: "The service.", schema: serviceAnswerSchema },
  problems: ["not-ready", "not-found"],
  cost: "stream",
  handle({ params }, context) {
    const view = presentView(context);
    const found = findService(context.services.of(view), params.service);
    if (!found)
      throw new Problem("not-found", `No service of this name is registered: ${JSON.stringify(params.service)}.`);
    const head: Omit<ServiceAnswer, "instances"> = { revision: view.revision, service: serviceEntry(found) };
    return jsonInPieces(head, "instances", entriesOf(found, view));
  },
});

function* entriesOf(service: ServiceSummary, view: View): Generator<ServiceAnswer["instances"][number]> {
  for (const row of rowsOfService(service)) yield instanceEntry(row, leaseOf(view, row.instance));
}

function serviceEntry({
  name,
  counts,
  total,
  draining,
  inService,
  datacenters,
  namespaces,
  layouts,
  minimum,
}: ServiceSummary): ServiceEntry {
  const entry = { name, counts, total, draining, inService, datacenters, namespaces, layouts };
  return minimum === null ? entry : { ...entry, minimum };
}
