import { type LeaseEntry, type LeasesAnswer, leasesAnswerSchema, leasesQuerySchema } from "@/lib/api/leases";
import { leaseHex } from "@/lib/leases/lease-hex";
import type { Instance, LeaseId } from "@/lib/registry/types";
import type { View } from "@/lib/registry/view";
import { type ApiContext, presentView } from "./context";
import { byText, pageOf } from "./cursor";
import { type Nothing, route } from "./route";

export const leasesRoute = route<ApiContext, Nothing, typeof leasesQuerySchema>({
  method: "GET",
  path: "/leases",
  id: "listLeases",
  summary: "Leases that hold instances: deadline, rhythm and beats as they were observed",
  role: "viewer",
  query: leasesQuerySchema,
  answer: { status: 200, description: "A page of leases.", schema: leasesAnswerSchema },
  problems: ["not-ready"],
  handle({ query }, context) {
    const view = presentView(context);
    const { id, service, key, liveness } = query;
    const fits = leasesOf(view, context)
      .filter(
        (lease) =>
          (id === undefined || lease.id === id) &&
          (!service || lease.services.some((name) => service.includes(name))) &&
          (key === undefined || lease.keys.includes(key) || lease.instances.includes(key)) &&
          (!liveness || liveness.includes(lease.observation?.liveness ?? "alive")),
      )
      .sort((a, b) => byText(a.id, b.id));
    const page = pageOf(fits, (lease) => lease.id, query);
    const body: LeasesAnswer = {
      revision: view.revision,
      lane: context.leases.lane(),
      leases: page.items,
      nextCursor: page.nextCursor,
    };
    return { kind: "json", body };
  },
});

export function leasesOf(view: View, { leases }: Pick<ApiContext, "leases">): LeaseEntry[] {
  return [...leases.leaseIds()].map((id) => leaseEntry(id, view, leases));
}

function leaseEntry(id: LeaseId, view: View, leases: ApiContext["leases"]): LeaseEntry {
  const held = [...leases.instancesOf(id)].flatMap((one): Instance[] => {
    const instance = view.instances.get(one);
    return instance ? [instance] : [];
  });
  const reading = leases.reading(id);
  const { leaseId: _id, ...observation } = reading ?? { leaseId: id };
  return {
    id,
    hex: leaseHex(id),
    keys: distinct(held.flatMap((instance) => instance.keys)),
    instances: distinct(held.map((instance) => instance.id)),
    services: distinct(held.map((instance) => instance.service)),
    observation: reading ? (observation as NonNullable<LeaseEntry["observation"]>) : null,
  };
}

function distinct(values: readonly string[]): string[] {
  return [...new Set(values)].sort();
}
