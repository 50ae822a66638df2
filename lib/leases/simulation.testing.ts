/** For tests: one lease, its owner, and an etcd that keeps time as the real one does. The truth is known. */
import type { LeaseAnswer } from "./deadline";

export interface SimulatedLease {
  readonly grantMs: number;
  /** When it was granted, and each renewal. */
  readonly renewals: readonly number[];
  /** The true deadline as of a moment. */
  deadlineAt(now: number): number;
  /** What a question is answered whose turn at etcd comes at `servedAt`. */
  answer(times: { sentAt: number; servedAt: number; receivedAt: number }): LeaseAnswer;
}

export interface SimulatedEnd {
  how: "expired" | "revoked" | "deleted";
  at: number;
}

export interface SimulationPlan {
  grantSeconds: number;
  /** Pauses between one renewal and the next; after the last the owner is silent. */
  pauses: readonly number[];
  /** Ends the lease or the key at this time, if it still lives. */
  act: { how: "revoked" | "deleted"; at: number } | null;
  /** How long after the deadline etcd notices. */
  lagMs: number;
}

export function simulate(plan: SimulationPlan): { lease: SimulatedLease; end: SimulatedEnd } {
  const grantMs = plan.grantSeconds * 1000;
  const renewals = [0];
  let at = 0;
  for (const pause of plan.pauses) {
    const last = renewals.at(-1) ?? 0;
    at += pause;
    // A keepalive on an overdue lease does not save it; nor does one after its end.
    if (at >= last + grantMs || (plan.act?.how === "revoked" && at >= plan.act.at)) break;
    renewals.push(at);
  }
  const deadlineAt = (now: number) => (renewals.findLast((renewal) => renewal <= now) ?? 0) + grantMs;
  const expiry = (renewals.at(-1) ?? 0) + grantMs + plan.lagMs;
  const end: SimulatedEnd =
    plan.act && plan.act.at < expiry ? { how: plan.act.how, at: plan.act.at } : { how: "expired", at: expiry };
  const goneAt = end.how === "deleted" ? expiry : end.at;
  const lease: SimulatedLease = {
    grantMs,
    renewals,
    deadlineAt,
    answer({ sentAt, servedAt, receivedAt }) {
      const gone = servedAt >= goneAt;
      const remainingSeconds = gone ? -1 : Math.trunc((deadlineAt(servedAt) - servedAt) / 1000);
      return { sentAt, receivedAt, remainingSeconds, grantedSeconds: gone ? 0 : plan.grantSeconds, raftTerm: "2" };
    },
  };
  return { lease, end };
}
