import { leaseNames } from "@/lib/leases/lease-hex";
import type { UnrecognizedKey, UnrecognizedReason } from "@/lib/registry/types";
import type { Language } from "../language";

const REASONS = [
  "key-not-matched",
  "value-not-json",
  "value-wrong-shape",
  "value-not-utf8",
  "value-too-large",
  "name-too-long",
  "unsigned",
] as const satisfies readonly UnrecognizedReason[];

export const unrecognizedLanguage: Language<UnrecognizedKey> = {
  list: "unrecognized keys",
  wordsIn: "key and reason",
  fields: [
    {
      name: "key",
      means: "the key",
      example: "key:/services/web/*",
      kind: "text",
      unlisted: true,
      of: ({ key }) => key,
    },
    {
      name: "reason",
      means: "why no layout reads it",
      example: "reason:value-not-json",
      kind: "choice",
      choices: REASONS,
      offered: true,
      of: ({ reason }) => reason,
    },
    {
      name: "layout",
      means: "the layout that knows the key but not the value",
      example: "layout:grpc",
      kind: "text",
      offered: true,
      of: ({ layout }) => layout,
    },
    {
      name: "lease",
      means: "its lease, in hex or decimal",
      example: "-lease:*",
      kind: "text",
      unlisted: true,
      of: ({ leaseId }) => (leaseId === null ? null : leaseNames(leaseId)),
    },
    {
      name: "size",
      means: "bytes of its value",
      example: "size:>1000",
      kind: "number",
      of: ({ valueBytes }) => valueBytes,
    },
    {
      name: "rev",
      aliases: ["revision"],
      means: "the revision of its last change",
      example: "rev:>48000",
      kind: "number",
      unlisted: true,
      of: ({ modRevision }) => modRevision,
    },
  ],
  lines: ({ key, detail, reason }) => `${key}\n${detail}\n${reason}`.toLowerCase(),
};
