import type { ListWatchStatus } from "@/lib/etcd/list-watch.types";
import type { Alarm } from "@/lib/etcd/port";
import type { LiveStatus } from "@/lib/live/protocol";
import { ENVIRONMENT_COLOURS } from "./boot";
import { leaseLaneSchema } from "./leases";
import { millisecondsSchema, revisionSchema, sweepSchema } from "./registry";
import { z } from "./zod";

export const etcdErrorCodeSchema = z.enum([
  "unavailable",
  "timeout",
  "no-leader",
  "unauthenticated",
  "permission-denied",
  "certificate",
  "compacted",
  "future-revision",
  "lease-not-found",
  "key-not-found",
  "lease-exists",
  "too-large",
  "no-space",
  "overloaded",
  "learner",
  "corrupt",
  "cancelled",
  "invalid",
  "internal",
]);

/** What the connection to etcd is doing. */
export const sourceStatusSchema = z
  .discriminatedUnion("state", [
    z.object({ state: z.literal("listing"), listed: z.number(), total: z.number().nullable() }),
    z.object({ state: z.literal("watching"), since: millisecondsSchema, atomic: z.boolean(), resumed: z.boolean() }),
    z.object({
      state: z.literal("backing-off"),
      code: etcdErrorCodeSchema,
      message: z.string().describe("A sentence that helps."),
      detail: z.string().describe("etcd's own words, or the socket's; the message again where there are none."),
      attempt: z.number(),
      retryAt: millisecondsSchema,
    }),
  ])
  .meta({ id: "SourceStatus" }) satisfies z.ZodType<ListWatchStatus>;

export const viewStateSchema = z.enum(["listing", "live", "stale"]).meta({ id: "ViewState" });

export const liveStatusSchema = z
  .object({
    state: viewStateSchema,
    epoch: z.string(),
    revision: z.string().describe("Empty or `0` before the first list."),
    heardAt: millisecondsSchema.nullable(),
    changedAt: millisecondsSchema.nullable(),
    source: sourceStatusSchema,
    atomic: z.boolean(),
    leases: leaseLaneSchema.exactOptional(),
    sweep: sweepSchema
      .exactOptional()
      .describe("Registrations that went at once, with etcd's store or by one delete, and are not all back."),
    serverTime: millisecondsSchema,
  })
  .meta({ id: "LiveStatus" }) satisfies z.ZodType<LiveStatus>;

export const memberSchema = z
  .object({
    id: z.string(),
    name: z.string(),
    clientUrls: z.array(z.string()),
    peerUrls: z.array(z.string()),
    isLearner: z.boolean(),
  })
  .meta({ id: "Member" });

export const alarmSchema = z
  .object({
    memberId: z.string(),
    kind: z
      .enum(["no-space", "corrupt", "other"])
      .describe("`no-space`: nothing is written until there is room and the alarm is disarmed."),
  })
  .meta({ id: "Alarm" }) satisfies z.ZodType<Alarm>;

const bytesUsed = z.object({
  bytes: z.number().describe("In use."),
  mostBytes: z.number().describe("What it may come to; the oldest go first."),
});

const gateUsed = z.object({
  inside: z.number().describe("Answered just now."),
  atOnce: z.number().describe("So many may be."),
  waiting: z.number(),
  mostWaiting: z.number().describe("Whoever comes then gets 503 `busy`."),
  turnedAway: z.number().describe("Since the start."),
});

/** What others may make the console keep and do, and how much of it is in use (docs/adr/0026-budgets.md). */
export const budgetsSchema = z
  .object({
    history: bytesUsed,
    tombstones: bytesUsed,
    stream: bytesUsed.describe("Steps kept for clients that continue later."),
    snapshot: bytesUsed.describe("The encoded snapshots that are kept; the limit is of one before compression."),
    pastViews: bytesUsed.extend(gateUsed.shape).describe("Registries of the past (`at`)."),
    lists: gateUsed,
    pastLists: gateUsed.describe("Lists of the registry at a moment of the past."),
    largeAnswers: gateUsed.describe("Exports and other answers of any length, as long as their clients read."),
    pages: gateUsed.describe("Pages that are rendered."),
    perInstance: z.object({ metadataBytes: z.number(), nameBytes: z.number() }),
    pageBytes: z.number(),
  })
  .meta({ id: "Budgets" });
export type Budgets = z.infer<typeof budgetsSchema>;

export const statusAnswerSchema = z
  .object({
    version: z.string().describe("Rollcall's own version."),
    cluster: z.object({
      id: z.string().nullable().describe("Null while etcd has not answered yet."),
      version: z.string().nullable(),
      leader: z.string().nullable().describe("Member id; null while there is no leader."),
      members: z.array(memberSchema),
      alarms: z.array(alarmSchema).describe("What etcd raises the alarm about, as last known."),
      database: z
        .object({
          sizeBytes: z.number().describe("On disk, at the member that was asked; etcd's quota is about this."),
          inUseBytes: z.number().describe("What of it holds data; the rest is given back by defragmenting."),
        })
        .nullable()
        .describe("Null while etcd has not answered yet."),
      learner: z.boolean().describe("The endpoint that was asked is a learner, from which nothing can be read."),
      endpoints: z.array(z.string()).describe("As configured; never with a password."),
      embedded: z.boolean(),
      error: z
        .object({ code: etcdErrorCodeSchema, message: z.string() })
        .nullable()
        .describe("Why the cluster could not be asked just now."),
    }),
    environment: z.object({ name: z.string(), colour: z.enum(ENVIRONMENT_COLOURS) }).nullable(),
    view: z.object({
      state: viewStateSchema,
      epoch: z.string(),
      seq: z.number(),
      revision: z.string(),
      ageMs: z.number().nullable().describe("How long ago etcd was last heard; null before the first time."),
      atomic: z.boolean().describe("False where one watch per prefix had to do: transactions may arrive in parts."),
      source: sourceStatusSchema,
    }),
    leases: z.object({
      count: z.number().describe("Leases that hold instances of the view."),
      budget: z.number().nullable().describe("LeaseTimeToLive calls a second; null: leases are not observed."),
      resolutionMs: z.number().nullable().describe("How finely a lease is sampled; null: not at all."),
      notObserved: z
        .object({ since: millisecondsSchema, reason: z.string() })
        .nullable()
        .describe("Leases could not be observed since then, and why."),
    }),
    counts: z.object({
      services: z.number(),
      instances: z.number(),
      tombstones: z.number(),
      unrecognized: z.number(),
      clients: z.number(),
      events: z.number(),
    }),
    records: z
      .object({
        secret: z
          .enum(["given", "kept", "passing"])
          .describe("By ROLLCALL_SECRET; kept in the data directory; or in memory only, which ends with the console."),
        unsigned: z.number().int().describe("Records under `/rollcall/` that do not carry its signature."),
        words: z.string().nullable().describe("What to do about them; null where there are none."),
      })
      .describe("What the consoles themselves keep in etcd."),
    budgets: budgetsSchema,
    prefixes: z.array(z.object({ prefix: z.string(), layouts: z.array(z.string()) })),
    writes: z.boolean(),
    readOnlyReason: z.string().exactOptional(),
    serverTime: millisecondsSchema,
  })
  .meta({ id: "Status" });

export type StatusAnswer = z.infer<typeof statusAnswerSchema>;
export const revisionAnswer = { revision: revisionSchema };
