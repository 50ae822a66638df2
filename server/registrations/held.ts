import type { HeldRegistration } from "@/lib/api/registrations";
import type { Clock } from "@/lib/clock";
import type { EtcdPort } from "@/lib/etcd/port";
import type { Key, LeaseId, Revision } from "@/lib/registry/types";
import type { Registry } from "@/server/registry/registry";
import { byText } from "@/server/routes/cursor";
import type { LeaseKeeper, Renewal } from "./lease-keeper";

/** What the console registered by hand and keeps alive: in memory only, so that it ends when the console ends. */
export interface Held {
  list(): HeldRegistration[];
  get(key: Key): HeldRegistration | null;
  /** Keeps the lease alive from now on. */
  take(registration: Taken): void;
  /** Stops the heartbeats; the lease runs out unless it is resumed in time. */
  pause(key: Key): void;
  /** One heartbeat at once, then as before. False where the lease has run out. */
  resume(key: Key): Promise<boolean>;
  /** Nobody keeps it alive any more, and the console forgets it. */
  release(key: Key): void;
  /** An eviction by this console: said so, instead of guessed. */
  evicted(keys: readonly Key[]): void;
  /** Ends all timers; leaves etcd alone. */
  stop(): void;
}

export interface Taken {
  key: Key;
  service: string;
  instance: string;
  layout: string;
  leaseId: LeaseId;
  ttlSeconds: number;
  modRevision: Revision;
  actor: string;
  auditId: string;
}

export interface HeldOptions {
  keeper: LeaseKeeper;
  etcd: () => Pick<EtcdPort, "keepAliveOnce">;
  registry: Pick<Registry, "onUpdate">;
  clock: Clock;
}

interface Entry extends Taken {
  state: HeldRegistration["state"];
  words: string;
  since: number;
  renewedAt: number;
  nextRenewalAt: number | null;
}

const HOLDING = "The console keeps its lease alive.";
const LEASE_GONE = "Its lease is gone: it ran out, or somebody revoked it.";

export function createHeld({ keeper, etcd, registry, clock }: HeldOptions): Held {
  const entries = new Map<Key, Entry>();

  function turn(entry: Entry, state: Entry["state"], words: string): void {
    if (entry.state !== state) entry.since = clock.now();
    entry.state = state;
    entry.words = words;
  }

  function end(entry: Entry, words: string): void {
    if (entry.state === "ended") return;
    rest(entry);
    turn(entry, "ended", words);
  }

  function rest(entry: Entry): void {
    keeper.rest(entry.leaseId);
    entry.nextRenewalAt = null;
  }

  function keep(entry: Entry): void {
    keeper.keep(entry.leaseId, entry.ttlSeconds);
    entry.nextRenewalAt = clock.now();
  }

  function renewed({ leaseId, sentAt, nextAt, remainingSeconds, error }: Renewal): void {
    for (const entry of entries.values()) {
      if (entry.leaseId !== leaseId || entry.state !== "holding") continue;
      entry.nextRenewalAt = nextAt;
      if (remainingSeconds === null) entry.words = `A heartbeat failed and is tried again: ${error}`;
      else if (remainingSeconds <= 0) end(entry, LEASE_GONE);
      else {
        entry.renewedAt = sentAt;
        entry.words = HOLDING;
      }
    }
  }

  const offRenewal = keeper.onRenewal(renewed);
  const off = registry.onUpdate(({ events }) => {
    for (const { type, key, after, evidence } of events) {
      const entry = key === null ? undefined : entries.get(key);
      if (!entry || entry.state === "ended") continue;
      if (type === "removed") end(entry, entry.state === "paused" ? "It ran out while it was paused." : gone(evidence));
      else if (after && after.leaseId !== entry.leaseId)
        end(entry, "Somebody else registered the key under another lease.");
      else if (after) entry.modRevision = after.modRevision;
    }
  });

  function found(key: Key): Entry {
    const entry = entries.get(key);
    if (!entry) throw new Error(`${key} is not held`);
    return entry;
  }

  return {
    list: () => [...entries.values()].sort((a, b) => byText(a.key, b.key)).map(shown),
    get(key) {
      const entry = entries.get(key);
      return entry ? shown(entry) : null;
    },
    take(taken) {
      const now = clock.now();
      const before = entries.get(taken.key);
      if (before) rest(before);
      const entry: Entry = {
        ...taken,
        state: "holding",
        words: HOLDING,
        since: now,
        renewedAt: now,
        nextRenewalAt: null,
      };
      entries.set(taken.key, entry);
      keep(entry);
    },
    pause(key) {
      const entry = found(key);
      rest(entry);
      turn(entry, "paused", "No heartbeats are sent: it runs out unless it is resumed.");
    },
    async resume(key) {
      const entry = found(key);
      if (entry.state === "ended") return false;
      turn(entry, "holding", HOLDING);
      const sentAt = clock.now();
      keep(entry);
      const { leaseId } = entry;
      try {
        const { remainingSeconds } = await etcd().keepAliveOnce(leaseId);
        if (entries.get(key) !== entry) return false;
        renewed({ leaseId, sentAt, nextAt: entry.nextRenewalAt, remainingSeconds });
        return remainingSeconds > 0;
      } catch (thrown) {
        const error = thrown instanceof Error ? thrown.message : "etcd is away";
        renewed({ leaseId, sentAt, nextAt: entry.nextRenewalAt, remainingSeconds: null, error });
        return true;
      }
    },
    release(key) {
      const entry = entries.get(key);
      if (entry) rest(entry);
      entries.delete(key);
    },
    evicted(keys) {
      for (const key of keys) {
        const entry = entries.get(key);
        if (entry) end(entry, "It was evicted. The console does not register it again.");
      }
    },
    stop() {
      off();
      offRenewal();
      keeper.stop();
      entries.clear();
    },
  };
}

function gone(evidence: string | undefined): string {
  return evidence ? `Its key is gone: ${evidence}` : "Its key is gone.";
}

function shown(entry: Entry): HeldRegistration {
  const runsOutAt = entry.state === "ended" ? null : entry.renewedAt + entry.ttlSeconds * 1000;
  return { ...entry, runsOutAt };
}
