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
  handle({ query }, context) {
    const view = presentView(context);
    const fits = context.services.of(view).filter(compile(query.q ?? NOTHING_ASKED, serviceLanguage).matches);
    const page = pageOf(fits, (service) => service.name, query);
    const body: ServicesAnswer = {
      revision: view.revision,
      services: page.items.map(serviceEntry),
      nextCursor: page.nextCursor,
    };
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
  handle({ params }, context) {
    const view = presentView(context);
    const found = findService(context.services.of(view), params.service);
    if (!found)
      throw new Problem("not-found", `No service of this name is registered: ${JSON.stringify(params.service)}.`);
    const body: ServiceAnswer = {
      revision: view.revision,
      service: serviceEntry(found),
      instances: rowsOfService(found).map((row) => instanceEntry(row, leaseOf(view, row.instance))),
    };
    return { kind: "json", body };
  },
});

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
