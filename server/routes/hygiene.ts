import { type HygieneAnswer, hygieneAnswerSchema } from "@/lib/api/leases";
import { EtcdError } from "@/lib/etcd/port";
import { findingsOf, HYGIENE, type HygieneKind } from "@/lib/leases/hygiene";
import type { LeaseReading } from "@/lib/leases/reading";
import type { LeaseId } from "@/lib/registry/types";
import { type ApiContext, presentView } from "./context";
import { route } from "./route";

const MOST_FINDINGS = 500;
/** Leases of etcd that hold nothing of ours: each costs a question. */
const MOST_CHECKED = 200;
const AT_ONCE = 16;

export const hygieneRoute = route<ApiContext>({
  method: "GET",
  path: "/leases/hygiene",
  id: "getLeaseHygiene",
  summary: "How leases are used where it will hurt one day, each with why and what to do",
  role: "viewer",
  answer: { status: 200, description: "What was found.", schema: hygieneAnswerSchema },
  cost: "scan",
  problems: ["not-ready"],
  async handle(_input, context) {
    const view = presentView(context);
    const readings = new Map<LeaseId, LeaseReading>(view.leases.entries());
    const { empty, unchecked } = await emptyLeases(context);
    const { instances, unrecognized } = view;
    const found = findingsOf({ instances: instances.values(), unrecognized: unrecognized.values(), readings, empty });
    const body: HygieneAnswer = {
      revision: view.revision,
      sections: (Object.keys(HYGIENE) as HygieneKind[]).map((kind) => ({
        kind,
        ...HYGIENE[kind],
        total: found[kind].length,
        findings: found[kind].slice(0, MOST_FINDINGS),
      })),
      unchecked,
    };
    return { kind: "json", body };
  },
});

type Empty = { leaseId: LeaseId; grantedSeconds: number }[];

/** Leases that hold no key anywhere; keys outside the watched prefixes count, but are not named. */
async function emptyLeases({ etcd, leases }: ApiContext): Promise<{ empty: Empty; unchecked: string | null }> {
  try {
    const known = new Set(leases.leaseIds());
    const others = (await etcd().leases()).filter((id) => !known.has(id));
    const looked = others.slice(0, MOST_CHECKED);
    const empty: Empty = [];
    for (let from = 0; from < looked.length; from += AT_ONCE) {
      const part = looked.slice(from, from + AT_ONCE);
      const answers = await Promise.all(part.map((id) => etcd().timeToLive(id, { keys: true })));
      for (const { leaseId, grantedSeconds, keys } of answers)
        if (grantedSeconds > 0 && keys.length === 0) empty.push({ leaseId, grantedSeconds });
    }
    const left = others.length - looked.length;
    return {
      empty,
      unchecked: left > 0 ? `${left} more leases of etcd hold nothing of ours and were not asked.` : null,
    };
  } catch (error) {
    if (!(error instanceof EtcdError)) throw error;
    return { empty: [], unchecked: `Leases without keys could not be looked for: ${error.message}` };
  }
}
