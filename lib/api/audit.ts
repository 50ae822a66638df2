import { ACTIONS, type Aftermath, type AuditEntry, OUTCOMES } from "@/lib/audit/entry";
import { ROLES } from "@/lib/auth/roles";
import { auditLanguage } from "@/lib/query/languages/audit";
import { moment } from "./moment";
import { anyOf, filterText, pageAnswer, pageQuery } from "./paging";
import { queryOver } from "./query";
import { keySchema, leaseIdSchema, millisecondsSchema, revisionSchema } from "./registry";
import { z } from "./zod";

export const actionNameSchema = z.enum(ACTIONS).meta({ id: "ActionName" });
export const outcomeSchema = z.enum(OUTCOMES).meta({ id: "Outcome" });

export const aftermathSchema = z
  .discriminatedUnion("kind", [
    z.object({ kind: z.literal("watching"), until: millisecondsSchema }),
    z.object({
      kind: z.literal("returned"),
      revision: revisionSchema,
      afterMs: z.number(),
      leaseId: leaseIdSchema.nullable(),
    }),
    z.object({ kind: z.literal("restored"), revision: revisionSchema, auditId: z.string() }),
    z.object({ kind: z.literal("stayed-away"), watchedMs: z.number() }),
    z.object({ kind: z.literal("unwatched") }),
  ])
  .meta({ id: "Aftermath" }) satisfies z.ZodType<Aftermath>;

export const auditEntrySchema = z
  .object({
    id: z.string().describe("Sorts by time."),
    at: millisecondsSchema,
    actor: z.string(),
    role: z.enum(ROLES),
    console: z.string().describe("Which of several consoles did it."),
    action: actionNameSchema,
    key: keySchema.nullable(),
    service: z.string().nullable(),
    instance: z.string().nullable(),
    leaseId: leaseIdSchema.nullable(),
    keys: z.array(keySchema).describe("Every key of the registry that was written or removed, or is meant to be."),
    keyCount: z.number().int().exactOptional().describe("How many, where `keys` lists the first of them only."),
    reason: z.string().nullable(),
    mode: z.enum(["key", "lease"]).nullable().describe("Of an eviction."),
    overridden: z.array(z.string()).describe("Rules of guards that an admin overrode."),
    outcome: outcomeSchema,
    detail: z.string().describe("A sentence."),
    refusedBy: z.array(z.string()).describe("The rules that refused."),
    revision: revisionSchema.nullable().describe("The revision that made the change; null where nothing was changed."),
    restorable: z.boolean().describe("The evicted key may be put back, as long as its lease lives."),
    aftermath: aftermathSchema.nullable().describe("Of an eviction: whether the instance came back."),
    of: z.string().nullable().describe("The entry that this one undoes or continues."),
    signed: z
      .boolean()
      .describe("False: not signed with this console's secret; whoever may write to etcd may have written it."),
  })
  .meta({ id: "AuditEntry" }) satisfies z.ZodType<AuditEntry>;

export const auditQuerySchema = z.strictObject({
  ...pageQuery,
  id: filterText.exactOptional().describe("One entry."),
  action: anyOf(actionNameSchema),
  outcome: anyOf(outcomeSchema),
  actor: anyOf(filterText),
  service: anyOf(filterText),
  key: filterText.exactOptional().describe("A key that the action wrote or removed."),
  revision: revisionSchema.exactOptional().describe("The revision that the action made."),
  q: queryOver(auditLanguage),
  since: moment.exactOptional(),
  until: moment.exactOptional(),
});
export type AuditQuery = z.infer<typeof auditQuerySchema>;

export const auditAnswerSchema = z
  .object({
    entries: z.array(auditEntrySchema).describe("Newest first."),
    unsigned: z
      .number()
      .describe(
        "Entries under `/rollcall/audit/` that are not signed with this console's secret; the newest 500 are listed.",
      ),
    complete: z.boolean().describe("False where older entries are no longer held in memory; etcd has them."),
    keptDays: z.number().describe("Older entries are removed from etcd."),
    ...pageAnswer,
  })
  .meta({ id: "Audit" });
export type AuditAnswer = z.infer<typeof auditAnswerSchema>;

/** Columns of the CSV export, in order. */
export const AUDIT_COLUMNS = [
  "at",
  "actor",
  "role",
  "console",
  "action",
  "mode",
  "outcome",
  "service",
  "instance",
  "key",
  "leaseId",
  "revision",
  "reason",
  "overridden",
  "refusedBy",
  "detail",
  "keys",
  "aftermath",
  "of",
  "id",
  "signed",
] as const;
