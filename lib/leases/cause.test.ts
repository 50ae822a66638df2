import { expect, test } from "vitest";
import { causeOf, type RemovalFacts } from "./cause";
import { type LeaseTrack, observe } from "./track";

const GONE = { alive: false, raftTerm: "2" };

/** Asked at these times, TTL 10, renewed at 0 and never again. */
function silentSince0(...sentAt: number[]): LeaseTrack {
  let track: LeaseTrack | null = null;
  for (const at of sentAt) {
    const remainingSeconds = Math.trunc((10_000 - at) / 1000);
    const said = { sentAt: at, receivedAt: at + 4, remainingSeconds, grantedSeconds: 10, raftTerm: "2" };
    track = observe(track, said)?.track ?? track;
  }
  if (!track) throw new Error("At least one answer is needed");
  return track;
}

function told(track: LeaseTrack | null, seenAt: number, more: Partial<RemovalFacts> = {}) {
  const check = { ...GONE, receivedAt: seenAt + 5 };
  return causeOf({ leaseId: "30087", seenAt, track, check, replayed: false, ...more });
}

test("a lease that went before it could run out was revoked", () => {
  const said = told(silentSince0(500, 1_500), 4_000);
  expect(said).toMatchObject({ cause: "revoked", certainty: "inferred" });
  expect(said.evidence).toContain("before it could run out");
});

test("what etcd said only after the lease may have run out by itself tells a deletion from nothing", () => {
  const check = (receivedAt: number) => told(silentSince0(500, 1_500), 4_000, { check: { ...GONE, receivedAt } });
  expect(check(9_000).cause).toBe("revoked");
  const late = check(10_600);
  expect(late.cause).toBe("unknown");
  expect(late.evidence).toContain("heard only 6.6");
  expect(late.evidence).toContain("Lease 0000000000007587 had at least");
});

test("a lease that was followed past its deadline expired, and the evidence has the numbers", () => {
  const said = told(silentSince0(1_100, 1_900, 9_700, 9_900, 10_150), 10_310);
  expect(said.cause).toBe("expired");
  expect(said.evidence).toMatch(
    /^Lease 0{12}7587 was gone 0\.\d\d s after its deadline; granted or renewed 10\.\d s before/,
  );
});

test("a key whose lease lives on was deleted", () => {
  const check = { alive: true, raftTerm: "2", receivedAt: 4_008 };
  expect(told(silentSince0(500), 4_000, { check })).toMatchObject({ cause: "deleted", certainty: "inferred" });
});

test.each([
  ["it was never observed", told(null, 4_000)],
  ["etcd does not answer", told(silentSince0(500), 4_000, { check: null })],
  ["the removal is heard of after a break", told(silentSince0(500), 4_000, { replayed: true })],
  [
    "the leader changed in between",
    told(silentSince0(500), 4_000, { check: { ...GONE, raftTerm: "3", receivedAt: 4_005 } }),
  ],
  ["the last answer is too old", told(silentSince0(1_100, 6_000), 10_310)],
  ["a renewal must have been missed", told(silentSince0(1_100, 9_800), 14_000)],
])("says unknown where %s", (_why, said) => {
  expect(said.cause).toBe("unknown");
  expect(said.evidence.length).toBeGreaterThan(30);
});
