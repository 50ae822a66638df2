import { leaseNames } from "@/lib/leases/lease-hex";
import type { InstanceRow, LivenessCounts } from "@/lib/registry/select";
import type { AdminState, Cause, Instance } from "@/lib/registry/types";
import type { Part, Term } from "../ast";
import { type Field, type Language, through } from "../language";
import { globTest } from "../text-test";

const LIVENESS = ["alive", "late", "overdue", "static", "gone"] as const satisfies readonly (keyof LivenessCounts)[];
const ADMIN = ["in-service", "draining"] as const satisfies readonly AdminState[];
export const CAUSES = [
  "evicted",
  "expired",
  "revoked",
  "deleted",
  "replaced",
  "unknown",
] as const satisfies readonly Cause[];
/** What an instance is shown as: its liveness, or what an operator made of it. */
export const STATES = [...LIVENESS, "draining"] as const;

/** What a registration says: of instances, and of those that events are about. */
export const REGISTRATION_FIELDS: readonly Field<Instance>[] = [
  {
    name: "dc",
    aliases: ["datacenter"],
    means: "the datacenter",
    example: "dc:eu-west",
    kind: "text",
    offered: true,
    of: ({ datacenter }) => datacenter,
  },
  {
    name: "namespace",
    aliases: ["ns"],
    means: "the namespace",
    example: "namespace:shop",
    kind: "text",
    offered: true,
    of: ({ namespace }) => namespace,
  },
  {
    name: "layout",
    means: "the key layout that read it",
    example: "layout:grpc",
    kind: "text",
    offered: true,
    of: ({ layout }) => layout,
  },
  {
    name: "meta",
    aliases: ["metadata"],
    means: "a value of the metadata, by its name",
    example: "meta.version:1.2",
    kind: "text",
    hasSubs: true,
    of: ({ metadata }, sub) =>
      sub === null ? Object.values(metadata) : Object.hasOwn(metadata, sub) ? metadata[sub] : null,
    subsOf: ({ metadata }) => Object.keys(metadata),
  },
  {
    name: "host",
    means: "the host of an endpoint",
    example: "host:10.0.1.*",
    kind: "text",
    of: ({ endpoints }) => endpoints.map(({ host }) => host),
  },
  {
    name: "port",
    means: "the port of an endpoint",
    example: "port:>8000",
    kind: "number",
    of: ({ endpoints }) => endpoints.map(({ port }) => port),
  },
  {
    name: "protocol",
    means: "the protocol of an endpoint",
    example: "protocol:grpc",
    kind: "text",
    of: ({ endpoints }) => endpoints.flatMap(({ protocol }) => protocol ?? []),
  },
  {
    name: "lease",
    means: "its lease, in hex or decimal",
    example: "lease:694d8f0a*",
    kind: "text",
    unlisted: true,
    of: ({ leaseId }) => (leaseId === null ? null : leaseNames(leaseId)),
  },
  {
    name: "weight",
    means: "the weight, where the registration gives one",
    example: "weight:>1",
    kind: "number",
    of: ({ weight }) => weight,
  },
];

export const instanceLanguage: Language<InstanceRow> = {
  list: "instances",
  wordsIn: "key, name, address, lease and metadata",
  fields: [
    {
      name: "service",
      means: "the name of the service",
      example: "service:web",
      kind: "text",
      offered: true,
      of: ({ instance }) => instance.service,
    },
    {
      name: "state",
      means: "how it stands: liveness, or draining",
      example: "state:late,overdue",
      kind: "choice",
      choices: STATES,
      offered: true,
      of: ({ liveness, adminState }) => (adminState === "draining" ? [liveness, adminState] : liveness),
    },
    {
      name: "liveness",
      means: "what its lease says",
      example: "liveness:late",
      kind: "choice",
      choices: LIVENESS,
      of: ({ liveness }) => liveness,
    },
    {
      name: "admin",
      means: "what an operator made of it",
      example: "admin:draining",
      kind: "choice",
      choices: ADMIN,
      of: ({ adminState }) => adminState,
    },
    ...REGISTRATION_FIELDS.map((field) => through(field, ({ instance }: InstanceRow) => instance)),
    {
      name: "instance",
      means: "its own name",
      example: "instance:web-7",
      kind: "text",
      of: ({ instance }) => instance.instance,
    },
    {
      name: "key",
      aliases: ["id"],
      means: "any of its keys",
      example: "key:/services/web/*",
      kind: "text",
      unlisted: true,
      of: ({ instance }) => (instance.keys[0] === instance.id ? instance.keys : [instance.id, ...instance.keys]),
    },
    {
      name: "rev",
      aliases: ["revision"],
      means: "the revision of its last change",
      example: "rev:>48000",
      kind: "number",
      unlisted: true,
      of: ({ instance, tombstone }) => (tombstone ? tombstone.revision : instance.modRevision),
    },
    {
      name: "cause",
      means: "why it is gone",
      example: "cause:expired",
      kind: "choice",
      choices: CAUSES,
      of: ({ tombstone }) => tombstone?.cause,
    },
  ],
  lines: ({ instance }) => linesOf(instance),
};

/** What a search looks through; kept per instance, because an unchanged instance stays the same object. */
const lines = new WeakMap<Instance, string>();

function linesOf(instance: Instance): string {
  let text = lines.get(instance);
  if (text === undefined) {
    const endpoints = instance.endpoints.map(({ protocol, host, port }) => `${protocol ?? ""}://${host}:${port}`);
    const metadata = Object.entries(instance.metadata).map(([name, value]) => `${name}=${value}`);
    const { leaseId } = instance;
    const lease = leaseId === null ? [] : leaseNames(leaseId);
    const facts = [instance.service, instance.instance, instance.datacenter, instance.namespace, ...lease];
    text = [instance.id, ...instance.keys, ...facts, ...endpoints, ...metadata].join("\n").toLowerCase();
    lines.set(instance, text);
  }
  return text;
}

const ONLY_GONE = new Set(["state", "liveness", "cause"]);

/** Whether the query asks for instances that are gone; otherwise those present are meant. */
export function asksForGone(parts: readonly Part[]): boolean {
  return parts.some((part) => part.kind === "term" && !part.negated && ONLY_GONE.has(part.field) && namesGone(part));
}

function namesGone({ field, values }: Term): boolean {
  if (field === "cause") return true;
  return values.some(({ text, quoted }) => (quoted ? text === "gone" : globTest(text.toLowerCase())("gone")));
}
