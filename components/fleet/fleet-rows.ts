import type { Fleet, FleetInstance, FleetService } from "@/lib/api/fleet";

export type FleetRow =
  | { kind: "service"; id: string; service: FleetService; instances: readonly FleetInstance[] }
  | { kind: "instance"; id: string; service: FleetService; instances: readonly [FleetInstance] };

/** Each service, then its instances. A row of which nothing changed is the same object as before. */
export function fleetRowsOf(services: Fleet["services"], known: readonly FleetRow[]): FleetRow[] {
  const before = new Map(known.map((row) => [row.id, row]));
  const keep = (row: FleetRow): FleetRow => {
    const old = before.get(row.id);
    const same = old && old.service === row.service && old.instances.every((one, at) => one === row.instances[at]);
    return same && old.instances.length === row.instances.length ? old : row;
  };
  return services.flatMap((service) => [
    keep({ kind: "service", id: service.name, service, instances: service.instances }),
    ...service.instances.map((instance) => keep({ kind: "instance", id: instance.id, service, instances: [instance] })),
  ]);
}
