import { leaseHex } from "@/components/instances/instance-fields";
import { encodeText } from "@/components/shell/pages";
import { livenessIn, type ServiceSummary } from "@/lib/registry/select";
import type { Instance, LeaseId } from "@/lib/registry/types";

/** A lease and what hangs on it, as far as the view knows. */
export interface LeaseRow {
  id: LeaseId;
  hex: string;
  /** Sorted by service, then by id. */
  instances: readonly Instance[];
  services: readonly string[];
  keyCount: number;
  state: "alive" | "late" | "overdue";
}

const RANK = { overdue: 0, late: 1, alive: 2 } as const;

/** Every lease that holds an instance: what is wrong first, the rest in the order of their keys. */
export function leaseRowsOf(services: readonly ServiceSummary[], known: readonly LeaseRow[] = []): readonly LeaseRow[] {
  const held = new Map<LeaseId, { instances: Instance[]; state: LeaseRow["state"] }>();
  for (const service of services)
    for (const instance of service.instances) {
      if (instance.leaseId === null) continue;
      const liveness = livenessIn(service, instance);
      const state = liveness === "late" || liveness === "overdue" ? liveness : "alive";
      const lease = held.get(instance.leaseId);
      if (!lease) held.set(instance.leaseId, { instances: [instance], state });
      else {
        lease.instances.push(instance);
        if (RANK[state] < RANK[lease.state]) lease.state = state;
      }
    }
  const before = new Map(known.map((row) => [row.id, row]));
  const rows = [...held].map(([id, { instances, state }]) => keep(before.get(id), id, instances, state));
  // The services and their instances are sorted already: only what is wrong has to move.
  const wrong = rows.filter((row) => row.state !== "alive").sort((a, b) => RANK[a.state] - RANK[b.state]);
  return wrong.length === 0 ? rows : [...wrong, ...rows.filter((row) => row.state === "alive")];
}

/** An unchanged lease keeps its object, so that its row is not drawn again. */
function keep(
  old: LeaseRow | undefined,
  id: LeaseId,
  instances: readonly Instance[],
  state: LeaseRow["state"],
): LeaseRow {
  if (
    old?.state === state &&
    old.instances.length === instances.length &&
    old.instances.every((instance, index) => instance === instances[index])
  )
    return old;
  return {
    id,
    hex: leaseHex(id),
    instances,
    services: [...new Set(instances.map(({ service }) => service))],
    keyCount: new Set(instances.flatMap(({ keys }) => keys)).size,
    state,
  };
}

/** `/leases/7587…`; decimal, as the wire has it. */
export function leasePath(id: LeaseId): string {
  return `/leases/${encodeText(id)}`;
}

/** A segment of the address as a lease id: decimal, or etcdctl's hex. Null where it is neither. */
export function leaseIdOf(segment: string): LeaseId | null {
  if (/^-?\d{1,20}$/.test(segment)) return segment;
  if (/^[0-9a-f]{1,16}$/i.test(segment)) return BigInt.asIntN(64, BigInt(`0x${segment}`)).toString();
  return null;
}
