import { randomInt } from "node:crypto";
import {
  MOST_NEXT,
  type PicksAnswer,
  type PoliciesAnswer,
  picksAnswerSchema,
  picksRequestSchema,
  policiesAnswerSchema,
} from "@/lib/api/policies";
import { LONGEST_TIMEOUT_MS, MOST_AT_ONCE, MOST_PER_SECOND, MOST_REQUESTS } from "@/lib/api/test-requests";
import { createBalancer } from "@/lib/balancer/balancer";
import { pickNext } from "@/lib/balancer/picks";
import { POLICIES } from "@/lib/balancer/policies";
import { seededRandom } from "@/lib/balancer/seeded-random";
import { Problem } from "@/lib/errors";
import { membersOf } from "@/server/balancer/members";
import { type ApiContext, presentView } from "./context";
import { type Nothing, route } from "./route";

export const policiesRoute = route<ApiContext>({
  method: "GET",
  path: "/policies",
  id: "listPolicies",
  summary: "Balancing policies, and what test requests may do",
  role: "viewer",
  answer: { status: 200, description: "All of them.", schema: policiesAnswerSchema },
  handle(_input, { testRequests }) {
    const body: PoliciesAnswer = {
      policies: POLICIES.map(({ chooser: _, ...policy }) => policy),
      testRequests: {
        methods: [...testRequests.methods],
        mostRequests: MOST_REQUESTS,
        mostAtOnce: MOST_AT_ONCE,
        mostPerSecond: MOST_PER_SECOND,
        longestTimeoutMs: LONGEST_TIMEOUT_MS,
      },
    };
    return { kind: "json", body };
  },
});

export const picksRoute = route<ApiContext, Nothing, Nothing, typeof picksRequestSchema>({
  method: "POST",
  path: "/picks",
  id: "pick",
  summary: "Which instances a policy would choose next, without sending anything",
  role: "viewer",
  body: picksRequestSchema,
  answer: {
    status: 200,
    description: "The next picks, and how often each would be chosen.",
    schema: picksAnswerSchema,
  },
  problems: ["not-found", "not-ready"],
  handle({ body }, context) {
    const { policy, key, datacenter, slowStartSeconds, count, concurrency } = body;
    const { revision } = presentView(context);
    const candidates = candidatesOf(body.service, context);
    const seed = body.seed ?? randomInt(0x1_0000_0000);
    const balancer = createBalancer({
      policy,
      random: seededRandom(seed),
      now: context.clock.now,
      zone: datacenter === undefined ? null : { datacenter },
      slowStartMs: slowStartSeconds * 1_000,
    });
    const picker = balancer.picker(candidates);
    const { next, picked, nobody } = pickNext(balancer, picker, { count, concurrency, key, most: MOST_NEXT });
    const answer: PicksAnswer = {
      revision,
      policy,
      seed,
      members: membersOf(picker, key).map((member) => ({ ...member, picked: picked.get(member.id) ?? 0 })),
      next: next.map(({ instance }) => instance.id),
      nobody,
    };
    return { kind: "json", body: answer };
  },
});

export function candidatesOf(service: string, context: Pick<ApiContext, "candidates">) {
  const candidates = context.candidates.of(service);
  if (candidates) return candidates;
  throw new Problem("not-found", `No instance of ${service.slice(0, 200)} is registered, and none was lately.`);
}
