import type { EtcdPort } from "@/lib/etcd/port";
import type { LeaseId } from "@/lib/registry/types";

export interface Owner {
  readonly leaseId: LeaseId;
  /** It stands still like a process that hangs: no heartbeat more, and its lease is left alone. */
  hang(): void;
  /** It ends, and its lease with it. */
  stop(): Promise<void>;
}

/** A service instance as the registry sees it: a key under a lease, a heartbeat every so often. */
export async function startOwner(
  client: EtcdPort,
  {
    key,
    value,
    ttlSeconds,
    everyMs,
    looks = false,
  }: {
    key: string;
    value: string;
    ttlSeconds: number;
    everyMs: number;
    /** It looks at its key with every heartbeat, and puts it again where it is gone. */
    looks?: boolean;
  },
): Promise<Owner> {
  const bytes = new TextEncoder().encode(value);
  const { leaseId } = await client.grantLease(ttlSeconds);
  await client.put(key, bytes, { lease: leaseId });
  let beating: Promise<void> = Promise.resolve();
  const timer = setInterval(() => {
    beating = beat();
  }, everyMs);

  async function beat(): Promise<void> {
    await client.keepAliveOnce(leaseId);
    if (!looks) return;
    await client.transact({
      when: [{ key, target: "create", operator: "=", value: "0" }],
      then: [{ kind: "put", key, value: bytes, lease: leaseId }],
      otherwise: [],
    });
  }

  return {
    leaseId,
    hang: () => clearInterval(timer),
    async stop() {
      clearInterval(timer);
      await beating.catch(() => {});
      await client.revokeLease(leaseId).catch(() => {});
    },
  };
}
