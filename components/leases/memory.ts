import type { LeaseReading } from "@/lib/leases/reading";
import type { LiveStore } from "@/lib/live/state";
import type { LeaseId } from "@/lib/registry/types";

export interface LeaseMemory {
  /** The last reading of a lease, if this page saw it: its key may be gone while it lives on. */
  last(leaseId: LeaseId): LeaseReading | null;
  stop(): void;
}

/** A tombstone shows the heartbeats before its end; the store forgets a lease when its last instance goes. */
export function createLeaseMemory(store: LiveStore, most = 500): LeaseMemory {
  const kept = new Map<LeaseId, LeaseReading>();
  let known = store.getState().leases;
  const stop = store.subscribe(() => {
    const { leases } = store.getState();
    if (leases === known) return;
    for (const id of leases.since(known).remove) {
      const reading = known.get(id);
      if (!reading?.beats) continue;
      kept.delete(id);
      kept.set(id, reading);
    }
    for (const id of kept.keys()) {
      if (kept.size <= most) break;
      kept.delete(id);
    }
    known = leases;
  });
  return { last: (leaseId) => store.getState().leases.get(leaseId) ?? kept.get(leaseId) ?? null, stop };
}
