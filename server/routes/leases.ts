import { type LeaseEntry, type LeasesAnswer, leasesAnswerSchema, leasesQuerySchema } from "@/lib/api/leases";
import { leaseHex } from "@/lib/leases/lease-hex";
import { NOTHING_ASKED } from "@/lib/query/ast";
import { compile } from "@/lib/query/compile";
import { type LeaseSubject, leaseLanguage } from "@/lib/query/languages/leases";
import { both, typedTerms } from "@/lib/query/print";
import type { View } from "@/lib/registry/view";
import { type ApiContext, presentView } from "./context";
import { pageOf } from "./cursor";
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
  cost: "scan",
  async handle({ query, pace }, context) {
    const view = presentView(context);
    const { q = NOTHING_ASKED, id: lease, service, key, liveness } = query;
    const asked = both(q, typedTerms({ lease, service, key, liveness }));
    const { items: leases, nextCursor } = await pageOf(subjectsOf(view, context), {
      sortKey: (subject) => subject.id,
      fits: compile(asked, leaseLanguage).matches,
      entry: (subject) => leaseEntry(subject, context.leases),
      page: query,
      pace,
    });
    const body: LeasesAnswer = { revision: view.revision, lane: context.leases.lane(), leases, nextCursor };
    return { kind: "json", body };
  },
});

/** The ids of one moment; what hangs on each is looked up when it is its turn. */
function* subjectsOf(view: View, { leases }: Pick<ApiContext, "leases">): Generator<LeaseSubject> {
  for (const id of [...leases.leaseIds()])
    yield {
      id,
      hex: leaseHex(id),
      state: leases.reading(id)?.liveness ?? "alive",
      instances: Array.from(leases.instancesOf(id), (one) => view.instances.get(one)).filter(
        (one) => one !== undefined,
      ),
    };
}

function leaseEntry({ id, hex, instances }: LeaseSubject, leases: ApiContext["leases"]): LeaseEntry {
  const reading = leases.reading(id);
  const { leaseId: _id, ...observation } = reading ?? { leaseId: id };
  return {
    id,
    hex,
    keys: distinct(instances.flatMap(({ keys }) => keys)),
    instances: distinct(instances.map((instance) => instance.id)),
    services: distinct(instances.map(({ service }) => service)),
    observation: reading ? (observation as NonNullable<LeaseEntry["observation"]>) : null,
  };
}

function distinct(values: readonly string[]): string[] {
  return [...new Set(values)].sort();
}
