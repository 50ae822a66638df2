import { describe, expect, it } from "vitest";
import { deadlineOf, leftText, momentOf, momentSentence } from "./moment";
import { readingOf } from "./reading.testing";

describe("what a ring draws at one moment", () => {
  it("gives the middle of what is known, and between what it lies", () => {
    const moment = momentOf(readingOf(), 104_000);
    expect(moment.fraction).toBeCloseTo(0.6);
    expect([moment.lowest, moment.highest]).toEqual([0.59, 0.61]);
    expect(leftText(moment)).toBe("6.0");
  });

  it("never shows more than the grant, nor less than nothing", () => {
    expect(momentOf(readingOf({ deadline: [130_000, 131_000], renewedAt: null }), 100_000).fraction).toBe(1);
    expect(momentOf(readingOf({ liveness: "late" }), 110_050).lowest).toBe(0);
  });

  it("does not let a renewal come after the observation that told of it", () => {
    expect(deadlineOf(readingOf({ deadline: [109_900, 111_000] }))).toEqual([109_900, 110_500]);
    expect(deadlineOf(readingOf({ deadline: [109_900, 111_000], renewedAt: null }))).toEqual([109_900, 111_000]);
  });

  it("stands still from the moment nothing was observed any more", () => {
    const frozen = momentOf(readingOf(), 150_000, 103_000);
    expect(frozen).toMatchObject({ frozen: true, leftMs: 7_000, state: "alive" });
    expect(leftText(frozen)).toBe("was 7.0");
    expect(momentOf(readingOf(), 150_000, 90_000).leftMs).toBe(9_500);
  });

  it("counts nothing down where nobody asked since the deadline", () => {
    const moment = momentOf(readingOf(), 112_000);
    expect(moment.state).toBe("unsure");
    expect(leftText(moment)).toBe("–");
    expect(momentOf(readingOf(), 110_900).state).toBe("alive");
  });

  it("is over only where that was proven", () => {
    expect(momentOf(readingOf({ liveness: "overdue" }), 111_000)).toMatchObject({ state: "overdue", fraction: 0 });
  });

  it("says a sentence, with its doubt", () => {
    expect(momentSentence(momentOf(readingOf(), 104_000))).toBe("Alive: 6.0 of 10 s left, give or take 0.1 s");
    const sure = readingOf({ deadline: [110_000, 110_020] });
    expect(momentSentence(momentOf(sure, 104_000))).toBe("Alive: 6.0 of 10 s left");
    expect(momentSentence(momentOf(readingOf(), 150_000, 104_000))).toMatch(/^When last observed, Alive/);
  });
});
