import { describe, expect, it } from "vitest";
import { createManualClock } from "@/lib/manual-clock";
import { createSightings, type SeenOutcome } from "./sightings";

const refused: SeenOutcome["failure"] = { kind: "refused", status: null };
const seen = (instance: string, failure: SeenOutcome["failure"] = null): SeenOutcome => ({
  way: "gateway",
  caller: null,
  request: null,
  service: "web",
  instance,
  failure,
});

describe("what the console saw of instances", () => {
  it("says nothing of those that answered every time", () => {
    const sightings = createSightings(createManualClock(0));
    sightings.count(seen("a"));
    expect(sightings.answer().sightings).toEqual([]);
  });

  it("counts what failed and what was answered in the last minute, and when and how it failed last", () => {
    const clock = createManualClock(1_000_000);
    const sightings = createSightings(clock);
    sightings.count(seen("a"));
    clock.advance(1_000);
    for (let at = 0; at < 3; at++) sightings.count(seen("a", refused));
    clock.advance(8_000);
    expect(sightings.answer().sightings).toEqual([
      {
        service: "web",
        instance: "a",
        answered: 1,
        failed: 3,
        answeredAt: 1_000_000,
        lastFailure: { at: 1_001_000, way: "gateway", caller: null, request: null, kind: "refused", status: null },
      },
    ]);
  });

  it("shows a later success beside the failure", () => {
    const clock = createManualClock(0);
    const sightings = createSightings(clock);
    sightings.count(seen("a", { kind: "status", status: 503 }));
    clock.advance(20_000);
    sightings.count(seen("a"));
    expect(sightings.answer().sightings).toMatchObject([
      { answered: 1, failed: 1, answeredAt: 20_000, lastFailure: { at: 0, kind: "status", status: 503 } },
    ]);
  });

  it("ages: out of the window after a minute, gone after ten", () => {
    const clock = createManualClock(0);
    const sightings = createSightings(clock);
    sightings.count(seen("a", refused));
    clock.advance(55_000);
    expect(sightings.answer().sightings).toMatchObject([{ failed: 1 }]);
    clock.advance(10_000);
    expect(sightings.answer().sightings).toMatchObject([{ failed: 0, lastFailure: { at: 0 } }]);
    sightings.count(seen("a"));
    clock.advance(535_000);
    expect(sightings.answer().sightings).toMatchObject([{ answered: 0, failed: 0, answeredAt: 65_000 }]);
    clock.advance(1);
    expect(sightings.answer().sightings).toEqual([]);
  });

  it("stays bounded, and keeps whom something was sent to last", () => {
    const clock = createManualClock(0);
    const sightings = createSightings(clock);
    for (let index = 0; index < 5_000; index++) sightings.count(seen(`i${index}`, refused));
    clock.advance(5_000);
    sightings.count(seen("i0", refused));
    sightings.count(seen("new", refused));
    const instances = sightings.answer().sightings.map(({ instance }) => instance);
    expect(instances).toHaveLength(5_000);
    expect(instances).toContain("i0");
    expect(instances).not.toContain("i1");
  });
});
