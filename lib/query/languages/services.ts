import { type InstanceRow, rowOfService, rowOfTombstone, type ServiceSummary } from "@/lib/registry/select";
import type { Part } from "../ast";
import { nest } from "../compile";
import type { Language } from "../language";
import { asksForGone, instanceLanguage } from "./instances";

/** A service is found where one of its instances fits everything that is asked about instances. */
export const serviceLanguage: Language<ServiceSummary> = {
  list: "services",
  wordsIn: "name, datacenter, namespace and layout",
  fields: [
    {
      name: "service",
      means: "the name of the service",
      example: "service:web",
      kind: "text",
      offered: true,
      of: ({ name }) => name,
    },
    {
      name: "instances",
      means: "how many are present",
      example: "instances:<2",
      kind: "number",
      of: ({ total }) => total,
    },
    {
      name: "minimum",
      means: "how many are expected",
      example: "minimum:>=3",
      kind: "number",
      of: ({ minimum }) => minimum,
    },
  ],
  nested: nest(instanceLanguage, rowsOf),
  lines: ({ name, datacenters, namespaces, layouts }) =>
    [name, ...datacenters, ...namespaces, ...layouts].join("\n").toLowerCase(),
};

/** Those present; those gone only where they are asked for, or where nobody is left. */
function* rowsOf(service: ServiceSummary, asked: readonly Part[]): Generator<InstanceRow> {
  for (const instance of service.instances) yield rowOfService(service, instance);
  if (service.total === 0 || asksForGone(asked)) for (const one of service.tombstones) yield rowOfTombstone(one);
}
