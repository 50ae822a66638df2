import type { Clock } from "@/lib/clock";
import type { ListWatchStatus } from "@/lib/etcd/list-watch.types";
import type { LeaseLane, LiveStatus } from "@/lib/live/protocol";
import { laterRevision } from "@/lib/registry/revision";
import type { Sweep } from "@/lib/registry/types";

/**
 * How fresh the view is. `listing` only until the first view: during a later relist the old view stays and is stale.
 * It is live from the moment it was listed, until the way to etcd breaks or everything has to be listed again.
 */
export function createStatus(clock: Clock) {
  const listeners = new Set<(status: LiveStatus) => void>();
  let known: Omit<LiveStatus, "serverTime" | "state"> = {
    epoch: "",
    revision: "0",
    heardAt: null,
    changedAt: null,
    source: { state: "listing", listed: 0, total: null },
    atomic: true,
  };
  /** Whether the view was listed since the source last began to list. */
  let justListed = false;
  /** When etcd was heard last before the connection broke; null while it stands. What is caught up on happened since. */
  let heardBefore: number | null = null;

  function state(): LiveStatus["state"] {
    if (known.epoch === "") return "listing";
    return known.source.state === "watching" || (known.source.state === "listing" && justListed) ? "live" : "stale";
  }

  function current(): LiveStatus {
    return { ...known, state: state(), serverTime: clock.now() };
  }

  function tell(): void {
    for (const listener of [...listeners]) listener(current());
  }

  return {
    current,
    source(source: ListWatchStatus): void {
      const atomic = source.state === "watching" ? source.atomic : known.atomic;
      if (source.state === "watching") heardBefore = null;
      else if (source.state === "backing-off") heardBefore ??= known.heardAt;
      const heardAt = source.state === "watching" ? clock.now() : known.heardAt;
      known = { ...known, source, atomic, heardAt };
      justListed = false;
      tell();
    },
    /** A new list: perhaps another epoch, whose revisions are its own. Whoever publishes the view then calls `tell`. */
    listed(epoch: string, revision: string): void {
      const now = clock.now();
      known = { ...known, epoch, revision, heardAt: now, changedAt: now };
      justListed = true;
    },
    tell,
    /** When what is told now happened: at once, or at some time while the connection was down. */
    happenedAt: (now: number): number | [number, number] => (heardBefore === null ? now : [heardBefore, now]),
    observing(leases: LeaseLane): void {
      const before = known.leases?.notObserved;
      known = { ...known, leases };
      if (before?.since !== leases.notObserved?.since || before?.reason !== leases.notObserved?.reason) tell();
    },
    changed(revision: string): void {
      const now = clock.now();
      known = { ...known, revision: laterRevision(known.revision, revision), heardAt: now, changedAt: now };
    },
    /** Registrations that went at once and are not back. Answers whether it begins or ends now: then it is to be told. */
    sweep(sweep: Sweep | null): boolean {
      const { sweep: before, ...rest } = known;
      known = sweep ? { ...rest, sweep } : rest;
      return before?.id !== sweep?.id;
    },
    heard(revision: string): void {
      known = { ...known, revision: laterRevision(known.revision, revision), heardAt: clock.now() };
    },
    onChange(listener: (status: LiveStatus) => void): () => void {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}
