import type { KeyValue } from "@/lib/etcd/port";
import type { Instance } from "@/lib/registry/types";

/** What a key and its value say, before it is an instance: fields of types.ts as text, and metadata. */
export interface Fields {
  get(field: string): string | undefined;
  /** `metadata.name` goes into the metadata. */
  set(field: string, value: string): void;
  readonly metadata: Map<string, string>;
}

export function createFields(entries: Iterable<readonly [string, string]> = []): Fields {
  const values = new Map(entries);
  const metadata = new Map<string, string>();
  return {
    get: (field) => values.get(field),
    set(field, value) {
      if (field.startsWith("metadata.")) metadata.set(field.slice("metadata.".length), value);
      else values.set(field, value);
    },
    metadata,
  };
}

/** The instance that the fields describe. */
export function toInstance(layout: string, keyValue: KeyValue, fields: Fields): Instance {
  const host = fields.get("host");
  const datacenter = fields.get("datacenter");
  const namespace = fields.get("namespace");
  const weight = toWeight(fields.get("weight") ?? fields.metadata.get("weight"));
  const registeredAt = toTime(fields.get("registeredAt"));
  return {
    id: keyValue.key,
    keys: [keyValue.key],
    layout,
    service: fields.get("service") ?? keyValue.key,
    instance: fields.get("instance") ?? keyValue.key,
    ...(datacenter === undefined ? {} : { datacenter }),
    ...(namespace === undefined ? {} : { namespace }),
    endpoints:
      host === undefined
        ? []
        : [{ protocol: fields.get("protocol") ?? null, host, port: Number(fields.get("port") ?? 0) }],
    // fromEntries defines members, it never assigns: a member called __proto__ stays one.
    metadata: Object.fromEntries(fields.metadata),
    ...(weight === null ? {} : { weight }),
    leaseId: keyValue.leaseId,
    createRevision: keyValue.createRevision,
    modRevision: keyValue.modRevision,
    version: keyValue.version,
    ...(registeredAt === null ? {} : { registeredAt }),
  };
}

function toWeight(text: string | undefined): number | null {
  if (text === undefined || !/^\d{1,9}(?:\.\d{1,9})?$/.test(text)) return null;
  return Number(text);
}

/** Only what says its own form: a bare number may be seconds or milliseconds. */
function toTime(text: string | undefined): string | null {
  if (text === undefined || text.length > 40 || !/^\d{4}-\d\d-\d\dT\d\d:\d\d/.test(text)) return null;
  const time = Date.parse(text);
  return Number.isNaN(time) ? null : new Date(time).toISOString();
}
