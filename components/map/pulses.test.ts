import { describe, expect, it } from "vitest";
import { readingOf } from "@/components/leases/reading.testing";
import { createBeats, createRingCount } from "./pulses";

describe("the pulse of a heartbeat", () => {
  it("runs once from a beat that was seen, and is not begun by the first look", () => {
    const beats = createBeats();
    const first = readingOf({ beatCount: 4 });
    expect(beats.pulse(first, 1_000)).toBeNull();
    const next = { ...first, beatCount: 5 };
    expect(beats.pulse(next, 2_000)).toBe(0);
    expect(beats.pulse(next, 2_450)).toBeCloseTo(0.5);
    expect(beats.pulse({ ...next, observedAt: 9_000 }, 2_450)).toBeCloseTo(0.5);
    expect(beats.pulse(next, 2_900)).toBeNull();
  });

  it("is not begun by a leader that sets the lease anew", () => {
    const beats = createBeats();
    const first = readingOf({ beatCount: 4 });
    beats.pulse(first, 1_000);
    expect(beats.pulse({ ...first, beatCount: 5, resets: 1 }, 2_000)).toBeNull();
  });
});

describe("the rings in sight", () => {
  it("are few up to sixty in one tick, and again when there are fewer", () => {
    const rings = createRingCount();
    const tick = (now: number, ...cards: number[]) => {
      for (const card of cards) rings.drawn(card, now);
      return rings.isFew();
    };
    expect(tick(1, 12, 12, 12, 12, 12)).toBe(true);
    expect(tick(2, 12, 12, 12, 12, 12, 1)).toBe(false);
    expect(tick(3, 12)).toBe(false);
    expect(tick(4, 12)).toBe(true);
  });
});
