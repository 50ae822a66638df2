import type { Clock } from "@/lib/clock";
import type { ListWatchStatus } from "@/lib/etcd/list-watch.types";
import type { LiveStatus } from "@/lib/live/protocol";
import { newerRevision } from "@/lib/registry/revision";

/**
 * How fresh the view is. `listing` only until the first view: during a later relist the old view stays and is stale.
 * It is live again only when the watch says that it watches.
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

  function state(): LiveStatus["state"] {
    if (known.epoch === "") return "listing";
    return known.source.state === "watching" ? "live" : "stale";
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
      const heardAt = source.state === "watching" ? clock.now() : known.heardAt;
      known = { ...known, source, atomic, heardAt };
      tell();
    },
    /** A new list: perhaps another epoch, whose revisions are its own. */
    listed(epoch: string, revision: string): void {
      const now = clock.now();
      known = { ...known, epoch, revision, heardAt: now, changedAt: now };
      tell();
    },
    changed(revision: string): void {
      const now = clock.now();
      known = { ...known, revision: newerRevision(known.revision, revision), heardAt: now, changedAt: now };
    },
    heard(revision: string): void {
      known = { ...known, revision: newerRevision(known.revision, revision), heardAt: clock.now() };
    },
    onChange(listener: (status: LiveStatus) => void): () => void {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}
