import type { Restorable, RestorablesAnswer } from "@/lib/api/restorations";
import type { AuditEntry } from "@/lib/audit/entry";
import type { Clock } from "@/lib/clock";
import { EtcdError, type EtcdPort } from "@/lib/etcd/port";
import type { Key, LeaseId } from "@/lib/registry/types";
import type { Trail } from "@/server/audit/trail";
import type { Registry } from "@/server/registry/registry";

/** Which evictions can still be taken back, as `restore` would decide it now. */
export interface Restorables {
  answer(): Promise<RestorablesAnswer>;
}

export interface RestorablesOptions {
  trail: Pick<Trail, "entries">;
  registry: Pick<Registry, "view">;
  etcd: () => Pick<EtcdPort, "timeToLive">;
  clock: Pick<Clock, "now">;
  /** More are not looked at: each may cost a question about its lease. */
  most?: number;
}

/** However many pages ask, a lease is asked after this often at most. */
const ASKED_AGAIN_AFTER_MS = 2_000;
const AT_ONCE = 8;

interface Heard {
  at: number;
  /** Null where the lease is gone. */
  endsAt: Promise<number | null>;
}

export function createRestorables({ trail, registry, etcd, clock, most = 100 }: RestorablesOptions): Restorables {
  let heard = new Map<LeaseId, Heard>();

  async function ask(leaseId: LeaseId): Promise<number | null> {
    try {
      const { grantedSeconds, remainingSeconds } = await etcd().timeToLive(leaseId);
      return grantedSeconds > 0 && remainingSeconds >= 0 ? clock.now() + remainingSeconds * 1_000 : null;
    } catch (error) {
      if (error instanceof EtcdError && error.code === "lease-not-found") return null;
      throw error;
    }
  }

  function endOf(leaseId: LeaseId): Promise<number | null> {
    const now = clock.now();
    const known = heard.get(leaseId);
    if (known && now - known.at < ASKED_AGAIN_AFTER_MS) return known.endsAt;
    const endsAt = ask(leaseId);
    endsAt.catch(() => heard.delete(leaseId));
    heard.set(leaseId, { at: now, endsAt });
    return endsAt;
  }

  /** The latest eviction of each key that is absent, with what it deleted kept. */
  function candidates(): { entries: AuditEntry[]; complete: boolean } {
    const view = registry.view();
    const seen = new Set<Key>();
    const entries: AuditEntry[] = [];
    for (const { entry } of trail.entries()) {
      const { action, key, outcome, restorable, aftermath } = entry;
      if (action !== "evict" || key === null || outcome !== "done" || seen.has(key)) continue;
      seen.add(key);
      // Who came back and left again left with another value than the one that was evicted.
      const cameBack = aftermath?.kind === "returned" || aftermath?.kind === "restored";
      if (!restorable || cameBack || view?.instances.has(key) || view?.unrecognized.has(key)) continue;
      if (entries.length === most) return { entries, complete: false };
      entries.push(entry);
    }
    return { entries, complete: true };
  }

  return {
    async answer() {
      const { entries, complete } = candidates();
      const restorable: Restorable[] = [];
      for (let from = 0; from < entries.length; from += AT_ONCE) {
        const some = entries.slice(from, from + AT_ONCE);
        const ends = await Promise.all(some.map(({ leaseId }) => (leaseId === null ? null : endOf(leaseId))));
        some.forEach((entry, index) => {
          const leaseEndsAt = ends[index] ?? null;
          if (entry.key === null || (entry.leaseId !== null && leaseEndsAt === null)) return;
          const { id, key, service, instance, at, actor, leaseId } = entry;
          restorable.push({
            auditId: id,
            key,
            service,
            instance,
            evictedAt: at,
            evictedBy: actor,
            leaseId,
            leaseEndsAt,
          });
        });
      }
      const asked = new Set(entries.map(({ leaseId }) => leaseId));
      heard = new Map([...heard].filter(([leaseId]) => asked.has(leaseId)));
      return { revision: registry.view()?.revision ?? "0", restorable, complete };
    },
  };
}
