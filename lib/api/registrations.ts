import { doneFields, keyInput, reasonInput, seenRevision, serviceInput } from "./actions";
import { trueOrFalse } from "./paging";
import { keySchema, leaseIdSchema, millisecondsSchema, revisionSchema } from "./registry";
import { z } from "./zod";

export const MOST_METADATA = 200;
const text = (most: number) => z.string().max(most, `must be at most ${most} characters`);

/** One registration, as a form, a program or a file gives it. */
export const registrationFields = {
  layout: text(100).min(1, "names no layout"),
  prefix: text(1_024)
    .exactOptional()
    .describe("One of the watched prefixes; without it the first that has this layout."),
  service: serviceInput,
  instance: text(1_024).exactOptional().describe("Without it the layout names it after its address."),
  host: text(255),
  port: z.int().min(1).max(65_535),
  datacenter: text(255).exactOptional(),
  protocol: text(32).exactOptional(),
  metadata: z
    .record(text(255), text(8_192))
    .refine((record) => Object.keys(record).length <= MOST_METADATA, `must have at most ${MOST_METADATA} entries`)
    .exactOptional(),
};

export const registrationSchema = z
  .strictObject({
    ...registrationFields,
    ttlSeconds: z
      .int()
      .min(5)
      .max(86_400)
      .nullable()
      .default(30)
      .describe("Null: without a lease; the key stays until somebody deletes it."),
    hold: z
      .enum(["console", "none"])
      .default("console")
      .describe("Who keeps the lease alive: the console, until it ends, or nobody, and it runs out."),
    reason: reasonInput.exactOptional(),
  })
  .refine(({ ttlSeconds, hold }) => ttlSeconds !== null || hold === "none", {
    path: ["hold"],
    message: "must be none where there is no lease to hold",
  })
  .meta({ id: "Registration" });
export type Registration = z.output<typeof registrationSchema>;

export const registrationQuerySchema = z.strictObject({
  dryRun: trueOrFalse.default(false).describe("Writes nothing: answers the bytes and what was checked (200)."),
  reach: trueOrFalse.default(false).describe("Looks whether something answers there, by the rules of test requests."),
});

/** One look before a registration. */
const checkSchema = z.object({
  check: z.enum(["key-free", "service-known", "reachable"]),
  state: z.enum(["good", "bad", "unknown"]).describe("Only `key-free` keeps it from being written."),
  words: z.string(),
});

export const registrationPreviewSchema = z
  .object({
    key: keySchema,
    value: z.object({
      text: z.string().describe("Exactly what is written."),
      base64: z.string(),
      bytes: z.number(),
    }),
    layout: z.string(),
    prefix: z.string(),
    ttlSeconds: z.number().nullable(),
    hold: z.enum(["console", "none"]),
    checks: z.array(checkSchema),
    etcdctl: z.string().describe("The same as a command."),
  })
  .meta({ id: "RegistrationPreview" });
export type RegistrationPreview = z.infer<typeof registrationPreviewSchema>;

export const registeredSchema = z
  .object({
    ...doneFields,
    key: keySchema,
    leaseId: leaseIdSchema.nullable(),
    ttlSeconds: z.number().nullable().describe("As etcd granted it."),
    modRevision: revisionSchema,
  })
  .meta({ id: "Registered" });
export type Registered = z.infer<typeof registeredSchema>;

/** What `POST /registrations` answers: 201 the first, 200 the second. */
export const registrationAnswerSchema = z.union([registeredSchema, registrationPreviewSchema]);

export const heldSchema = z
  .object({
    key: keySchema,
    service: z.string(),
    instance: z.string(),
    layout: z.string(),
    leaseId: leaseIdSchema,
    ttlSeconds: z.number(),
    modRevision: revisionSchema.describe("Of the key as the console wrote it."),
    state: z
      .enum(["holding", "paused", "ended"])
      .describe(
        "`holding`: kept alive · `paused`: it runs out unless resumed · `ended`: the lease or the key is gone.",
      ),
    words: z.string().describe("The state in a sentence, with the reason."),
    since: millisecondsSchema.describe("Since when it is in this state."),
    renewedAt: millisecondsSchema.describe("When the lease was granted or renewed last."),
    nextRenewalAt: millisecondsSchema.nullable().describe("Null unless it is being held."),
    runsOutAt: millisecondsSchema
      .nullable()
      .describe("When the lease runs out unless it is renewed; null once it has."),
    actor: z.string(),
    auditId: z.string(),
  })
  .meta({ id: "HeldRegistration" });
export type HeldRegistration = z.infer<typeof heldSchema>;

export const heldAnswerSchema = z
  .object({
    registrations: z.array(heldSchema).describe("By key."),
    note: z.string().describe("What becomes of them when the console ends."),
    serverTime: millisecondsSchema,
  })
  .meta({ id: "HeldRegistrations" });
export type HeldAnswer = z.infer<typeof heldAnswerSchema>;

/** Body of pause, resume and release. */
export const heldKeySchema = z
  .strictObject({ key: keyInput, reason: reasonInput.exactOptional() })
  .meta({ id: "HeldKey" });
export const heldChangeSchema = z
  .object({ auditId: z.string(), registration: heldSchema.nullable().describe("Null after a release.") })
  .meta({ id: "HeldChange" });
export type HeldChange = z.infer<typeof heldChangeSchema>;

export const deregisterQuerySchema = z.strictObject({
  key: keyInput.describe("A key that the console holds."),
  modRevision: seenRevision,
  reason: reasonInput.exactOptional(),
});
export const deregisteredSchema = z.object(doneFields).meta({ id: "Deregistered" });
export type Deregistered = z.infer<typeof deregisteredSchema>;
