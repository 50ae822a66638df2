import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { causeOf } from "./cause";
import { boundsOf } from "./deadline";
import { nextDue } from "./schedule";
import { type SimulationPlan, simulate } from "./simulation.testing";
import { type LeaseTrack, observe } from "./track";

/** `share` is the rhythm as a part of the grant. */
const paces = (share: { min: number; max: number }) =>
  fc.record({
    grantSeconds: fc.integer({ min: 3, max: 30 }),
    share: fc.double({ ...share, noNaN: true }),
    wobble: fc.double({ min: 0, max: 0.4, noNaN: true }),
    beats: fc.integer({ min: 0, max: 12 }),
  });

/** An owner with a rhythm that wobbles, and what ends it at some time in its life or after. */
const plans = (pace: ReturnType<typeof paces>) =>
  fc
    .record({
      pace,
      wobbles: fc.array(fc.double({ min: -1, max: 1, noNaN: true }), { minLength: 12, maxLength: 12 }),
      act: fc.option(
        fc.record({ how: fc.constantFrom("revoked", "deleted"), share: fc.double({ min: 0, max: 1, noNaN: true }) }),
      ),
      lagMs: fc.integer({ min: 0, max: 600 }),
    })
    .map(({ pace, wobbles, act, lagMs }): SimulationPlan => {
      const grantMs = pace.grantSeconds * 1000;
      const pauses = wobbles
        .slice(0, pace.beats)
        .map((one) => Math.max(50, grantMs * pace.share * (1 + one * pace.wobble)));
      const length = pauses.reduce((sum, pause) => sum + pause, 0) + grantMs;
      return { grantSeconds: pace.grantSeconds, pauses, act: act && { how: act.how, at: act.share * length }, lagMs };
    });

const plan = plans(paces({ min: 0.05, max: 0.95 }));
/** As owners renew that somebody has thought about. */
const sanePlan = plans(paces({ min: 0.1, max: 0.5 }));

const delays = fc.infiniteStream(
  fc.oneof(
    { weight: 9, arbitrary: fc.integer({ min: 0, max: 20 }) },
    { weight: 1, arbitrary: fc.integer({ min: 0, max: 800 }) },
  ),
);

interface Polling {
  /** When to ask after an answer. */
  next: (track: LeaseTrack | null, now: number) => number;
  delay: () => number;
}

/** Polls from the grant to the end; `seen` is called with every state of knowledge. */
function run(plan: SimulationPlan, { next, delay }: Polling, seen?: (track: LeaseTrack, servedAt: number) => void) {
  const { lease, end } = simulate(plan);
  let track: LeaseTrack | null = null;
  let now = 0;
  while (now < end.at) {
    const sentAt = now;
    const servedAt = sentAt + delay();
    const receivedAt = servedAt + delay();
    if (receivedAt >= end.at) break;
    const step = observe(track, lease.answer({ sentAt, servedAt, receivedAt }));
    if (step && step.outcome.kind !== "gone") {
      track = step.track;
      seen?.(track, servedAt);
    }
    now = Math.max(receivedAt, next(track, receivedAt));
  }
  return { track, lease, end };
}

const byPlan = (lookedAt: boolean) => (track: LeaseTrack | null, now: number) =>
  nextDue(track, { now, lookedAt, shareMs: 1_000 }).at;

describe("what is known of a lease", () => {
  test("always contains the true deadline, however irregular owner, network and polls are", () => {
    const waits = fc.infiniteStream(fc.integer({ min: 1, max: 4_000 }));
    fc.assert(
      fc.property(plan, delays, waits, (plan, delays, waits) => {
        const { lease } = simulate(plan);
        const next = (_: LeaseTrack | null, now: number) => now + (waits.next().value ?? 1);
        run(plan, { next, delay: () => delays.next().value ?? 0 }, (track, servedAt) => {
          const [from, to] = boundsOf(track.deadline);
          expect(lease.deadlineAt(servedAt)).toBeGreaterThanOrEqual(from);
          expect(lease.deadlineAt(servedAt)).toBeLessThanOrEqual(to);
        });
      }),
      { numRuns: 400 },
    );
  });

  test("names no heartbeat that was none, and each in an interval that holds a true one", () => {
    fc.assert(
      fc.property(plan, delays, fc.boolean(), (plan, delays, lookedAt) => {
        const { lease } = simulate(plan);
        run(plan, { next: byPlan(lookedAt), delay: () => delays.next().value ?? 0 }, (track) => {
          for (const { at, how } of track.beats) {
            if (how === "sampled") expect(lease.renewals.some((one) => one >= at[0] && one <= at[1])).toBe(true);
          }
          expect(track.beatCount).toBeLessThan(lease.renewals.length);
        });
      }),
      { numRuns: 300 },
    );
  });

  test("calls nobody late who was renewed in time, and nobody overdue before the deadline", () => {
    fc.assert(
      fc.property(plan, delays, fc.boolean(), (plan, delays, lookedAt) => {
        const { lease } = simulate(plan);
        run(plan, { next: byPlan(lookedAt), delay: () => delays.next().value ?? 0 }, (track, servedAt) => {
          const deadline = lease.deadlineAt(servedAt);
          if (track.liveness === "overdue") expect(servedAt).toBeGreaterThanOrEqual(deadline);
          if (track.liveness === "late" && !track.rhythm) {
            const silent = servedAt - (deadline - lease.grantMs);
            expect(silent).toBeGreaterThan((2 / 3) * lease.grantMs);
          }
        });
      }),
      { numRuns: 300 },
    );
  });
});

describe("why an instance left", () => {
  test("is never told wrongly", () => {
    fc.assert(
      fc.property(plan, delays, fc.boolean(), fc.integer({ min: 0, max: 40 }), (plan, delays, lookedAt, way) => {
        const { track, lease, end } = run(plan, { next: byPlan(lookedAt), delay: () => delays.next().value ?? 0 });
        const seenAt = end.at + way;
        const check = { alive: end.how === "deleted", raftTerm: "2", receivedAt: seenAt + 2 };
        const { cause } = causeOf({ leaseId: "1", seenAt, track, check, replayed: false });
        if (cause === "unknown") return;
        const deadline = lease.deadlineAt(end.at);
        // A lease ended by hand in its last quarter of a second was not renewed for its whole time either.
        const asGoodAsExpired = end.how === "revoked" && end.at + 300 > deadline;
        if (asGoodAsExpired) expect(["revoked", "expired"]).toContain(cause);
        else expect(cause).toBe(end.how);
      }),
      { numRuns: 1_000 },
    );
  });

  test("is told nearly always where polls come back in time", () => {
    let told = 0;
    let all = 0;
    fc.assert(
      fc.property(sanePlan, fc.integer({ min: 0, max: 5 }), (plan, delay) => {
        const { track, end } = run(plan, { next: byPlan(false), delay: () => delay });
        if (!track) return;
        const seenAt = end.at + 2;
        const check = { alive: end.how === "deleted", raftTerm: "2", receivedAt: seenAt + 2 };
        all++;
        if (causeOf({ leaseId: "1", seenAt, track, check, replayed: false }).cause !== "unknown") told++;
      }),
      { numRuns: 1_000, seed: 7 },
    );
    expect(told / all).toBeGreaterThan(0.99);
  });
});
