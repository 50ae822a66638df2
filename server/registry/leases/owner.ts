/** For tests: an owner as services have them, and the truth about its lease. */
import type { EtcdPort } from "@/lib/etcd/port";
import type { LeaseId } from "@/lib/registry/types";

export interface Owner {
  readonly key: string;
  readonly leaseId: LeaseId;
  /** When each keepalive was sent and answered. */
  readonly beats: readonly (readonly [sent: number, answered: number])[];
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
  const beats: [number, number][] = [];
  const timer = setInterval(() => {
    const sent = Date.now();
    port.keepAliveOnce(lease).then(
      ({ remainingSeconds }) => {
        if (remainingSeconds > 0) beats.push([sent, Date.now()]);
      },
      () => {
        // A connection that is gone, or a lease: the next beat tries again, as real owners do.
      },
    );
  }, beatMs);
  return { key, leaseId: lease, beats, silence: () => clearInterval(timer) };
}
