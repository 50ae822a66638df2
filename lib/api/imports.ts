import { reasonInput } from "./actions";
import { anyOf, filterText, trueOrFalse } from "./paging";
import { registrationFields } from "./registrations";
import { keySchema, revisionSchema } from "./registry";
import { z } from "./zod";

export const MOST_IMPORTED = 500;

/** One entry of a static file. */
export const staticRegistrationSchema = z.strictObject(registrationFields).meta({ id: "StaticRegistration" });
export type StaticRegistration = z.output<typeof staticRegistrationSchema>;

/** A static file of registrations: the oldest way of service discovery. */
export const staticFileSchema = z
  .strictObject({
    rollcall: z.literal(1, "must be 1: the version of this form of file"),
    leftOut: z
      .int()
      .exactOptional()
      .describe("In an export: registrations without an address, or with more metadata than is kept."),
    registrations: z
      .array(staticRegistrationSchema)
      .max(MOST_IMPORTED, `may hold ${MOST_IMPORTED} registrations at most`),
  })
  .meta({ id: "StaticFile" });
export type StaticFile = z.output<typeof staticFileSchema>;

export const importSchema = z
  .strictObject({
    format: z.enum(["yaml", "json"]).default("yaml"),
    file: z.string().max(240_000, "is too large").describe("The file's text."),
    overwrite: z
      .boolean()
      .default(false)
      .describe("Also change keys that are there with another value; their leases stay attached."),
    reason: reasonInput.exactOptional(),
  })
  .meta({ id: "Import" });
export type Import = z.output<typeof importSchema>;

export const importQuerySchema = z.strictObject({
  dryRun: trueOrFalse.default(false).describe("Writes nothing: only the difference."),
});

const importedEntrySchema = z.object({
  index: z.number().describe("Place in the file, from 0."),
  key: keySchema.nullable().describe("Null where it cannot be written."),
  service: z.string(),
  change: z
    .enum(["create", "update", "same", "refused"])
    .describe("What the file asks for, compared with what etcd has."),
  outcome: z
    .enum(["planned", "written", "unchanged", "refused", "conflict", "failed", "unknown"])
    .describe("`planned` only in a dry run."),
  words: z.string(),
  before: z.string().nullable().describe("The value as it is, secrets hidden; null where the key is free."),
  after: z.string().nullable().describe("The value as the file asks for it, secrets hidden."),
  leased: z.boolean().describe("The key hangs on a lease: a living owner may put its own value again."),
  revision: revisionSchema.nullable().describe("The revision that wrote it."),
  auditId: z.string().nullable(),
});

export const importedSchema = z
  .object({
    dryRun: z.boolean(),
    counts: z.object({ create: z.number(), update: z.number(), same: z.number(), refused: z.number() }),
    entries: z.array(importedEntrySchema).describe("In the file's order."),
  })
  .meta({ id: "Imported" });
export type Imported = z.infer<typeof importedSchema>;
export type ImportedEntry = Imported["entries"][number];

export const exportQuerySchema = z.strictObject({
  service: anyOf(filterText).describe("Only these; all without it."),
});
