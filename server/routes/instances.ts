import { type InstancesAnswer, instancesAnswerSchema, instancesQuerySchema } from "@/lib/api/instances";
import { NOTHING_ASKED } from "@/lib/query/ast";
import { compile } from "@/lib/query/compile";
import { asksForGone, instanceLanguage } from "@/lib/query/languages/instances";
import { both, typedTerms } from "@/lib/query/print";
import { type InstanceRow, leaseOf, livenessOf, rowIn, rowOf, rowOfTombstone } from "@/lib/registry/select";
import type { View } from "@/lib/registry/view";
import { type ApiContext, presentView } from "./context";
import { byText, pageOf } from "./cursor";
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
  problems: ["not-ready", "compacted", "etcd-unavailable"],
  async handle({ query }, context) {
    const { q = NOTHING_ASKED, service, liveness, adminState: admin, datacenter: dc, namespace, layout, key } = query;
    const asked = both(q, typedTerms({ service, liveness, admin, dc, namespace, layout, key }));
    const { matches, parts } = compile(asked, instanceLanguage);
    const { revision, rows, leases } =
      query.at === undefined ? presentRows(asksForGone(parts), context) : await pastRows(query.at, context);
    const fits = rows.filter(matches).sort((a, b) => byText(rowKey(a), rowKey(b)));
    const page = pageOf(fits, rowKey, query);
    const body: InstancesAnswer = {
      revision,
      instances: page.items.map((row) => instanceEntry(row, leases ? leaseOf({ leases }, row.instance) : null)),
      nextCursor: page.nextCursor,
    };
    return { kind: "json", body };
  },
});

interface Rows {
  revision: string;
  rows: InstanceRow[];
  /** Of the present; what leases were in the past is not known. */
  leases: View["leases"] | null;
}

function presentRows(withGone: boolean, context: ApiContext): Rows {
  const view = presentView(context);
  const rows = Array.from(view.instances.values(), (instance) => rowIn(view, instance));
  if (withGone) for (const tombstone of view.tombstones.values()) rows.push(rowOfTombstone(tombstone));
  return { revision: view.revision, rows, leases: view.leases };
}

async function pastRows(revision: string, { pastViews }: ApiContext): Promise<Rows> {
  return {
    revision,
    rows: (await pastViews.at(revision)).map((one) => rowOf(one, livenessOf(one, null), null)),
    leases: null,
  };
}
