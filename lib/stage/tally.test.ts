import { describe, expect, it } from "vitest";
import { counted, NOTHING_SENT, type RunLine } from "./tally";

const attempt = (change: Partial<RunLine & { kind: "attempt" }>): RunLine => ({
  kind: "attempt",
  instance: "a",
  atMs: 0,
  latencyMs: 5,
  outcome: "answered",
  retried: false,
  ...change,
});

describe("the requests of a run", () => {
  it("count by how they ended, and attempts by whom they went to", () => {
    const lines: RunLine[] = [
      { kind: "start", at: 1_000 },
      attempt({}),
      attempt({ instance: "b", outcome: "failed", retried: true, atMs: 100 }),
      attempt({ atMs: 110 }),
      attempt({ instance: null, outcome: "failed", atMs: 200 }),
    ];
    const { answered, failed, lanes } = lines.reduce(counted, NOTHING_SENT);
    expect([answered, failed]).toEqual([2, 1]);
    expect(lanes.a).toMatchObject({ answered: 2, failed: 0, lastAt: 1_115 });
    expect(lanes.b).toMatchObject({ answered: 0, failed: 1, lastAt: 1_105 });
  });

  it("keep the attempts of the last seconds only", () => {
    const lines = Array.from({ length: 100 }, (_, index) => attempt({ atMs: index * 100 }));
    const { lanes } = lines.reduce(counted, NOTHING_SENT);
    expect(lanes.a?.recent).toHaveLength(60);
    expect(lanes.a?.answered).toBe(100);
  });
});
