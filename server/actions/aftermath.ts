import type { Logger } from "pino";
import type { Aftermath } from "@/lib/audit/entry";
import type { Clock } from "@/lib/clock";
import type { EtcdPort, KeyValue } from "@/lib/etcd/port";
import type { Records } from "@/lib/records/records";
import { compareRevisions } from "@/lib/registry/revision";
import type { Instance, Key, LeaseId } from "@/lib/registry/types";
import { amendEntry } from "@/server/audit/amend";
import type { Trail } from "@/server/audit/trail";
import type { LeaseObserver } from "@/server/registry/lease-observer";
import type { Registry } from "@/server/registry/registry";

/** Looks whether evicted instances come back, and has the trail say so. */
export interface Aftermaths {
  /** Answers until when it looks. */
  watch(auditId: string, evicted: KeyValue): number;
  /** Of what is being looked at; null otherwise. */
  watching(auditId: string): Aftermath | null;
  stop(): void;
}

export interface AftermathsOptions {
  registry: Pick<Registry, "view" | "onUpdate">;
  leases: Pick<LeaseObserver, "reading">;
  etcd: () => EtcdPort;
  trail: Trail;
  records: Records;
  clock: Clock;
  log: Logger;
  mayWrite: () => boolean;
}

interface Watched {
  auditId: string;
  key: Key;
  modRevision: string;
  since: number;
  until: number;
  cancel: () => void;
}

const SHORTEST_MS = 30_000;
const LONGEST_MS = 120_000;
const ASSUMED_TTL_SECONDS = 30;
/** Beyond the longest look, before somebody else says that it came to no end: clocks of consoles differ. */
const PATIENCE_MS = 60_000;

export function createAftermaths(options: AftermathsOptions): Aftermaths {
  const { registry, leases, etcd, trail, records, clock, log, mayWrite } = options;
  const watched = new Map<string, Watched>();
  /** Evictions whose end nobody has recorded yet, by entry; how to stop waiting for it. */
  const open = new Map<string, () => void>();
  let stopped = false;

  /** Two grants long: who has not come back by then does not know, or is dead. */
  function lookMs(leaseId: LeaseId | null): number {
    const granted = (leaseId === null ? null : leases.reading(leaseId)?.grantedSeconds) ?? ASSUMED_TTL_SECONDS;
    return Math.min(LONGEST_MS, Math.max(SHORTEST_MS, granted * 2_000));
  }

  function settle(one: Watched, aftermath: Aftermath): void {
    if (!watched.delete(one.auditId)) return;
    one.cancel();
    keep(one.auditId, aftermath);
  }

  function keep(auditId: string, aftermath: Aftermath): void {
    write(auditId, aftermath).catch((err: unknown) =>
      log.warn({ err, auditId }, "What became of an eviction could not be recorded"),
    );
  }

  /** Over the entry as it is; where somebody said it already, that stands. */
  async function write(auditId: string, aftermath: Aftermath): Promise<void> {
    await amendEntry(auditId, (entry) => (entry.aftermath === null && !stopped ? { ...entry, aftermath } : null), {
      etcd,
      trail,
      records,
    });
  }

  function look(one: Watched, instance: Instance | undefined): void {
    if (!instance || compareRevisions(instance.createRevision, one.modRevision) <= 0) return;
    const { createRevision, leaseId } = instance;
    const author = trail.authorOf(createRevision, one.key);
    settle(
      one,
      author
        ? { kind: "restored", revision: createRevision, auditId: author.id }
        : { kind: "returned", revision: createRevision, afterMs: clock.now() - one.since, leaseId },
    );
  }

  const off = registry.onUpdate(({ previous, next }) => {
    if (watched.size === 0 || previous?.instances === next.instances) return;
    for (const one of [...watched.values()]) look(one, next.instances.get(one.key));
  });

  /** A console that died, this one before its start or another, leaves evictions that nobody looks after. */
  const offTrail = trail.onChange(({ entry: { id, at, action, outcome, aftermath } }) => {
    if (action !== "evict" || outcome !== "done" || aftermath !== null) {
      open.get(id)?.();
      open.delete(id);
    } else if (!open.has(id)) {
      const giveUp = () => {
        open.delete(id);
        if (!watched.has(id) && mayWrite()) keep(id, { kind: "unwatched" });
      };
      open.set(id, clock.setTimeout(giveUp, Math.max(0, at + LONGEST_MS + PATIENCE_MS - clock.now())));
    }
  });

  return {
    watch(auditId, { key, modRevision, leaseId }) {
      const since = clock.now();
      const until = since + lookMs(leaseId);
      const one: Watched = {
        auditId,
        key,
        modRevision,
        since,
        until,
        cancel: clock.setTimeout(() => settle(one, { kind: "stayed-away", watchedMs: until - since }), until - since),
      };
      watched.set(auditId, one);
      look(one, registry.view()?.instances.get(key));
      return until;
    },
    watching(auditId) {
      const one = watched.get(auditId);
      return one ? { kind: "watching", until: one.until } : null;
    },
    stop() {
      stopped = true;
      off();
      offTrail();
      for (const cancel of open.values()) cancel();
      for (const { cancel } of watched.values()) cancel();
      watched.clear();
    },
  };
}
