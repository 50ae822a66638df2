import type { Logger } from "pino";
import type { Aftermath } from "@/lib/audit/entry";
import { auditKeyOf, encodeEntry, readEntry } from "@/lib/audit/stored";
import type { Clock } from "@/lib/clock";
import type { EtcdPort, KeyValue } from "@/lib/etcd/port";
import { compareRevisions } from "@/lib/registry/revision";
import type { Instance, Key, LeaseId } from "@/lib/registry/types";
import type { Trail } from "@/server/audit/trail";
import type { LeaseObserver } from "@/server/registry/lease-observer";
import type { Registry } from "@/server/registry/registry";
import { noteAt } from "./record";

/** Looks whether evicted instances come back, and has the trail say so. */
export interface Aftermaths {
  /** Answers until when it looks. */
  watch(auditId: string, evicted: KeyValue): number;
  /** Of what is being looked at; null otherwise. */
  watching(auditId: string): Aftermath | null;
  stop(): void;
}

export interface AftermathsOptions {
  registry: Registry;
  leases: Pick<LeaseObserver, "reading">;
  etcd: () => EtcdPort;
  trail: Trail;
  clock: Clock;
  log: Logger;
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

export function createAftermaths({ registry, leases, etcd, trail, clock, log }: AftermathsOptions): Aftermaths {
  const watched = new Map<string, Watched>();
  let stopped = false;

  /** Two grants long: who has not come back by then does not know, or is dead. */
  function lookMs(leaseId: LeaseId | null): number {
    const granted = (leaseId === null ? null : leases.reading(leaseId)?.grantedSeconds) ?? ASSUMED_TTL_SECONDS;
    return Math.min(LONGEST_MS, Math.max(SHORTEST_MS, granted * 2_000));
  }

  function settle(one: Watched, aftermath: Aftermath): void {
    if (!watched.delete(one.auditId)) return;
    one.cancel();
    write(one.auditId, aftermath).catch((err: unknown) =>
      log.warn({ err, auditId: one.auditId }, "What became of an eviction could not be recorded"),
    );
  }

  /** Over the entry as it is; where somebody changed it meanwhile, that stands. */
  async function write(auditId: string, aftermath: Aftermath): Promise<void> {
    const key = auditKeyOf(auditId);
    const [found] = (await etcd().range({ range: { key } })).keyValues;
    const stored = found && readEntry(found);
    if (!found || !stored || stopped) return;
    const { id: _id, restorable: _restorable, ...entry } = stored.entry;
    const value = encodeEntry({ ...entry, aftermath }, stored.evicted);
    const answer = await etcd().transact({
      when: [{ key, target: "mod", operator: "=", value: found.modRevision }],
      then: [{ kind: "put", key, value }],
      otherwise: [],
    });
    if (answer.succeeded) noteAt(trail, key, value, answer.header.revision, found.createRevision);
  }

  function look(one: Watched, instance: Instance | undefined): void {
    if (!instance || compareRevisions(instance.createRevision, one.modRevision) <= 0) return;
    const { createRevision, leaseId } = instance;
    settle(one, { kind: "returned", revision: createRevision, afterMs: clock.now() - one.since, leaseId });
  }

  const off = registry.onUpdate(({ previous, next }) => {
    if (watched.size === 0 || previous?.instances === next.instances) return;
    for (const one of [...watched.values()]) look(one, next.instances.get(one.key));
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
      for (const { cancel } of watched.values()) cancel();
      watched.clear();
    },
  };
}
