import { describe, expect, it } from "vitest";
import type { Beat } from "@/lib/leases/track";
import { readingOf } from "./reading.testing";
import { endedStrip, mergedStrip, STRIP_LENGTH, stripOf, stripSentence } from "./strip";

const beat = (at: number, how: Beat["how"] = "sampled"): Beat => ({ at: [at - 50, at + 50], how });
const kinds = (beats: Beat[], part: Parameters<typeof readingOf>[0] = {}) =>
  stripOf(readingOf({ rhythmMs: 3_000, jitterMs: 20, beats, ...part })).map(({ kind }) => kind);

describe("a beat strip", () => {
  it("draws an even row for an even owner", () => {
    expect(kinds([beat(0), beat(3_000), beat(6_050)])).toEqual(["on-time", "on-time", "on-time"]);
  });

  it("says late for one that came after it was missed, and missed for one that never came", () => {
    expect(kinds([beat(0), beat(3_400, "missed"), beat(3_900)])).toEqual(["on-time", "late"]);
    expect(kinds([beat(0), beat(3_400, "missed"), beat(6_000)])).toEqual(["on-time", "missed", "on-time"]);
  });

  it("draws nothing that nobody saw: a hole without a proof is not sampled", () => {
    expect(kinds([beat(0), beat(9_000)])).toEqual(["on-time", "unseen", "unseen", "on-time"]);
    expect(kinds([beat(0), beat(300_000)]).filter((kind) => kind === "unseen")).toHaveLength(3);
  });

  it("adds what is missing now, as far as the last answer proves it", () => {
    const late = { liveness: "late" as const, sentAt: 6_500 };
    expect(kinds([beat(0), beat(3_400, "missed")], late)).toEqual(["on-time", "missed", "missed"]);
    expect(kinds([beat(0), beat(3_400, "missed")], { ...late, sentAt: 3_500 })).toEqual(["on-time", "missed"]);
  });

  it("counts an owner that puts and renews at once as one heartbeat", () => {
    expect(kinds([beat(0), beat(40, "exact"), beat(3_000), beat(3_030, "exact")])).toEqual(["on-time", "on-time"]);
    expect(kinds([beat(0, "exact"), beat(3_000, "exact")])).toEqual(["exact", "exact"]);
  });

  it("invents no holes while the rhythm is not known", () => {
    expect(kinds([beat(0), beat(9_000)], { rhythmMs: null })).toEqual(["on-time", "on-time"]);
  });

  it("ends with a red bar where the lease expired", () => {
    const items = endedStrip(stripOf(readingOf({ rhythmMs: 3_000, beats: [beat(0), beat(3_000)] })), 13_000, true);
    expect(items.at(-1)).toMatchObject({ kind: "expired", at: 13_000 });
    expect(stripSentence(items)).toBe("Last 2 heartbeats: 2 arrived, 0 missed, then the lease expired");
  });

  it("ends where its key went, though its lease is renewed on", () => {
    const seen = stripOf(readingOf({ rhythmMs: 3_000, beats: [beat(0), beat(3_000), beat(6_000)] }));
    expect(endedStrip(seen, 4_000, false).map(({ at }) => at)).toEqual([0, 3_000]);
  });

  it("merges several leases in the order of time, the newest thirty", () => {
    const strip = (from: number) =>
      stripOf(
        readingOf({ rhythmMs: 3_000, beats: Array.from({ length: 20 }, (_, index) => beat(from + index * 3_000)) }),
      );
    const merged = mergedStrip([strip(0), strip(1_000)]);
    expect(merged).toHaveLength(STRIP_LENGTH);
    expect(merged.map(({ at }) => at)).toEqual(merged.map(({ at }) => at).sort((a, b) => a - b));
  });
});
