import type { KeyValue } from "@/lib/etcd/port";
import type { Instance } from "@/lib/registry/types";

const NONE: ReadonlyMap<string, string> = new Map();

/** What a key and its value say, before it is an instance: fields of types.ts as text, and metadata. */
export class Fields {
  readonly metadata = new Map<string, string>();
  readonly #values = new Map<string, string>();

  /** What is set wins over `captures`, and these over `others`. Neither is copied: most keys are read at a start. */
  constructor(
    private readonly captures: ReadonlyMap<string, string>,
    private readonly others: ReadonlyMap<string, string> = NONE,
  ) {}

  get(field: string): string | undefined {
    return this.#values.get(field) ?? this.captures.get(field) ?? this.others.get(field);
  }

  /** `metadata.name` goes into the metadata. */
  set(field: string, value: string): void {
    if (field.startsWith("metadata.")) this.metadata.set(field.slice("metadata.".length), value);
    else this.#values.set(field, value);
  }
}

/** The instance that the fields describe. */
export function toInstance(layout: string, keyValue: KeyValue, fields: Fields): Instance {
  const host = fields.get("host");
  const datacenter = fields.get("datacenter");
  const namespace = fields.get("namespace");
  const weight = toWeight(fields.get("weight") ?? fields.metadata.get("weight"));
  const registeredAt = toTime(fields.get("registeredAt"));
  const instance: Instance = {
    id: keyValue.key,
    keys: [keyValue.key],
    layout,
    service: fields.get("service") ?? keyValue.key,
    instance: fields.get("instance") ?? keyValue.key,
    endpoints:
      host === undefined
        ? []
        : [{ protocol: readProtocol(fields.get("protocol")), host, port: Number(fields.get("port") ?? 0) }],
    metadata: toRecord(fields.metadata),
    leaseId: keyValue.leaseId,
    createRevision: keyValue.createRevision,
    modRevision: keyValue.modRevision,
    version: keyValue.version,
  };
  if (datacenter !== undefined) instance.datacenter = datacenter;
  if (namespace !== undefined) instance.namespace = namespace;
  if (weight !== null) instance.weight = weight;
  if (registeredAt !== null) instance.registeredAt = registeredAt;
  return instance;
}

/** In lower case: names of protocols are schemes, which compare without case (RFC 3986 3.1). Null where none is given. */
export function readProtocol(text: string | undefined): string | null {
  return text?.trim().toLowerCase() || null;
}

function toRecord(entries: ReadonlyMap<string, string>): Record<string, string> {
  // fromEntries defines members where this assigns them: a member called __proto__ has to stay one.
  if (entries.has("__proto__")) return Object.fromEntries(entries);
  const record: Record<string, string> = {};
  for (const [name, value] of entries) record[name] = value;
  return record;
}

function toWeight(text: string | undefined): number | null {
  if (text === undefined || !/^\d{1,9}(?:\.\d{1,9})?$/.test(text)) return null;
  return Number(text);
}

/** Only what says its own form: a bare number may be seconds or milliseconds, a time without a zone anywhere. */
function toTime(text: string | undefined): string | null {
  if (text === undefined || text.length > 40 || !/^\d{4}-\d\d-\d\dT[\d:.]+(?:Z|[+-]\d\d:?\d\d)$/.test(text))
    return null;
  const time = Date.parse(text);
  return Number.isNaN(time) ? null : new Date(time).toISOString();
}
