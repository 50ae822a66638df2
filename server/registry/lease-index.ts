import type { Instance, InstanceId, Key, LeaseId } from "@/lib/registry/types";
import type { View } from "@/lib/registry/view";

export interface LeaseIndex {
  /** Follows from one view to the next; the leases that came and those that hold nothing any more. */
  update(
    previous: Pick<View, "instances"> | null,
    next: Pick<View, "instances">,
  ): { added: LeaseId[]; dropped: LeaseId[] };
  /** Whose registrations hang on the lease; several keys on one lease are one observation. */
  instancesOf(leaseId: LeaseId): ReadonlySet<InstanceId>;
  /** The leases of what somebody looks at. Costs as much as there are such leases, however many there are in all. */
  leasesOf(lookedAt: LookedAt): Set<LeaseId>;
  has(leaseId: LeaseId): boolean;
  ids(): IterableIterator<LeaseId>;
  readonly size: number;
}

/** Services and keys that somebody looks at. A key may be an instance's id, too. */
export interface LookedAt {
  services: ReadonlySet<string>;
  keys: ReadonlySet<Key>;
}

type Hanging = Pick<Instance, "id" | "service" | "keys" | "leaseId">;

const NONE: ReadonlySet<InstanceId> = new Set();

/** Which instances hang on which lease, and which leases belong to a service or a key. */
export function createLeaseIndex(): LeaseIndex {
  const leases = new Map<LeaseId, Set<InstanceId>>();
  const byService = createCounts();
  const byKey = createCounts();

  function attach(instance: Hanging, leaseId: LeaseId): void {
    const ids = leases.get(leaseId);
    if (ids) ids.add(instance.id);
    else leases.set(leaseId, new Set([instance.id]));
    byService.add(instance.service, leaseId);
    for (const key of namesOf(instance)) byKey.add(key, leaseId);
  }

  function detach(instance: Hanging, leaseId: LeaseId): void {
    leases.get(leaseId)?.delete(instance.id);
    byService.remove(instance.service, leaseId);
    for (const key of namesOf(instance)) byKey.remove(key, leaseId);
  }

  return {
    update(previous, next) {
      const touched = new Map<LeaseId, boolean>();
      const touch = (leaseId: LeaseId) => {
        if (!touched.has(leaseId)) touched.set(leaseId, leases.has(leaseId));
      };
      const leave = (instance: Hanging | undefined) => {
        if (!instance || instance.leaseId === null) return;
        touch(instance.leaseId);
        detach(instance, instance.leaseId);
      };
      const { put, remove } = previous
        ? next.instances.since(previous.instances)
        : { put: [...next.instances.values()], remove: [] };
      for (const id of remove) leave(previous?.instances.get(id));
      for (const instance of put) {
        const before = previous?.instances.get(instance.id);
        if (before && hangsAlike(before, instance)) continue;
        leave(before);
        if (instance.leaseId === null) continue;
        touch(instance.leaseId);
        attach(instance, instance.leaseId);
      }
      const added: LeaseId[] = [];
      const dropped: LeaseId[] = [];
      for (const [leaseId, was] of touched) {
        const is = (leases.get(leaseId)?.size ?? 0) > 0;
        if (!is) leases.delete(leaseId);
        if (is && !was) added.push(leaseId);
        else if (was && !is) dropped.push(leaseId);
      }
      return { added, dropped };
    },
    instancesOf: (leaseId) => leases.get(leaseId) ?? NONE,
    leasesOf({ services, keys }) {
      const found = new Set<LeaseId>();
      for (const service of services) for (const leaseId of byService.of(service)) found.add(leaseId);
      for (const key of keys) for (const leaseId of byKey.of(key)) found.add(leaseId);
      return found;
    },
    has: (leaseId) => leases.has(leaseId),
    ids: () => leases.keys(),
    get size() {
      return leases.size;
    },
  };
}

/** An instance's id is one of its keys or begins with one; each of these names is counted once. */
function namesOf({ id, keys }: Hanging): Iterable<string> {
  return keys.length === 1 && keys[0] === id ? keys : new Set([id, ...keys]);
}

function hangsAlike(a: Hanging, b: Hanging): boolean {
  return (
    a.leaseId === b.leaseId &&
    a.service === b.service &&
    a.keys.length === b.keys.length &&
    a.keys.every((key, at) => key === b.keys[at])
  );
}

/** The leases of a name, each with the number of instances that bring it there. */
function createCounts() {
  const counts = new Map<string, LeaseId | Map<LeaseId, number>>();
  return {
    add(name: string, leaseId: LeaseId): void {
      const known = counts.get(name);
      // Most keys have one instance on one lease: a map for each of 100,000 keys would cost more than the view itself.
      if (known === undefined) counts.set(name, leaseId);
      else if (typeof known === "string")
        counts.set(
          name,
          known === leaseId
            ? new Map([[leaseId, 2]])
            : new Map([
                [known, 1],
                [leaseId, 1],
              ]),
        );
      else known.set(leaseId, (known.get(leaseId) ?? 0) + 1);
    },
    remove(name: string, leaseId: LeaseId): void {
      const known = counts.get(name);
      if (known === leaseId) counts.delete(name);
      if (known === undefined || typeof known === "string") return;
      const left = (known.get(leaseId) ?? 0) - 1;
      if (left > 0) known.set(leaseId, left);
      else known.delete(leaseId);
      if (known.size === 0) counts.delete(name);
    },
    of(name: string): Iterable<LeaseId> {
      const known = counts.get(name);
      return known === undefined ? [] : typeof known === "string" ? [known] : known.keys();
    },
  };
}

export function isLookedAt(
  { services, keys }: LookedAt,
  instance: { id: InstanceId; service: string; keys: readonly Key[] },
): boolean {
  return services.has(instance.service) || keys.has(instance.id) || instance.keys.some((key) => keys.has(key));
}
