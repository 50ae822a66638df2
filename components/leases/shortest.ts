import type { LeaseReading } from "@/lib/leases/reading";
import type { LiveState } from "@/lib/live/state";
import type { ServiceSummary } from "@/lib/registry/select";
import { findService } from "@/lib/registry/summaries";
import type { Instance } from "@/lib/registry/types";
import type { ReadLease } from "./use-lease-tick";

/** Looking through thousands of leases with every tick would cost more than the answer is worth. */
const AGAIN_AFTER_MS = 900;

/** The lease of the service that runs out first: the overdue, then the late, then the one with the least left. */
export function shortestOf(instances: readonly Instance[], leases: LiveState["leases"]): LeaseReading | null {
  let shortest: LeaseReading | null = null;
  for (const { leaseId } of instances) {
    const reading = leaseId === null ? undefined : leases.get(leaseId);
    if (reading && (!shortest || isShorter(reading, shortest))) shortest = reading;
  }
  return shortest;
}

const RANK = { overdue: 0, late: 1, alive: 2 } as const;

function isShorter(a: LeaseReading, b: LeaseReading): boolean {
  const worse = RANK[a.liveness] - RANK[b.liveness];
  return worse === 0 ? a.deadline[0] + a.deadline[1] < b.deadline[0] + b.deadline[1] : worse < 0;
}

/** The same for every tick: the chosen lease stays until another one is worse, or it was renewed. */
export function readShortest(name: string, now: () => number = Date.now): ReadLease {
  let chosen: { leaseId: string; beatCount: number; at: number; summary: ServiceSummary } | null = null;
  return (state) => {
    const summary = findService(state.services, name);
    if (!summary) return null;
    const known = chosen && chosen.summary === summary ? state.leases.get(chosen.leaseId) : undefined;
    const renewed = known && chosen && known.beatCount !== chosen.beatCount;
    if (known && chosen && !renewed && now() - chosen.at < AGAIN_AFTER_MS) return known;
    const shortest = shortestOf(summary.instances, state.leases);
    chosen = shortest && { leaseId: shortest.leaseId, beatCount: shortest.beatCount, at: now(), summary };
    return shortest;
  };
}

/** Members whose heartbeats stand for the service: those that are unwell first, then in the order of their keys. */
export function sampledOf({ instances, unwell }: ServiceSummary, most: number): readonly Instance[] {
  const leased = instances.filter(({ leaseId }) => leaseId !== null);
  if (leased.length <= most || unwell.size === 0) return leased.slice(0, most);
  return [...leased.filter(({ id }) => unwell.has(id)), ...leased.filter(({ id }) => !unwell.has(id))].slice(0, most);
}
