import { describe, expect, it } from "vitest";
import type { LeaseAnswer } from "./deadline";
import { type LeaseTrack, observe } from "./track";

/** A lease of five seconds, renewed at 0 and asked for at these moments. */
function asked(moments: readonly number[], deadline = 5_000, before: LeaseTrack | null = null): LeaseTrack {
  let track = before;
  for (const at of moments) {
    const answer: LeaseAnswer = {
      sentAt: at,
      receivedAt: at,
      remainingSeconds: Math.trunc((deadline - at) / 1000),
      grantedSeconds: 5,
      raftTerm: "1",
    };
    track = observe(track, answer)?.track ?? track;
  }
  if (!track) throw new Error("It was never asked for");
  return track;
}

describe("a forecast", () => {
  it("becomes finer until a second before the deadline, and stands from there", () => {
    const early = asked([1_700, 2_500, 3_400]).forecast;
    expect(early).toEqual({ at: 3_400, deadline: [4_700, 5_400] });
    const late = asked([1_700, 2_500, 3_400, 3_900, 4_450, 4_700, 4_950, 5_100]);
    expect(late.forecast?.at).toBe(3_900);
    expect(late.forecast?.deadline[0]).toBeLessThanOrEqual(5_000);
    expect(late.forecast?.deadline[1]).toBeGreaterThanOrEqual(5_000);
  });

  it("is none where nobody looked in time", () => {
    expect(asked([4_600, 4_900]).forecast).toBeNull();
  });

  it("begins anew with a renewal", () => {
    const dying = asked([1_700, 3_900, 4_200]);
    const renewed = asked([4_700, 6_000], 9_300, dying);
    expect(renewed.forecast?.at).toBe(6_000);
    expect(renewed.forecast?.deadline[0]).toBeGreaterThan(8_000);
  });
});
