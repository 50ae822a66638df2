import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { rhythmOf, withGap } from "./rhythm";

describe("the rhythm of an owner", () => {
  it("is not known before enough gaps were seen", () => {
    expect(rhythmOf([5_000, 5_000])).toBeNull();
  });

  it("is what the owner keeps, although each beat is only known to a second", () => {
    // Seen on a real fleet: beats each 5.0 s were called 4.7 s, because the median of gaps that alternate is one of their sides.
    const gaps = [4_710, 5_220, 4_570, 5_480, 4_700, 5_310, 4_720, 5_300];
    expect(rhythmOf(gaps)?.everyMs).toBeCloseTo(5_000, -2);
  });

  it("stays within what sampling may add, for any owner whose beats lie well apart", () => {
    const errors = fc.array(fc.integer({ min: -500, max: 500 }), { minLength: 11, maxLength: 16 });
    fc.assert(
      fc.property(fc.integer({ min: 10_000, max: 60_000 }), errors, (everyMs, sampled) => {
        const beats = sampled.map((error, index) => index * everyMs + error);
        const gaps = beats.slice(1).map((beat, index) => beat - (beats[index] ?? 0));
        const learned = rhythmOf(gaps)?.everyMs ?? 0;
        expect(Math.abs(learned - everyMs)).toBeLessThanOrEqual(1_000 / gaps.length + 1);
      }),
    );
  });

  it("is not changed by a missed beat, nor by one odd gap", () => {
    expect(rhythmOf([5_000, 5_000, 10_000, 5_000, 7_300, 5_000])?.everyMs).toBeCloseTo(5_000, -1);
  });

  it("forgets what is long past", () => {
    let gaps: readonly number[] = [];
    for (let index = 0; index < 30; index++) gaps = withGap(gaps, index < 15 ? 2_000 : 9_000);
    expect(rhythmOf(gaps)?.everyMs).toBe(9_000);
  });
});
