import { candidateOf } from "@/lib/balancer/candidate";
import type { Candidate } from "@/lib/balancer/types";
import { rowOfService, type ServiceSummary } from "@/lib/registry/select";
import { findService } from "@/lib/registry/summaries";
import type { InstanceId } from "@/lib/registry/types";
import type { Registry } from "@/server/registry/registry";
import type { ServiceIndex } from "@/server/routes/service-index";

export interface Candidates {
  /** Null where nothing of that name is known, and before the first view. The same array until something changes. */
  of(service: string): readonly Candidate[] | null;
  stop(): void;
}

/** Who may be sent something, by the console's own view. */
export function createCandidates({ registry, services }: { registry: Registry; services: ServiceIndex }): Candidates {
  const arrivals = new Map<InstanceId, number>();
  const known = new WeakMap<ServiceSummary, readonly Candidate[]>();

  const off = registry.onUpdate(({ previous, next, events }) => {
    // A list is no arrival: whoever is on the first was there before.
    if (previous === null) return;
    for (const { type, instanceId, at } of events) {
      if (instanceId === undefined) continue;
      if (type === "registered") arrivals.set(instanceId, [at].flat().at(-1) ?? Date.now());
      else if (type === "removed" && !next.instances.has(instanceId)) arrivals.delete(instanceId);
    }
  });

  return {
    of(service) {
      const view = registry.view();
      const summary = view && findService(services.of(view), service);
      if (!summary) return null;
      let candidates = known.get(summary);
      if (!candidates) {
        candidates = summary.instances.map((instance) =>
          candidateOf(rowOfService(summary, instance), arrivals.get(instance.id) ?? null),
        );
        known.set(summary, candidates);
      }
      return candidates;
    },
    stop: off,
  };
}
