/** The registry a run is measured on, in layout `path`: pure, the same for the same shape. */

export interface FleetService {
  name: string;
  instances: number;
}

export interface FleetMember {
  key: string;
  service: string;
  host: string;
  /** A service whose page is looked at: its hosts lie in 10.9.0.0/16. */
  probe: boolean;
}

const DATACENTERS = ["eu-west", "us-east", "ap-south"] as const;
export const PREFIX = "/services/";
export const FIRST_PORT = 20_000;
const PORTS = 40_000;

/** `instances` spread over services of `perService`, the probed one first. */
export function fleetShape(instances: number, perService: number, probeInstances = 0): FleetService[] {
  const services: FleetService[] = [];
  if (probeInstances > 0) services.push({ name: "probe", instances: Math.min(instances, probeInstances) });
  let left = instances - (services[0]?.instances ?? 0);
  for (let index = 0; left > 0; index++) {
    const size = Math.min(perService, left);
    services.push({ name: `service-${String(index).padStart(4, "0")}`, instances: size });
    left -= size;
  }
  return services;
}

export function fleetMembers(services: readonly FleetService[]): FleetMember[] {
  return services.flatMap(({ name, instances }, at) =>
    Array.from({ length: instances }, (_, index): FleetMember => {
      const probe = name === "probe";
      const network = probe ? "10.9" : `10.${10 + (at % 200)}`;
      const datacenter = DATACENTERS[index % DATACENTERS.length] ?? DATACENTERS[0];
      return {
        key: `${PREFIX}${name}/${datacenter}/${name}-${String(index).padStart(5, "0")}`,
        service: name,
        host: `${network}.${index >> 8}.${index & 255}`,
        probe,
      };
    }),
  );
}

/** The port says which put it was; it comes round after 40,000 puts of one member. */
export function portOf(beat: number): number {
  return FIRST_PORT + (beat % PORTS);
}

/** What a registration looks like: some 200 bytes of JSON. */
export function registrationValue(member: FleetMember, port: number): string {
  return JSON.stringify({
    hostname: member.host,
    port,
    protocol: "http",
    version: "1.4.2",
    metadata: { zone: "a", build: "8c1f0d2e", team: "platform", started: "2026-11-02T06:00:00Z" },
  });
}
