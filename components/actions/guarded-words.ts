import type { GuardsAnswer } from "@/lib/api/guards";
import type { GuardRule } from "@/lib/guards/rules";
import type { Guarded } from "./use-guards";

/** A rule in a few words, for one line among many. */
const RULE_WORD = {
  reason: "a reason is missing",
  layout: "its layout's keys are not to be deleted from outside",
  "few-left": "too few would remain",
  rate: "too many evictions within a minute",
} as const satisfies Record<GuardRule, string>;

/**
 * How many of a selection would be done and how many refused, and what overriding the guards would change. Null where
 * nothing is refused.
 */
export function guardedWords({ said, overridden }: Guarded, done: "evicted" | "drained"): string | null {
  const all = said.passes.length + said.refused.length;
  if (said.refused.length === 0) return null;
  const none = said.passes.length === 0;
  const now = none
    ? `As things stand ${all === 1 ? "it would not be" : `none of the ${all} would be`} ${done}.`
    : `As things stand ${said.passes.length} of ${all} would be ${done}, and ${said.refused.length} refused.`;
  if (!overridden) return now;
  const { passes } = overridden;
  if (passes.length === all)
    return `${now} With the guards overridden ${all === 1 ? "it would be" : `all ${all} would be`}${remaining(overridden)}.`;
  return `${now} With the guards overridden ${passes.length} would be${remaining(overridden)}; the others may not be ${done} by anybody.`;
}

function remaining({ services }: GuardsAnswer): string {
  const [only] = services;
  if (services.length !== 1 || !only) return "";
  return `, and ${only.after} of ${only.inService} would remain`;
}

/** Why one of a selection would be refused; null where it would not. */
export function refusedWords({ refused }: GuardsAnswer, key: string): string | null {
  const found = refused.find((one) => one.key === key);
  return found ? `Would be refused: ${found.rules.map((rule) => RULE_WORD[rule]).join(", ")}.` : null;
}
