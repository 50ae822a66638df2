import { expect, test } from "vitest";
import { boundsOf, deadlineOf, firstDeadline, type LeaseAnswer, narrow } from "./deadline";

function answer(sentAt: number, remainingSeconds: number, more: Partial<LeaseAnswer> = {}): LeaseAnswer {
  return { sentAt, receivedAt: sentAt + 10, remainingSeconds, grantedSeconds: 10, raftTerm: "2", ...more };
}

test("whole seconds are cut off towards zero, so 0 is said on both sides of the deadline", () => {
  expect(deadlineOf(answer(0, 9))).toEqual([9_000, 10_010]);
  expect(deadlineOf(answer(0, 0))).toEqual([-1_000, 1_010]);
  expect(deadlineOf(answer(0, -2))).toEqual([-3_000, -1_990]);
});

test("two answers meet in what both allow", () => {
  const first = firstDeadline(answer(0, 8));
  const { deadline, outcome } = narrow(first, answer(600, 8));
  expect(outcome).toEqual({ kind: "same", certain: true });
  expect(boundsOf(deadline)).toEqual([8_600, 9_010]);
});

test("a deadline that moved on was renewed between the two questions", () => {
  const { outcome } = narrow(firstDeadline(answer(5_000, 4)), answer(6_000, 9));
  expect(outcome).toEqual({ kind: "heartbeat", at: [5_000, 6_010] });
});

test("a renewal right after another is not taken for none: both stay possible until an answer tells", () => {
  const first = firstDeadline(answer(0, 9));
  const doubtful = narrow(first, answer(400, 9));
  expect(doubtful.outcome).toEqual({ kind: "same", certain: false });
  expect(boundsOf(doubtful.deadline)).toEqual([9_400, 10_410]);
  // Renewed at 350 in truth: the deadline is 10,350.
  const { outcome } = narrow(doubtful.deadline, answer(1_300, 9));
  expect(outcome.kind).toBe("heartbeat");
});

test("another leader is no heartbeat, though every deadline moves", () => {
  const { deadline, outcome } = narrow(firstDeadline(answer(5_000, 4)), answer(6_000, 10, { raftTerm: "3" }));
  expect(outcome).toEqual({ kind: "reset" });
  expect(deadline.sinceReset).toBe(true);
  expect(boundsOf(deadline)).toEqual([16_000, 17_010]);
});

test("an earlier deadline is a correction, and a grant of 0 the end", () => {
  const known = firstDeadline(answer(0, 9));
  expect(narrow(known, answer(1_000, 3)).outcome).toEqual({ kind: "corrected" });
  expect(narrow(known, answer(1_000, -1, { grantedSeconds: 0 })).outcome).toEqual({ kind: "gone" });
});
