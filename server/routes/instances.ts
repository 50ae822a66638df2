import { type InstancesAnswer, instancesAnswerSchema, instancesQuerySchema } from "@/lib/api/instances";
import { NOTHING_ASKED } from "@/lib/query/ast";
import { compile } from "@/lib/query/compile";
import { asksForGone, instanceLanguage } from "@/lib/query/languages/instances";
import { both, typedTerms } from "@/lib/query/print";
import { type InstanceRow, leaseOf, livenessOf, rowIn, rowOf, rowsOf } from "@/lib/registry/select";
import type { Instance } from "@/lib/registry/types";
import type { View } from "@/lib/registry/view";
import { type ApiContext, presentView } from "./context";
import { pageOf } from "./cursor";
import { instanceEntry, rowKey } from "./instance-entry";
import { type Nothing, route } from "./route";

export const instancesRoute = route<ApiContext, Nothing, typeof instancesQuerySchema>({
  method: "GET",
  path: "/instances",
  id: "listInstances",
  summary: "Instances that fit the filters, by id",
  role: "viewer",
  query: instancesQuerySchema,
  answer: { status: 200, description: "A page of instances.", schema: instancesAnswerSchema },
  problems: ["not-ready", "compacted", "etcd-unavailable", "over-budget"],
  cost: (query) => (query.get("at") ? "past" : "scan"),
  async handle({ query, signal, pace }, context) {
    const { q = NOTHING_ASKED, service, liveness, adminState: admin, datacenter: dc, namespace, layout, key } = query;
    const asked = both(q, typedTerms({ service, liveness, admin, dc, namespace, layout, key }));
    const { matches, parts } = compile(asked, instanceLanguage);
    const { revision, rows, leases } =
      query.at === undefined ? presentRows(asksForGone(parts), context) : await pastRows(query.at, context, signal);
    const { items: instances, nextCursor } = await pageOf(rows, {
      sortKey: rowKey,
      fits: matches,
      entry: (row) => instanceEntry(row, leases ? leaseOf({ leases }, row.instance) : null),
      page: query,
      pace,
    });
    const body: InstancesAnswer = { revision, instances, nextCursor };
    return { kind: "json", body };
  },
});

interface Rows {
  revision: string;
  rows: Iterable<InstanceRow>;
  /** Of the present; what leases were in the past is not known. */
  leases: View["leases"] | null;
}

function presentRows(withGone: boolean, context: ApiContext): Rows {
  const view = presentView(context);
  return { revision: view.revision, rows: withGone ? rowsOf(view) : presentRowsOf(view), leases: view.leases };
}

function* presentRowsOf(view: View): Generator<InstanceRow> {
  for (const instance of view.instances.values()) yield rowIn(view, instance);
}

async function pastRows(revision: string, { pastViews }: ApiContext, signal: AbortSignal): Promise<Rows> {
  return { revision, rows: rowsOfPast(await pastViews.at(revision, signal)), leases: null };
}

function* rowsOfPast(instances: Iterable<Instance>): Generator<InstanceRow> {
  for (const one of instances) yield rowOf(one, livenessOf(one, null), null);
}
