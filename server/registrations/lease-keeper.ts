import type { Clock } from "@/lib/clock";
import type { EtcdPort } from "@/lib/etcd/port";
import type { LeaseId } from "@/lib/registry/types";

/** What became of one keepalive. Times are milliseconds on the keeper's clock. */
export interface Renewal {
  leaseId: LeaseId;
  sentAt: number;
  /** When the next one is sent; null where none is. */
  nextAt: number | null;
  /** 0: the lease is gone. Null: etcd did not answer, and `error` says why. */
  remainingSeconds: number | null;
  error?: string;
}

/** Keeps leases alive until it is told otherwise. */
export interface LeaseKeeper {
  /**
   * A keepalive each third of the lease's time, the first one at once: nobody knows here how much of the time the caller
   * and this keeper's own start have taken. Sooner again where one failed.
   */
  keep(leaseId: LeaseId, ttlSeconds: number): void;
  /** No further keepalives. */
  rest(leaseId: LeaseId): void;
  /** Called with each keepalive's outcome, except of leases that rest meanwhile. Returns the way to stop listening. */
  onRenewal(listener: (renewal: Renewal) => void): () => void;
  stop(): void;
}

/** A third of the grant: two keepalives may be lost. */
const SHARE = 3;
const AGAIN_MS = 1_000;

function renewalEveryMs(ttlSeconds: number): number {
  return (ttlSeconds * 1_000) / SHARE;
}

export interface LeaseKeeperOptions {
  /** Throws while there is no etcd to talk to. */
  etcd: () => Pick<EtcdPort, "keepAliveOnce">;
  clock: Clock;
}

export function createLeaseKeeper({ etcd, clock }: LeaseKeeperOptions): LeaseKeeper {
  const cancels = new Map<LeaseId, () => void>();
  const listeners = new Set<(renewal: Renewal) => void>();

  function plan(leaseId: LeaseId, everyMs: number, delayMs: number): number {
    cancels.set(
      leaseId,
      clock.setTimeout(() => void renew(leaseId, everyMs), delayMs),
    );
    return clock.now() + delayMs;
  }

  async function renew(leaseId: LeaseId, everyMs: number): Promise<void> {
    const sentAt = clock.now();
    const own = cancels.get(leaseId);
    let remainingSeconds: number | null = null;
    let error: string | undefined;
    try {
      // An answer that is late must not cost the time of the next two.
      ({ remainingSeconds } = await etcd().keepAliveOnce(leaseId, { timeoutMs: everyMs }));
    } catch (thrown) {
      error = thrown instanceof Error ? thrown.message : "etcd is away";
    }
    // It rests by now, or was begun anew.
    if (cancels.get(leaseId) !== own) return;
    cancels.delete(leaseId);
    const isGone = remainingSeconds !== null && remainingSeconds <= 0;
    const nextAt = isGone ? null : plan(leaseId, everyMs, error === undefined ? everyMs : Math.min(everyMs, AGAIN_MS));
    for (const listener of listeners)
      listener({ leaseId, sentAt, nextAt, remainingSeconds, ...(error === undefined ? {} : { error }) });
  }

  return {
    keep(leaseId, ttlSeconds) {
      cancels.get(leaseId)?.();
      plan(leaseId, renewalEveryMs(ttlSeconds), 0);
    },
    rest(leaseId) {
      cancels.get(leaseId)?.();
      cancels.delete(leaseId);
    },
    onRenewal(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    stop() {
      for (const cancel of cancels.values()) cancel();
      cancels.clear();
      listeners.clear();
    },
  };
}
