import { describe, expect, it } from "vitest";
import type { AttemptLine, RotationLine } from "@/lib/api/test-requests";
import { count, createTally, expectedOf, percentilesOf, summaryOf } from "./tally";

const attempt = (parts: Partial<AttemptLine>): AttemptLine => ({
  kind: "attempt",
  lane: 0,
  request: 0,
  attempt: 1,
  rotation: 0,
  instance: "a",
  atMs: 0,
  latencyMs: 1,
  outcome: "answered",
  cause: null,
  status: 200,
  message: null,
  retried: false,
  bytes: 0,
  shown: null,
  ...parts,
});

function rotation(number: number, shares: Record<string, number>): RotationLine {
  const members = Object.entries(shares).map(([id, share]) => ({
    id,
    instance: id,
    datacenter: null,
    address: null,
    liveness: "alive" as const,
    adminState: "in-service" as const,
    weight: 1,
    rank: share > 0 ? ("first" as const) : ("never" as const),
    reason: share > 0 ? ("alive" as const) : ("draining" as const),
    share,
  }));
  return { kind: "rotation", lane: 0, atMs: 0, rotation: number, revision: "1", members };
}

describe("a tally", () => {
  it("a request that was retried counts once, by how it ended", () => {
    const lanes = createTally(["random"]);
    count(lanes, rotation(0, { a: 0.5, b: 0.5 }));
    count(lanes, attempt({ outcome: "failed", cause: "refused", status: null, retried: true }));
    count(lanes, attempt({ attempt: 2, instance: "b", latencyMs: 3 }));
    count(lanes, attempt({ request: 1, outcome: "failed", cause: "timed-out", status: null }));
    const [lane] = summaryOf(lanes, "done", 10).lanes;
    expect(lane).toMatchObject({ requests: 2, answered: 1, failed: 1, retries: 1, statuses: { 200: 1 } });
    expect(lane?.causes).toEqual({ refused: 1, "timed-out": 1 });
    expect(lane?.latencyMs).toEqual({ p50: 3, p90: 3, p99: 3, max: 3 });
    expect(lane?.instances).toEqual([
      { id: "a", picked: 2, expected: 1, retried: 0, answered: 0, failed: 2 },
      { id: "b", picked: 0, expected: 1, retried: 1, answered: 1, failed: 0 },
    ]);
  });

  it("what is expected follows each rotation for as long as it lasted", () => {
    const lanes = createTally(["random"]);
    count(lanes, rotation(0, { a: 0.5, b: 0.5 }));
    for (let request = 0; request < 10; request++) count(lanes, attempt({ request }));
    count(lanes, rotation(1, { a: 1, b: 0 }));
    for (let request = 10; request < 14; request++) count(lanes, attempt({ request, rotation: 1 }));
    const [lane] = lanes;
    expect(lane && [...expectedOf(lane)]).toEqual([
      ["a", 9],
      ["b", 5],
    ]);
  });

  it("counts ejections of its own lane and no other line", () => {
    const lanes = createTally(["random", "round-robin"]);
    const change = { kind: "change", atMs: 0, id: "x", instance: "a", name: "a", words: "", revision: null } as const;
    count(lanes, { ...change, what: "ejected", lane: 1 });
    count(lanes, { ...change, what: "returned", lane: 1 });
    count(lanes, { ...change, what: "removed", lane: null });
    count(lanes, attempt({ lane: 7 }));
    expect(lanes.map(({ ejections, requests }) => [ejections, requests])).toEqual([
      [0, 0],
      [1, 0],
    ]);
  });
});

it("percentiles are of the nearest rank, and of nothing there are none", () => {
  expect(percentilesOf([])).toBeNull();
  expect(percentilesOf(Array.from({ length: 100 }, (_, index) => 100 - index))).toEqual({
    p50: 50,
    p90: 90,
    p99: 99,
    max: 100,
  });
});
