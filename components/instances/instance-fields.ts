import { leaseHex } from "@/lib/leases/lease-hex";
import type { Endpoint, Instance } from "@/lib/registry/types";

export { leaseHex };

/** `10.0.1.27:50101`, `[::1]:80`; without a port where the registration gives none. */
export function endpointText(endpoint: Endpoint): string {
  const host = endpoint.host.includes(":") ? `[${endpoint.host}]` : endpoint.host;
  return endpoint.port === 0 ? endpoint.host : `${host}:${endpoint.port}`;
}

/** `http://10.0.1.27:50101` where the registration says the protocol. */
export function endpointUrl(endpoint: Endpoint): string {
  return endpoint.protocol === null ? endpointText(endpoint) : `${endpoint.protocol}://${endpointText(endpoint)}`;
}

export interface FieldChange {
  field: string;
  before: string | null;
  after: string | null;
}

/** What a registration says, field by field, in the order in which a person looks for it. */
function fieldsOf(instance: Instance): Map<string, string> {
  const fields = new Map<string, string>();
  const put = (field: string, value: string | number | undefined) => {
    if (value !== undefined) fields.set(field, String(value));
  };
  instance.endpoints.forEach((endpoint, index) => {
    put(instance.endpoints.length === 1 ? "endpoint" : `endpoint ${index + 1}`, endpointUrl(endpoint));
  });
  put("service", instance.service);
  put("instance", instance.instance);
  put("datacenter", instance.datacenter);
  put("namespace", instance.namespace);
  put("weight", instance.weight);
  put("registered at", instance.registeredAt);
  put("lease", instance.leaseId === null ? "none" : leaseHex(instance.leaseId));
  for (const name of Object.keys(instance.metadata).sort()) put(`metadata ${name}`, instance.metadata[name]);
  return fields;
}

/** Fields that differ. With one side missing: every field of the other. */
export function changesBetween(before: Instance | null, after: Instance | null): FieldChange[] {
  const old = before ? fieldsOf(before) : new Map<string, string>();
  const now = after ? fieldsOf(after) : new Map<string, string>();
  const changes: FieldChange[] = [];
  for (const field of new Set([...old.keys(), ...now.keys()])) {
    const [was, is] = [old.get(field) ?? null, now.get(field) ?? null];
    if (was !== is) changes.push({ field, before: was, after: is });
  }
  return changes;
}
