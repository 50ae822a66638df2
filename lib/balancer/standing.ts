import type { InstanceId } from "@/lib/registry/types";
import type { Candidate, Rank, RankReason, Standing } from "./types";

/** What somebody who has just arrived gets of its weight. */
const LEAST_PACE = 0.1;
/** Slow start grows in so many steps: each makes a new picker. */
const STEPS = 20;

const RANKS: Record<RankReason, Rank> = {
  alive: "first",
  static: "first",
  late: "if-none-better",
  overdue: "last-resort",
  gone: "never",
  draining: "never",
  "no-weight": "never",
  ejected: "never",
};

/** Who may get something, before any policy is asked: gone, draining and ejected never, late and overdue last. */
export function standingOf(
  candidate: Candidate,
  { now, slowStartMs, ejected }: { now: number; slowStartMs: number; ejected: ReadonlySet<InstanceId> | null },
): Standing {
  const reason = reasonOf(candidate, ejected);
  return { candidate, rank: RANKS[reason], reason, weight: candidate.weight * paceOf(candidate, now, slowStartMs) };
}

function reasonOf({ instance, liveness, adminState, weight }: Candidate, ejected: ReadonlySet<InstanceId> | null) {
  if (liveness === "gone") return "gone";
  if (adminState === "draining") return "draining";
  if (!(weight > 0)) return "no-weight";
  if (ejected?.has(instance.id)) return "ejected";
  return liveness;
}

/** From a tenth to 1 while it warms up, in steps. */
export function paceOf({ since }: Pick<Candidate, "since">, now: number, slowStartMs: number): number {
  if (since === null || slowStartMs <= 0) return 1;
  const step = Math.floor(((now - since) / slowStartMs) * STEPS);
  if (step >= STEPS) return 1;
  return Math.max(LEAST_PACE, step / STEPS);
}

/** When its next step begins; null where there is none. */
export function nextStepAt({ since }: Pick<Candidate, "since">, now: number, slowStartMs: number): number | null {
  if (since === null || slowStartMs <= 0 || now >= since + slowStartMs) return null;
  const stepMs = slowStartMs / STEPS;
  return since + (Math.max(0, Math.floor((now - since) / stepMs)) + 1) * stepMs;
}
