import { hideUrlUsers } from "@/lib/layouts/secret-text";
import { writeYaml } from "@/lib/yaml/write";
import { rowIn } from "./select";
import type { Instance } from "./types";
import type { View } from "./view";

/**
 * The registry as people read it: services, in them instances by key, with what is known of each at one revision. For
 * a ticket, a diff, a repository; not for putting back (that is what `/exports` and `/imports` are for). Sorted, so that
 * two of them differ only where the registry does.
 */
export function snapshotYaml(view: View, takenAt: string): string {
  const services = new Map<string, Record<string, unknown>[]>();
  const sorted = [...view.instances.values()].sort((a, b) => compare(a.service, b.service) || compare(a.id, b.id));
  for (const instance of sorted) {
    const known = services.get(instance.service) ?? [];
    known.push(entryOf(view, instance));
    services.set(instance.service, known);
  }
  const gone = [...view.tombstones.values()].sort((a, b) => compare(a.id, b.id));
  return writeYaml({
    takenAt,
    epoch: view.epoch,
    revision: view.revision,
    services: Object.fromEntries(services),
    ...(gone.length > 0 && {
      gone: gone.map(({ instance, cause, certainty, revision }) => ({
        key: hideUrlUsers(instance.keys[0] ?? instance.id),
        service: instance.service,
        cause,
        certainty,
        revision,
      })),
    }),
    ...(view.unrecognized.size > 0 && { unrecognized: [...view.unrecognized.keys()].sort().map(hideUrlUsers) }),
  });
}

function entryOf(view: View, instance: Instance): Record<string, unknown> {
  const { liveness, adminState } = rowIn(view, instance);
  return {
    key: hideUrlUsers(instance.keys[0] ?? instance.id),
    instance: instance.instance,
    state: adminState === "draining" ? "draining" : liveness,
    layout: instance.layout,
    ...(instance.datacenter !== undefined && { datacenter: instance.datacenter }),
    ...(instance.namespace !== undefined && { namespace: instance.namespace }),
    endpoints: instance.endpoints.map(
      ({ protocol, host, port }) => `${protocol === null ? "" : `${protocol}://`}${host}${port > 0 ? `:${port}` : ""}`,
    ),
    ...(Object.keys(instance.metadata).length > 0 && { metadata: instance.metadata }),
    lease: instance.leaseId,
    modRevision: instance.modRevision,
  };
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
