import { doneFields, guardVerdictSchema, keyInput, overrideInput, reasonInput, seenRevision } from "./actions";
import { keySchema, leaseIdSchema, livenessSchema, revisionSchema } from "./registry";
import { z } from "./zod";

export const MOST_LEASE_KEYS = 1_000;
/** More keys of a lease are counted, and told by a digest, instead of listed. */
export const MOST_LISTED_KEYS = 1_000;
const digestSchema = z.string().regex(/^[0-9a-f]{64}$/, "is not a SHA-256 in hex");
const modeSchema = z.enum(["key", "lease"]);

export const evictionPreviewRequestSchema = z.strictObject({ key: keyInput }).meta({ id: "EvictionPreviewRequest" });

/** Whether it will be there again. `will`: seen to · `may` · `unlikely` · `never`: nobody is left who would. */
const comesBackSchema = z.object({
  verdict: z.enum(["will", "may", "unlikely", "never"]),
  withinMs: z.number().nullable().describe("When, where its rhythm tells; null where nothing tells."),
  words: z.string(),
});

export const evictionPreviewSchema = z
  .object({
    revision: revisionSchema.describe("etcd's, when the key was read."),
    key: keySchema,
    modRevision: revisionSchema.describe("To be sent with the eviction."),
    leaseId: leaseIdSchema.nullable(),
    service: z.string().nullable().describe("Null where no layout reads the key."),
    instance: z.string().nullable(),
    layout: z.string().nullable(),
    liveness: livenessSchema.nullable(),
    compare: z.string().describe("In words: what has to hold in etcd for anything to be deleted."),
    owner: z.object({ alive: z.boolean().nullable().describe("Null: cannot be known."), words: z.string() }),
    comesBack: z.object({ key: comesBackSchema, lease: comesBackSchema.nullable() }).describe("After either mode."),
    lease: z
      .object({
        id: leaseIdSchema,
        grantedTtl: z.number().describe("Seconds."),
        remainingTtl: z.number().describe("Seconds; negative while overdue."),
        keys: z
          .array(
            z.object({
              key: keySchema,
              service: z.string().nullable(),
              instance: z.string().nullable(),
            }),
          )
          .describe(
            `What goes with the lease, this key included, in the order of the keys; the first ${MOST_LISTED_KEYS} at most.`,
          ),
        keyCount: z.number().int().describe("How many keys go with the lease."),
        otherKeys: z
          .number()
          .int()
          .describe("How many of these are outside the watched prefixes: they are counted and not named."),
        keysDigest: digestSchema.describe(
          "Of all of them: hex SHA-256 over the sorted keys as a JSON array. To be sent as `leaseDigest`.",
        ),
        race: z.string().describe("In words: what may still happen between the list and the end of the lease."),
      })
      .nullable(),
    stays: z
      .object({
        service: z.string(),
        inService: z.number().describe("Neither draining nor overdue, now."),
        after: z.object({ key: z.number(), lease: z.number() }).describe("The same, after either mode."),
        minimum: z.number().nullable(),
      })
      .nullable(),
    guards: z.object({
      key: z.array(guardVerdictSchema),
      lease: z.array(guardVerdictSchema).describe("Empty where there is no lease."),
    }),
    restorable: z
      .object({ key: z.boolean(), lease: z.literal(false), words: z.string() })
      .describe("Whether it can be put back afterwards."),
  })
  .meta({ id: "EvictionPreview" });
export type EvictionPreview = z.infer<typeof evictionPreviewSchema>;
export type ComesBack = EvictionPreview["comesBack"]["key"];

export const evictionSchema = z
  .strictObject({
    key: keyInput,
    modRevision: seenRevision,
    mode: modeSchema.default("key").describe("Delete the key, guarded, or end its lease with every key on it."),
    leaseKeys: z
      .array(keyInput)
      .max(MOST_LEASE_KEYS, `may name ${MOST_LEASE_KEYS} keys at most: for a larger lease send leaseDigest`)
      .exactOptional()
      .describe("Mode `lease`: the keys that the preview showed. Where others hang on the lease now, nothing is done."),
    leaseDigest: digestSchema
      .exactOptional()
      .describe(
        "Mode `lease`: the preview's `keysDigest`, in place of `leaseKeys`, however many keys the lease has. Compared with the keys listed again just before.",
      ),
    reason: reasonInput.exactOptional(),
    override: overrideInput.exactOptional(),
  })
  .refine(
    ({ mode, leaseKeys, leaseDigest }) => mode !== "lease" || leaseKeys !== undefined || leaseDigest !== undefined,
    {
      path: ["leaseKeys"],
      message: "is needed for mode lease, or leaseDigest: the keys that the preview showed",
    },
  )
  .meta({ id: "Eviction" });
export type Eviction = z.output<typeof evictionSchema>;

const laggardSchema = z.object({
  name: z.string(),
  address: z.string().describe("Where it listens; empty for the console itself."),
  revision: revisionSchema.describe("What it honours."),
});
export type Laggard = z.infer<typeof laggardSchema>;

export const evictedSchema = z
  .object({
    ...doneFields,
    removed: z.array(keySchema),
    restorable: z.boolean().describe("`POST /restorations` can put it back while its lease lives."),
    watchUntil: z
      .number()
      .describe("Until then the console looks whether it comes back; `aftermath` of the audit entry tells."),
    laggards: z
      .array(laggardSchema)
      .nullable()
      .describe(
        "Gateways that did not say within 2 s that they honour this revision, and may still send there. Empty: nobody does. Null: etcd did not tell.",
      ),
  })
  .meta({ id: "Evicted" });
export type Evicted = z.infer<typeof evictedSchema>;

export const restorationSchema = z
  .strictObject({ auditId: z.string().min(1).max(100), reason: reasonInput.exactOptional() })
  .meta({ id: "Restoration" });
export const restoredSchema = z.object({ ...doneFields, key: keySchema }).meta({ id: "Restored" });
export type Restored = z.infer<typeof restoredSchema>;
