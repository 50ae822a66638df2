import type { EventType, Instance, RegistryEvent } from "@/lib/registry/types";
import { type Language, through } from "../language";
import { CAUSES, REGISTRATION_FIELDS } from "./instances";

export const EVENT_TYPES = [
  "registered",
  "updated",
  "re-registered",
  "heartbeat",
  "late",
  "recovered",
  "removed",
  "drained",
  "resumed",
  "ttl-reset",
  "gap",
  "cleared",
] as const satisfies readonly EventType[];

/** The registration as it became; of one that left, as it was. */
function instanceOf({ after, before }: RegistryEvent): Instance | undefined {
  return after ?? before;
}

export const eventLanguage: Language<RegistryEvent> = {
  list: "events",
  wordsIn: "key, service, instance and who did it",
  fields: [
    {
      name: "service",
      means: "the name of the service",
      example: "service:orders",
      kind: "text",
      offered: true,
      of: ({ service, folded }) => folded?.services.map((one) => one.service) ?? service,
    },
    {
      name: "type",
      means: "what happened",
      example: "type:removed",
      kind: "choice",
      choices: EVENT_TYPES,
      offered: true,
      of: ({ type }) => type,
    },
    {
      name: "cause",
      means: "why an instance left",
      example: "cause:expired",
      kind: "choice",
      choices: CAUSES,
      offered: true,
      of: ({ cause }) => cause,
    },
    {
      name: "certainty",
      means: "how sure the cause is",
      example: "certainty:exact",
      kind: "choice",
      choices: ["exact", "inferred"],
      of: ({ certainty }) => certainty,
    },
    {
      name: "instance",
      means: "the instance's own name",
      example: "instance:web-7",
      kind: "text",
      of: ({ instance }) => instance,
    },
    {
      name: "key",
      aliases: ["id"],
      means: "the key",
      example: "key:/services/web/*",
      kind: "text",
      unlisted: true,
      of: ({ key, instanceId }) => [key ?? [], instanceId ?? []].flat(),
    },
    { name: "actor", means: "who did it", example: "actor:mina", kind: "text", of: ({ actor }) => actor },
    {
      name: "rev",
      aliases: ["revision"],
      means: "the revision",
      example: "rev:>48000",
      kind: "number",
      unlisted: true,
      of: ({ revision }) => revision,
    },
    ...REGISTRATION_FIELDS.map((field) => through(field, instanceOf)),
  ],
  lines: ({ key, service, instance, actor }) =>
    `${key ?? ""}\n${service ?? ""}\n${instance ?? ""}\n${actor ?? ""}`.toLowerCase(),
};
