import { HALO_MS, isBeatBetween } from "@/components/leases/beat";
import { MOST_WITH_HALO } from "@/components/leases/rings";
import type { LeaseReading } from "@/lib/leases/reading";
import type { LeaseId } from "@/lib/registry/types";

/** How many rings are in sight: whoever draws some says so with every tick, all of one tick with the same time. */
export function createRingCount() {
  let tickAt = 0;
  let counted = 0;
  let before = 0;
  return {
    drawn(rings: number, now: number): void {
      if (now !== tickAt) [tickAt, before, counted] = [now, counted, 0];
      counted += rings;
    },
    /** Few enough that each may have its halo. */
    isFew: () => Math.max(before, counted) <= MOST_WITH_HALO,
  };
}

export type RingCount = ReturnType<typeof createRingCount>;

/** Remembers of each lease when its newest heartbeat was seen here. What was before the first look is no news. */
export function createBeats() {
  const seen = new Map<LeaseId, { reading: LeaseReading; at: number }>();
  return {
    /** From 0 to 1 while a heartbeat is to be seen; null before and after. */
    pulse(reading: LeaseReading, now: number): number | null {
      let known = seen.get(reading.leaseId);
      if (known?.reading !== reading) {
        const at = isBeatBetween(known?.reading ?? null, reading) ? now : (known?.at ?? 0);
        known = { reading, at };
        seen.set(reading.leaseId, known);
      }
      const share = (now - known.at) / HALO_MS;
      return known.at > 0 && share >= 0 && share < 1 ? share : null;
    },
  };
}

export type Beats = ReturnType<typeof createBeats>;
