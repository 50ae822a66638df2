/** A registry with the layouts of the product, fed by hand, for whatever hostile writers put into etcd. */
import type { ListWatchMessage } from "@/lib/etcd/list-watch.types";
import type { KeyValue, WatchEvent } from "@/lib/etcd/port";
import { createLayoutSet } from "@/lib/layouts/layout-set";
import { parsePrefixes } from "@/lib/layouts/prefixes";
import { createManualClock } from "@/lib/manual-clock";
import { testRecords } from "@/lib/records/testing";
import { createTrail } from "@/server/audit/trail";
import { createRegistry } from "@/server/registry/registry";

const PREFIXES =
  "/services/=path,registrator;/killrvideo/services/=registrator;heartbeat|=heartbeat;/grpc/=grpc;/any/=generic";

export interface Write {
  key: string;
  /** Null deletes. */
  value: Uint8Array | null;
  leaseId: string | null;
}

export const FUZZED_NOW = 1_764_600_000_000;

export function createFuzzedRegistry() {
  const clock = createManualClock(FUZZED_NOW);
  const layouts = createLayoutSet(parsePrefixes(PREFIXES).prefixes);
  const records = testRecords({ now: clock.now });
  const trail = createTrail({ records });
  const registry = createRegistry({
    layouts,
    records,
    clock,
    tombstoneMs: 60_000,
    firstSeq: 1,
    authorOf: trail.authorOf,
  });
  const accept = (message: ListWatchMessage) => {
    trail.accept(message);
    registry.accept(message);
  };
  const stored = new Map<string, KeyValue>();
  let revision = 1;

  function eventOf({ key, value, leaseId }: Write): WatchEvent | null {
    const previous = stored.get(key) ?? null;
    const modRevision = String(revision);
    if (value === null) {
      if (!stored.delete(key)) return null;
      return { type: "delete", key, modRevision, previous };
    }
    const keyValue: KeyValue = {
      key,
      value,
      leaseId,
      createRevision: previous?.createRevision ?? modRevision,
      modRevision,
      version: String(Number(previous?.version ?? 0) + 1),
    };
    stored.set(key, keyValue);
    return { type: "put", keyValue, previous };
  }

  accept({ kind: "snapshot", epoch: "e1", revision: "1", reason: "start", keyValues: [] });
  accept({ kind: "status", status: { state: "watching", since: 0, atomic: true, resumed: false } });
  return {
    registry,
    trail,
    records,
    clock,
    stored,
    /** One revision. A key can be written once in it. */
    write(writes: readonly Write[]): void {
      revision++;
      const once = new Map(writes.map((write) => [write.key, write]));
      const events = [...once.values()].map(eventOf).filter((event) => event !== null);
      accept({ kind: "batch", revision: String(revision), events });
    },
    /** Everything anew, as after a gap. */
    relist(): void {
      const keyValues = [...stored.values()].sort((a, b) => (a.key < b.key ? -1 : 1));
      accept({
        kind: "snapshot",
        epoch: `e${revision}`,
        revision: String(revision),
        reason: "compacted",
        keyValues,
      });
    },
  };
}
