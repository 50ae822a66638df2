/** For tests of the map: services as the view sums them up. */
import type { LeaseReading } from "@/lib/leases/reading";
import type { ServiceSummary } from "@/lib/registry/select";
import { ShardMap } from "@/lib/registry/shard-map";
import { summarizeServices } from "@/lib/registry/summaries";
import type { Cause, Drain, Instance, Tombstone } from "@/lib/registry/types";

export interface Registered {
  service: string;
  datacenter?: string;
  /** How many like this. */
  count?: number;
  dependsOn?: string;
  metadata?: Record<string, string>;
  liveness?: LeaseReading["liveness"] | "static";
  draining?: boolean;
  /** They have left. */
  gone?: Cause;
}

export function instanceOf({ service, datacenter, dependsOn, metadata }: Registered, index: number): Instance {
  const name = `${service}-${String(index).padStart(5, "0")}`;
  const id = `/services/${service}/${datacenter ?? ""}/${name}`;
  return {
    id,
    keys: [id],
    layout: "path",
    service,
    instance: name,
    ...(datacenter !== undefined && { datacenter }),
    endpoints: [{ protocol: "http", host: "10.0.0.1", port: 80 }],
    metadata: { ...(dependsOn !== undefined && { dependsOn }), ...metadata },
    leaseId: String(index + 1),
    createRevision: "1",
    modRevision: "1",
    version: "1",
  };
}

/** Numbered from 0 per service and datacenter, in the order given. */
export function servicesOf(all: readonly Registered[], minimums: Record<string, number> = {}) {
  const instances: Instance[] = [];
  const tombstones: Tombstone[] = [];
  const drains: Drain[] = [];
  const readings: LeaseReading[] = [];
  const numbers = new Map<string, number>();
  for (const one of all)
    for (let made = 0; made < (one.count ?? 1); made++) {
      const place = `${one.service}\n${one.datacenter ?? ""}`;
      const index = numbers.get(place) ?? 0;
      numbers.set(place, index + 1);
      const plain = instanceOf(one, index);
      const leaseId = one.liveness === "static" ? null : `${plain.id} lease`;
      const instance = { ...plain, leaseId };
      if (one.gone) tombstones.push(tombstoneOf(instance, one.gone, index));
      else instances.push(instance);
      if (one.draining) drains.push(drainOf(instance));
      if (leaseId !== null && one.liveness && one.liveness !== "static")
        readings.push(readingOf(leaseId, one.liveness));
    }
  const expected = Object.entries(minimums).map(([service, minimum]) => ({
    service,
    minimum,
    actor: "",
    at: 1,
    modRevision: "4",
  }));
  const view = {
    epoch: "e",
    seq: 1,
    revision: "9",
    instances: ShardMap.from(instances.map((one) => [one.id, one] as const)),
    tombstones: ShardMap.from(tombstones.map((one) => [one.id, one] as const)),
    unrecognized: ShardMap.empty<never>(),
    leases: ShardMap.from(readings.map((one) => [one.leaseId, one] as const)),
    drains: ShardMap.from(drains.map((one) => [one.key, one] as const)),
    minimums: ShardMap.from(expected.map((one) => [one.service, one] as const)),
  };
  const services: readonly ServiceSummary[] = summarizeServices(view);
  return { view, services, find: (id: string) => view.instances.get(id) ?? null };
}

function tombstoneOf(instance: Instance, cause: Cause, index: number): Tombstone {
  return {
    id: instance.id,
    instance,
    cause,
    certainty: "exact",
    evidence: "for the test",
    removedAtMs: index,
    revision: "2",
  };
}

function drainOf({ id, createRevision }: Instance): Drain {
  return { key: id, until: null, reason: "", actor: "admin", at: 1, createRevision, modRevision: "3" };
}

function readingOf(leaseId: string, liveness: LeaseReading["liveness"]): LeaseReading {
  return {
    leaseId,
    liveness,
    grantedSeconds: 10,
    deadline: [10_000, 10_000],
    renewedAt: [0, 0],
    sentAt: 0,
    observedAt: 0,
    since: 0,
    rhythmMs: null,
    jitterMs: null,
    beatCount: 0,
    renewed: false,
    resets: 0,
  };
}
