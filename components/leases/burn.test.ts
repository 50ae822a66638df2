import { describe, expect, it } from "vitest";
import { burnFrames, isStillTrue, shownOf } from "./burn";
import type { LeaseMoment } from "./moment";

const moment = (fraction: number): LeaseMoment => ({
  state: "alive",
  fraction,
  lowest: fraction,
  highest: fraction,
  leftMs: fraction * 10_000,
  grantedSeconds: 10,
  frozen: false,
});
const drawn = { at: 1_000, fraction: 0.8, grantMs: 10_000 };

describe("the burning edge of a bar", () => {
  it("goes down by itself: what was drawn stays true as long as nothing else is known", () => {
    expect(shownOf(drawn, 4_000)).toBeCloseTo(0.5);
    expect(isStillTrue(drawn, moment(0.5), 4_000)).toBe(true);
  });

  it("is drawn anew after a heartbeat, after a correction, and for another grant", () => {
    expect(isStillTrue(drawn, moment(1), 4_000)).toBe(false);
    expect(isStillTrue(drawn, moment(0.48), 4_000)).toBe(false);
    expect(isStillTrue(drawn, { ...moment(0.5), grantedSeconds: 20 }, 4_000)).toBe(false);
  });

  it("never shows less than nothing", () => {
    expect(shownOf(drawn, 60_000)).toBe(0);
  });

  it("burns from what is left to the end of the lease", () => {
    expect(burnFrames(moment(0.5), null)).toEqual({
      durationMs: 5_000,
      frames: [{ transform: "translateX(50.00%)" }, { transform: "translateX(100.00%)" }],
    });
  });

  it("fills up from where it was seen when a heartbeat comes, and is right again when it has", () => {
    const { frames, durationMs } = burnFrames(moment(1), 0.3);
    expect(durationMs).toBe(10_000);
    expect(frames.map(({ transform }) => transform)).toEqual([
      "translateX(70.00%)",
      "translateX(4.20%)",
      "translateX(100.00%)",
    ]);
    expect(frames[1]?.offset).toBeCloseTo(0.042);
  });

  it("jumps where the lease ends before it could fill up", () => {
    expect(burnFrames(moment(0.04), 0.01).frames).toHaveLength(2);
  });
});
