/** For tests: an owner as services have them, and the truth about its lease. */
import type { EtcdPort } from "@/lib/etcd/port";
import type { LeaseId } from "@/lib/registry/types";

export interface Owner {
  readonly key: string;
  readonly leaseId: LeaseId;
  /** When each keepalive was sent and answered; only those that renewed the lease. */
  readonly beats: readonly (readonly [sent: number, answered: number])[];
  /** How many were sent, answered or not. */
  sent(): number;
  /** The longest that it left its lease alone, from its grant to its last renewal: what it really did, on this machine. */
  longestGapMs(): number;
  /** The same between these two times. */
  longestGapMsIn(from: number, to: number): number;
  /** Stops renewing without a word, as after kill -9. */
  silence(): void;
}

export interface OwnerOptions {
  port: EtcdPort;
  key: string;
  ttlSeconds: number;
  beatMs: number;
  leaseId?: LeaseId;
}

const value = new TextEncoder().encode(JSON.stringify({ hostname: "10.0.0.1", port: 8080 }));

export async function startOwner({ port, key, ttlSeconds, beatMs, leaseId }: OwnerOptions): Promise<Owner> {
  const lease = leaseId ?? (await port.grantLease(ttlSeconds)).leaseId;
  await port.put(key, value, { lease });
  const startedAt = Date.now();
  const beats: [number, number][] = [];
  let sentCount = 0;
  const timer = setInterval(() => {
    const sent = Date.now();
    sentCount += 1;
    port.keepAliveOnce(lease).then(
      ({ remainingSeconds }) => {
        if (remainingSeconds > 0) beats.push([sent, Date.now()]);
      },
      () => {
        // A connection that is gone, or a lease: the next beat tries again, as real owners do.
      },
    );
  }, beatMs);
  function longestGapMsIn(from: number, to: number): number {
    let longest = 0;
    let before = startedAt;
    for (const [, answered] of beats) {
      if (answered >= from && before <= to) longest = Math.max(longest, answered - before);
      before = answered;
    }
    return longest;
  }
  return {
    key,
    leaseId: lease,
    beats,
    sent: () => sentCount,
    longestGapMs: () => longestGapMsIn(Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY),
    longestGapMsIn,
    silence: () => clearInterval(timer),
  };
}
