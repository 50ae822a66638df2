import { expect, test } from "vitest";
import type { Instance } from "@/lib/registry/types";
import { findingsOf } from "./hygiene";
import type { LeaseReading } from "./reading";

function instance(id: string, leaseId: string | null): Instance {
  return {
    id,
    keys: [id],
    layout: "path",
    service: "web",
    instance: id,
    endpoints: [],
    metadata: {},
    leaseId,
    createRevision: "1",
    modRevision: "1",
    version: "1",
  };
}

function reading(leaseId: string, grantedSeconds: number, rhythmMs: number | null): LeaseReading {
  return {
    leaseId,
    grantedSeconds,
    deadline: [0, 0],
    renewedAt: null,
    sentAt: 0,
    observedAt: 0,
    liveness: "alive",
    since: 0,
    rhythmMs,
    jitterMs: null,
    beatCount: 0,
    renewed: true,
    resets: 0,
  };
}

test("names what will hurt one day, and nothing that is well", () => {
  const many = Array.from({ length: 6 }, (_, index) => instance(`/m/${index}`, "3"));
  const found = findingsOf({
    instances: [
      instance("/well", "1"),
      instance("/static", null),
      instance("/short", "2"),
      ...many,
      instance("/late", "4"),
    ],
    unrecognized: [],
    readings: new Map(
      [reading("1", 10, 3_300), reading("2", 3, 1_000), reading("3", 30, null), reading("4", 10, 8_000)].map((one) => [
        one.leaseId,
        one,
      ]),
    ),
    empty: [{ leaseId: "9", grantedSeconds: 60 }],
  });
  const keys = Object.fromEntries(
    Object.entries(found).map(([kind, all]) => [kind, all.map(({ key, leaseId }) => key ?? leaseId)]),
  );
  expect(keys).toEqual({
    "lease-without-keys": ["9"],
    "key-without-lease": ["/static"],
    "lease-of-many": ["/m/0"],
    "ttl-too-short": ["/short"],
    "renews-too-late": ["/late"],
  });
  expect(found["renews-too-late"][0]?.detail).toBe("Renews every 8.0 s of 10 s: 2.0 s are left for one that is lost.");
});
