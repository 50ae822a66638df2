import { describe, expect, it } from "vitest";
import { type LeaseTrack, observe } from "./track";

const BEAT_MS = 5_000;
const GRANTED_SECONDS = 30;

/** A lease renewed at every fifth second, and asked for so long after each renewal in turn. */
function trackOf(asked: readonly (readonly number[])[], beats: number): LeaseTrack | null {
  let track: LeaseTrack | null = null;
  for (let beat = 0; beat < beats; beat++) {
    for (const after of asked[beat % asked.length] ?? []) {
      const at = beat * BEAT_MS + after;
      const remainingSeconds = Math.trunc((GRANTED_SECONDS * 1000 - after) / 1000);
      const answer = {
        sentAt: at,
        receivedAt: at + 2,
        remainingSeconds,
        grantedSeconds: GRANTED_SECONDS,
        raftTerm: "1",
      };
      track = observe(track, answer)?.track ?? track;
    }
  }
  return track;
}

describe("the rhythm of an owner", () => {
  // A busy console asks once after some heartbeats. Such a heartbeat lies late in its interval; gaps that ended there were
  // counted, those that began there were not, and a beat of five seconds was said to be one of 4.8.
  it("is not shortened by heartbeats that were merely noticed", () => {
    const finely = [40, 960, 1_020, 4_450];
    const track = trackOf([finely, [40]], 15);
    expect(track?.beatCount).toBe(14);
    expect(Math.abs((track?.rhythm?.everyMs ?? 0) - BEAT_MS)).toBeLessThan(50);
  });

  it("is learned from the first three gaps between heartbeats that are finely known", () => {
    const finely = [40, 960, 1_020, 4_450];
    expect(trackOf([finely], 3)?.rhythm).toBeNull();
    expect(trackOf([finely], 4)?.rhythm?.everyMs).toBeCloseTo(BEAT_MS, -2);
  });

  it("is not known where no heartbeat is finely known", () => {
    const track = trackOf([[40]], 10);
    expect(track?.beatCount).toBe(9);
    expect(track?.rhythm).toBeNull();
  });
});
