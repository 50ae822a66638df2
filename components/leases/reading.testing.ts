import type { LeaseReading } from "@/lib/leases/reading";

/** A lease of 10 s, renewed at second 100 with a rhythm of 3.3 s, asked about at 100.5. */
export function readingOf(part: Partial<LeaseReading> = {}): LeaseReading {
  return {
    leaseId: "7",
    grantedSeconds: 10,
    deadline: [109_900, 110_100],
    renewedAt: [99_900, 100_100],
    sentAt: 100_490,
    observedAt: 100_500,
    liveness: "alive",
    since: 90_000,
    rhythmMs: 3_300,
    jitterMs: 20,
    beatCount: 5,
    renewed: true,
    resets: 0,
    ...part,
  };
}
