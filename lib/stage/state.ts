import { FLEET_TTLS, type FleetTtl } from "@/lib/api/fleet";
import { z } from "@/lib/api/zod";
import type { Scene } from "./types";

/** What was known at the moment of a cue; what comes after is compared with it. */
const givenSchema = z.object({
  at: z.number(),
  pid: z.number().nullable(),
  leaseId: z.string().nullable(),
  modRevision: z.string().nullable(),
  /** Where its deadline lay. */
  deadline: z.number().nullable(),
  resets: z.number(),
  leader: z.string().nullable(),
  term: z.string().nullable(),
});
export type Given = z.infer<typeof givenSchema>;

/** A cue that was given: also what it did, in the words of that moment. The process it names may be gone by now. */
const doneSchema = givenSchema.extend({
  command: z.string(),
  orders: z.array(z.object({ path: z.string(), body: z.record(z.string(), z.unknown()) })),
});
export type Done = z.infer<typeof doneSchema>;

/** What the windows of one talk share, and what outlives their reload. Everything else is read from the world. */
export const stageStateSchema = z.object({
  /** The highest is the newest, in whichever window it was made. */
  version: z.number(),
  act: z.number(),
  given: z.array(doneSchema),
  /** When the act began, on the server's clock. */
  since: z.number(),
  ttlSeconds: z.literal(FLEET_TTLS),
  /** When the talk began; null before its first key, and again where the first act is called by its number. */
  startedAt: z.number().nullable(),
  black: z.boolean(),
  /** The room sees the moment at which it was frozen. */
  frozen: z.boolean(),
  /** The last reset; how long it took once that was measured. */
  reset: z.object({ at: z.number(), tookMs: z.number().nullable() }).nullable(),
  /** What the last order met, in words. */
  trouble: z.string().nullable(),
});
export type StageState = z.infer<typeof stageStateSchema>;

export const FIRST_STATE: StageState = {
  version: 0,
  act: 0,
  given: [],
  since: 0,
  ttlSeconds: 5,
  startedAt: null,
  black: false,
  frozen: false,
  reset: null,
  trouble: null,
};

/** A reset was asked for and is not done; nobody waits for one that met trouble, or that another act has overtaken. */
export function isResetting({ reset, since, trouble }: StageState): boolean {
  return reset !== null && reset.tookMs === null && reset.at === since && trouble === null;
}

type Known = Pick<Scene, "now" | "instance" | "reading"> & Partial<Pick<Scene, "member" | "members">>;

export function givenNow({ now, member, instance, reading, members }: Known): Given {
  const leader = members?.find(({ leads }) => leads);
  return {
    at: now,
    pid: member?.pid ?? null,
    leaseId: instance?.leaseId ?? null,
    modRevision: instance?.modRevision ?? null,
    deadline: reading ? (reading.deadline[0] + reading.deadline[1]) / 2 : null,
    resets: reading?.resets ?? 0,
    leader: leader?.name ?? null,
    term: leader?.raftTerm ?? null,
  };
}

export function nextTtl(ttlSeconds: FleetTtl): FleetTtl {
  const index = FLEET_TTLS.indexOf(ttlSeconds);
  return FLEET_TTLS[(index + 1) % FLEET_TTLS.length] ?? ttlSeconds;
}
