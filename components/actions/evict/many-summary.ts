import type { EvictionPreview } from "@/lib/api/evictions";
import type { GuardRule } from "@/lib/guards/rules";
import { refusalsOf } from "./guards";

export interface ServiceStays {
  service: string;
  inService: number;
  /** After all of them are gone. */
  after: number;
  minimum: number | null;
}

/** What all of them together would do, which no single preview says. */
export interface ManySummary {
  comeBack: number;
  services: ServiceStays[];
  /** Guards that refuse at least one of them even on its own. */
  refusals: { rule: GuardRule; words: string; overridable: boolean; count: number }[];
}

export function summarizeMany(previews: readonly EvictionPreview[]): ManySummary {
  const services = new Map<string, ServiceStays>();
  const refusals = new Map<GuardRule, ManySummary["refusals"][number]>();
  let comeBack = 0;
  for (const { comesBack, stays, guards } of previews) {
    if (comesBack.key.verdict === "will" || comesBack.key.verdict === "may") comeBack++;
    if (stays) {
      const known = services.get(stays.service) ?? { ...stays, after: stays.inService };
      services.set(stays.service, { ...known, after: known.after - (stays.inService - stays.after.key) });
    }
    for (const { rule, words, overridable } of refusalsOf(guards.key)) {
      const known = refusals.get(rule);
      refusals.set(rule, { rule, words, overridable, count: (known?.count ?? 0) + 1 });
    }
  }
  return { comeBack, services: [...services.values()], refusals: [...refusals.values()] };
}
