import type { LeaseReading } from "@/lib/leases/reading";
import { laterRevision } from "./revision";
import type { ShardMap } from "./shard-map";
import type { Drain, Instance, Minimum, Tombstone, UnrecognizedKey } from "./types";
import type { Delta, View } from "./view";

/** Both views of one epoch, `previous` not the newer. `applyDelta(previous, deltaBetween(previous, next))` equals `next`. */
export function deltaBetween(previous: View, next: View): Delta {
  if (previous.epoch !== next.epoch) throw new Error("A delta cannot cross epochs");
  const instances = next.instances.since(previous.instances);
  const tombstones = next.tombstones.since(previous.tombstones);
  const unrecognized = next.unrecognized.since(previous.unrecognized);
  const leases = next.leases.since(previous.leases);
  const drains = next.drains.since(previous.drains);
  const minimums = next.minimums.since(previous.minimums);
  return {
    epoch: next.epoch,
    from: previous.seq,
    to: next.seq,
    revision: next.revision,
    put: {
      instances: instances.put,
      tombstones: tombstones.put,
      unrecognized: unrecognized.put,
      leases: leases.put,
      drains: drains.put,
      minimums: minimums.put,
    },
    remove: {
      instances: instances.remove,
      tombstones: tombstones.remove,
      unrecognized: unrecognized.remove,
      leases: leases.remove,
      drains: drains.remove,
      minimums: minimums.remove,
    },
  };
}

/** Whether the delta starts exactly where the view stands. */
export function fits(view: View, delta: Delta): boolean {
  return view.epoch === delta.epoch && view.seq === delta.from;
}

/** Null where the delta does not start at the view: whoever applies it has to fetch the snapshot again. */
export function applyDelta(view: View, delta: Delta): View | null {
  if (!fits(view, delta)) return null;
  return {
    ...view,
    seq: delta.to,
    revision: laterRevision(view.revision, delta.revision),
    instances: apply(view.instances, delta.put.instances, delta.remove.instances, instanceId),
    tombstones: apply(view.tombstones, delta.put.tombstones, delta.remove.tombstones, tombstoneId),
    unrecognized: apply(view.unrecognized, delta.put.unrecognized, delta.remove.unrecognized, unrecognizedId),
    leases: apply(view.leases, delta.put.leases, delta.remove.leases, leaseId),
    drains: apply(view.drains, delta.put.drains, delta.remove.drains, drainKey),
    minimums: apply(view.minimums, delta.put.minimums, delta.remove.minimums, minimumService),
  };
}

/** One delta that does what `deltas` do in order; each must start where the one before it ends. */
export function mergeDeltas(deltas: readonly Delta[]): Delta {
  const first = deltas[0];
  const last = deltas.at(-1);
  if (!first || !last) throw new Error("Nothing to merge");
  if (deltas.length === 1) return first;
  const instances = new Merged<Instance>(instanceId);
  const tombstones = new Merged<Tombstone>(tombstoneId);
  const unrecognized = new Merged<UnrecognizedKey>(unrecognizedId);
  const leases = new Merged<LeaseReading>(leaseId);
  const drains = new Merged<Drain>(drainKey);
  const minimums = new Merged<Minimum>(minimumService);
  let position = first.from;
  for (const delta of deltas) {
    if (delta.epoch !== first.epoch || delta.from !== position) throw new Error("Deltas do not continue each other");
    position = delta.to;
    instances.add(delta.put.instances, delta.remove.instances);
    tombstones.add(delta.put.tombstones, delta.remove.tombstones);
    unrecognized.add(delta.put.unrecognized, delta.remove.unrecognized);
    leases.add(delta.put.leases, delta.remove.leases);
    drains.add(delta.put.drains, delta.remove.drains);
    minimums.add(delta.put.minimums, delta.remove.minimums);
  }
  return {
    epoch: first.epoch,
    from: first.from,
    to: last.to,
    revision: last.revision,
    put: {
      instances: instances.put(),
      tombstones: tombstones.put(),
      unrecognized: unrecognized.put(),
      leases: leases.put(),
      drains: drains.put(),
      minimums: minimums.put(),
    },
    remove: {
      instances: instances.remove(),
      tombstones: tombstones.remove(),
      unrecognized: unrecognized.remove(),
      leases: leases.remove(),
      drains: drains.remove(),
      minimums: minimums.remove(),
    },
  };
}

const instanceId = (instance: Instance): string => instance.id;
const tombstoneId = (tombstone: Tombstone): string => tombstone.id;
const leaseId = (reading: LeaseReading): string => reading.leaseId;
const drainKey = (drain: Drain): string => drain.key;
const minimumService = (minimum: Minimum): string => minimum.service;
const unrecognizedId = (unrecognized: UnrecognizedKey): string => unrecognized.key;

function apply<T>(
  map: ShardMap<T>,
  put: readonly T[],
  remove: readonly string[],
  idOf: (value: T) => string,
): ShardMap<T> {
  return map.with(
    put.map((value): [string, T] => [idOf(value), value]),
    remove,
  );
}

/** What several puts and removals come to: the last word on each id. */
class Merged<T> {
  private readonly words = new Map<string, T | null>();
  constructor(private readonly idOf: (value: T) => string) {}

  add(put: readonly T[], remove: readonly string[]): void {
    for (const value of put) this.words.set(this.idOf(value), value);
    for (const id of remove) this.words.set(id, null);
  }

  put(): T[] {
    const values: T[] = [];
    for (const value of this.words.values()) if (value !== null) values.push(value);
    return values;
  }

  remove(): string[] {
    const ids: string[] = [];
    for (const [id, value] of this.words) if (value === null) ids.push(id);
    return ids;
  }
}
