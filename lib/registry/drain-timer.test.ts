import { describe, expect, it } from "vitest";
import { createManualClock } from "@/lib/manual-clock";
import { createDrainTimer } from "./drain-timer";
import { ShardMap } from "./shard-map";
import type { Drain } from "./types";

const drains = (...untils: (number | null)[]) =>
  ShardMap.from(
    untils.map((until, index): [string, Drain] => {
      const key = `/k/${index}`;
      return [key, { key, until, reason: "", actor: "a", at: 0, createRevision: "1", modRevision: "2" }];
    }),
  );

describe("the drain timer", () => {
  it("rings for each in its time, also where the marks stay as they are, and never for one without", () => {
    const clock = createManualClock(0);
    const rings: number[] = [];
    const timer = createDrainTimer({ clock, onOver: (now) => rings.push(now) });
    timer.watch(drains(300, null, 100, 300, -5));
    clock.advance(1_000);
    expect(rings).toEqual([100, 300]);
    expect(clock.pending()).toBe(0);
  });

  it("waits longer than a timer can, and rings once", () => {
    const clock = createManualClock(0);
    const rings: number[] = [];
    const timer = createDrainTimer({ clock, onOver: (now) => rings.push(now) });
    timer.watch(drains(2 ** 31 + 5));
    clock.advance(2 ** 31 + 4);
    expect(rings).toEqual([]);
    clock.advance(1);
    expect(rings).toEqual([2 ** 31 + 5]);
    timer.stop();
  });
});
