import { leastRequests } from "./policies/least-requests";
import { random } from "./policies/random";
import { rendezvous } from "./policies/rendezvous";
import { roundRobin } from "./policies/round-robin";
import { weightedRoundRobin } from "./policies/weighted-round-robin";
import type { Policy, PolicyId } from "./types";

/** Every policy, in the order in which they are offered. Adding one: a file in `policies/`, its id in the types, a line here. */
export const POLICIES: readonly Policy[] = [random, roundRobin, weightedRoundRobin, leastRequests, rendezvous];

export const POLICY_IDS = POLICIES.map(({ id }) => id) as [PolicyId, ...PolicyId[]];

export function policyOf(id: PolicyId): Policy {
  const policy = POLICIES.find((one) => one.id === id);
  if (!policy) throw new Error(`there is no policy ${id}`);
  return policy;
}
