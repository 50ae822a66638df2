/** What processes that were killed have left in etcd: taken out at once, not waited for. */
import { FLEET_TTLS } from "@/lib/api/fleet";
import type { Etcd } from "@/lib/discovery/etcd";
import { prefixRange } from "@/lib/etcd/key-range";
import type { EtcdPort, KeyValue } from "@/lib/etcd/port";
import { layoutById } from "@/lib/layouts/built-in";
import { createLayoutSet } from "@/lib/layouts/layout-set";
import type { LeaseId } from "@/lib/registry/types";
import { FAMILY, type FamilyService, STORM } from "./family";
import { instanceName } from "./names";

/** Ends these leases; one that is gone is no trouble. */
export async function revokeAll(etcd: Etcd, leaseIds: Iterable<LeaseId>): Promise<void> {
  await Promise.all([...leaseIds].map((leaseId) => etcd.use((port) => port.revokeLease(leaseId)).catch(() => {})));
}

/**
 * Takes out what the fleet's own services have registered on this machine and `isAlive` does not know. Somebody else's
 * instance of a service of the same name stays, unless it looks exactly like one of ours.
 */
export async function removeLeftovers(etcd: Etcd, isAlive: (key: string) => boolean): Promise<number> {
  const found = (await Promise.all([...FAMILY, STORM].map((service) => listOurs(etcd, service)))).flat();
  const left = found.filter(({ key }) => !isAlive(key));
  await Promise.all(left.map((one) => etcd.use((port) => remove(port, one)).catch(() => {})));
  return left.length;
}

async function listOurs(etcd: Etcd, service: FamilyService): Promise<KeyValue[]> {
  const { name, prefix } = service;
  const layout = layoutById(service.layout);
  if (!layout) return [];
  const layouts = createLayoutSet([{ prefix, layouts: [layout] }]);
  const range = prefixRange(`${prefix}${name}${prefix.endsWith("|") ? "|" : "/"}`);
  const { keyValues } = await etcd.use((port) => port.range({ range }));
  return keyValues.filter((keyValue) => {
    const [instance] = layouts.decode(keyValue.key, [keyValue]).instances;
    if (instance?.service !== name || instance.endpoints[0]?.host !== "127.0.0.1") return false;
    if ((keyValue.leaseId === null) !== (service.keeping === "static")) return false;
    return service.layout === "heartbeat" || instanceName.isOurs(service, instance.instance);
  });
}

async function remove(port: EtcdPort, { key, modRevision, leaseId }: KeyValue): Promise<void> {
  if (leaseId !== null) {
    const { grantedSeconds } = await port.timeToLive(leaseId);
    if (FLEET_TTLS.some((ttl) => ttl === grantedSeconds)) await port.revokeLease(leaseId);
    return;
  }
  const when = [{ key, target: "mod", operator: "=", value: modRevision } as const];
  await port.transact({ when, then: [{ kind: "delete", range: { key } }], otherwise: [] });
}
