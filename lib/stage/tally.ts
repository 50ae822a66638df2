import { z } from "@/lib/api/zod";

/** What the stage reads of the lines that a run of test requests answers. */
export const runLineSchema = z.union([
  z.object({ kind: z.literal("start"), at: z.number() }),
  z.object({
    kind: z.literal("attempt"),
    instance: z.string().nullable(),
    atMs: z.number(),
    latencyMs: z.number(),
    outcome: z.enum(["answered", "failed"]),
    retried: z.boolean(),
  }),
]);
export type RunLine = z.infer<typeof runLineSchema>;

/** `n` counts an instance's attempts. */
const attemptSchema = z.object({ n: z.number(), at: z.number(), ok: z.boolean() });

export const requestTallySchema = z.object({
  startedAt: z.number(),
  sending: z.boolean(),
  /** Requests by how they ended: an attempt that was followed by another one is none. */
  answered: z.number(),
  failed: z.number(),
  /** By instance id; attempts of the last seconds, oldest first. */
  lanes: z.record(
    z.string(),
    z.object({ answered: z.number(), failed: z.number(), lastAt: z.number(), recent: z.array(attemptSchema) }),
  ),
});
/** What became of the requests of a run so far. */
export type RequestTally = z.infer<typeof requestTallySchema>;

/** How far back the lanes reach. */
export const LANES_MS = 6_000;

export const NOTHING_SENT: RequestTally = { startedAt: 0, sending: true, answered: 0, failed: 0, lanes: {} };

export function counted(tally: RequestTally, line: RunLine): RequestTally {
  if (line.kind === "start") return { ...tally, startedAt: line.at };
  const ok = line.outcome === "answered";
  const at = tally.startedAt + line.atMs + line.latencyMs;
  const ended = line.retried ? {} : ok ? { answered: tally.answered + 1 } : { failed: tally.failed + 1 };
  if (line.instance === null) return { ...tally, ...ended };
  const lane = tally.lanes[line.instance] ?? { answered: 0, failed: 0, lastAt: 0, recent: [] };
  const n = lane.answered + lane.failed + 1;
  const recent = [...lane.recent, { n, at, ok }].filter((one) => one.at > at - LANES_MS);
  const next = {
    answered: lane.answered + (ok ? 1 : 0),
    failed: lane.failed + (ok ? 0 : 1),
    lastAt: Math.max(lane.lastAt, at),
    recent,
  };
  return { ...tally, ...ended, lanes: { ...tally.lanes, [line.instance]: next } };
}
