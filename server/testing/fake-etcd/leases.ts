import type { Clock } from "@/lib/clock";
import { compareKeys } from "@/lib/etcd/key-text";
import type { Key, LeaseId } from "@/lib/registry/types";

/** etcd grants no less, whatever is asked. */
const MIN_TTL_SECONDS = 2;

interface Lease {
  grantedSeconds: number;
  deadline: number;
  keys: Set<Key>;
  cancel: () => void;
}

export interface Leases {
  grant(ttlSeconds: number): { leaseId: LeaseId; grantedSeconds: number };
  has(leaseId: LeaseId): boolean;
  ids(): LeaseId[];
  /** Renews; answers the granted seconds, 0 where there is no such lease. */
  keepAlive(leaseId: LeaseId): number;
  /** Floored like etcd's: a grant of 10 reads 9 at once. Negative 1 with a grant of 0 where there is none. */
  timeToLive(leaseId: LeaseId): { remainingSeconds: number; grantedSeconds: number; keys: Key[] };
  /** Ends the lease; answers its keys, or null where there is none. */
  end(leaseId: LeaseId): Key[] | null;
  attach(key: Key, leaseId: LeaseId | null): void;
  /** Every lease gets its full time again, as after a change of leader. */
  renewAll(): void;
  /** Ends them all without a word: the data is gone. */
  clear(): void;
}

export function createLeases(clock: Clock, onExpired: (leaseId: LeaseId) => void): Leases {
  const leases = new Map<LeaseId, Lease>();
  // Lease ids exceed 2^53, like etcd's: whoever turns one into a number loses it.
  let nextId = 7587881234567890001n;

  function arm(leaseId: LeaseId, lease: Lease): void {
    lease.cancel();
    lease.deadline = clock.now() + lease.grantedSeconds * 1000;
    lease.cancel = clock.setTimeout(() => onExpired(leaseId), lease.grantedSeconds * 1000);
  }

  return {
    grant(ttlSeconds) {
      const leaseId = String(nextId++);
      const grantedSeconds = Math.max(MIN_TTL_SECONDS, ttlSeconds);
      const lease: Lease = { grantedSeconds, deadline: 0, keys: new Set(), cancel: () => {} };
      leases.set(leaseId, lease);
      arm(leaseId, lease);
      return { leaseId, grantedSeconds };
    },
    has: (leaseId) => leases.has(leaseId),
    ids: () => [...leases.keys()],
    keepAlive(leaseId) {
      const lease = leases.get(leaseId);
      if (!lease) return 0;
      arm(leaseId, lease);
      return lease.grantedSeconds;
    },
    timeToLive(leaseId) {
      const lease = leases.get(leaseId);
      if (!lease) return { remainingSeconds: -1, grantedSeconds: 0, keys: [] };
      return {
        remainingSeconds: Math.floor((lease.deadline - clock.now() - 1) / 1000),
        grantedSeconds: lease.grantedSeconds,
        keys: [...lease.keys].sort(compareKeys),
      };
    },
    end(leaseId) {
      const lease = leases.get(leaseId);
      if (!lease) return null;
      lease.cancel();
      leases.delete(leaseId);
      return [...lease.keys].sort(compareKeys);
    },
    attach(key, leaseId) {
      for (const lease of leases.values()) lease.keys.delete(key);
      if (leaseId !== null) leases.get(leaseId)?.keys.add(key);
    },
    renewAll() {
      for (const [leaseId, lease] of leases) arm(leaseId, lease);
    },
    clear() {
      for (const lease of leases.values()) lease.cancel();
      leases.clear();
    },
  };
}
