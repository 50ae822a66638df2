import type { InstanceId, Key, LeaseId } from "@/lib/registry/types";
import type { View } from "@/lib/registry/view";

export interface LeaseIndex {
  /** Follows from one view to the next; the leases that came and those that hold nothing any more. */
  update(
    previous: Pick<View, "instances"> | null,
    next: Pick<View, "instances">,
  ): { added: LeaseId[]; dropped: LeaseId[] };
  /** Whose registrations hang on the lease; several keys on one lease are one observation. */
  instancesOf(leaseId: LeaseId): ReadonlySet<InstanceId>;
  has(leaseId: LeaseId): boolean;
  ids(): IterableIterator<LeaseId>;
  readonly size: number;
}

const NONE: ReadonlySet<InstanceId> = new Set();

/** Which instances hang on which lease. */
export function createLeaseIndex(): LeaseIndex {
  const leases = new Map<LeaseId, Set<InstanceId>>();

  function attach(leaseId: LeaseId, id: InstanceId): void {
    const held = leases.get(leaseId);
    if (held) held.add(id);
    else leases.set(leaseId, new Set([id]));
  }

  return {
    update(previous, next) {
      const touched = new Map<LeaseId, boolean>();
      const touch = (leaseId: LeaseId) => {
        if (!touched.has(leaseId)) touched.set(leaseId, leases.has(leaseId));
      };
      const detach = (id: InstanceId) => {
        const leaseId = previous?.instances.get(id)?.leaseId ?? null;
        if (leaseId === null) return;
        touch(leaseId);
        leases.get(leaseId)?.delete(id);
      };
      const { put, remove } = previous
        ? next.instances.since(previous.instances)
        : { put: [...next.instances.values()], remove: [] };
      for (const id of remove) detach(id);
      for (const instance of put) {
        if (previous?.instances.get(instance.id)?.leaseId === instance.leaseId && previous.instances.has(instance.id))
          continue;
        detach(instance.id);
        if (instance.leaseId === null) continue;
        touch(instance.leaseId);
        attach(instance.leaseId, instance.id);
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
    has: (leaseId) => leases.has(leaseId),
    ids: () => leases.keys(),
    get size() {
      return leases.size;
    },
  };
}

/** Services and keys that somebody looks at. */
export interface LookedAt {
  services: ReadonlySet<string>;
  keys: ReadonlySet<Key>;
}

export function isLookedAt(
  { services, keys }: LookedAt,
  instance: { id: InstanceId; service: string; keys: readonly Key[] },
): boolean {
  return services.has(instance.service) || keys.has(instance.id) || instance.keys.some((key) => keys.has(key));
}
