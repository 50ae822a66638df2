import { describe, expect, it } from "vitest";
import { readingOf } from "./reading.testing";
import { ticksOf } from "./ticks";

describe("when heartbeats are due", () => {
  it("marks the next one and those after it", () => {
    const ticks = ticksOf(readingOf());
    expect(ticks.map(({ kind }) => kind)).toEqual(["next", "later"]);
    expect(ticks.map(({ at }) => Number(at.toFixed(2)))).toEqual([0.33, 0.66]);
  });

  it("calls one missed only where an answer proved it", () => {
    const due = readingOf({ sentAt: 103_500, observedAt: 103_510 });
    expect(ticksOf(due)[0]?.kind).toBe("next");
    const late = readingOf({ liveness: "late", sentAt: 103_900, observedAt: 103_910 });
    expect(ticksOf(late).map(({ kind }) => kind)).toEqual(["missed", "next"]);
    const later = readingOf({ liveness: "late", sentAt: 107_900, observedAt: 107_910 });
    expect(ticksOf(later).map(({ kind }) => kind)).toEqual(["missed", "missed"]);
  });

  it("expects one at two thirds until a rhythm is learned, and none after a change of leader", () => {
    expect(ticksOf(readingOf({ rhythmMs: null }))).toEqual([{ at: expect.closeTo(2 / 3, 2), kind: "next" }]);
    expect(ticksOf(readingOf({ renewedAt: null }))).toEqual([]);
  });

  it("draws no comb for an owner that renews all the time", () => {
    expect(ticksOf(readingOf({ rhythmMs: 20 }))).toHaveLength(12);
  });
});
