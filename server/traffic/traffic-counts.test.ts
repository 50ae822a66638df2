import { describe, expect, it } from "vitest";
import { createManualClock } from "@/lib/manual-clock";
import { createTrafficCounts, type SeenRequest } from "./traffic-counts";

const seen = (instance: string, answered = true): SeenRequest => ({
  way: "gateway",
  caller: null,
  service: "web",
  instance,
  answered,
});

describe("the traffic that was seen", () => {
  it("is counted by who sent it and who was asked", () => {
    const counts = createTrafficCounts(createManualClock(1_000));
    counts.count(seen("a"));
    counts.count(seen("a", false));
    counts.count({ ...seen("a"), way: "test-requests" });
    counts.count({ ...seen("a"), way: "fleet", caller: { service: "shop", instance: "s1" } });
    counts.count({ ...seen("a"), way: "fleet", caller: { service: "shop", instance: "s2" } });
    const { since, traffic } = counts.answer();
    expect(since).toBe(1_000);
    expect(traffic.map(({ way, caller, answered, failed }) => [way, caller?.instance, answered, failed])).toEqual([
      ["gateway", undefined, 1, 1],
      ["test-requests", undefined, 1, 0],
      ["fleet", "s1", 1, 0],
      ["fleet", "s2", 1, 0],
    ]);
  });

  it("forgets who had none for the longest time, however many instances there are", () => {
    const counts = createTrafficCounts(createManualClock());
    for (let index = 0; index < 5_000; index++) counts.count(seen(`i${index}`));
    counts.count(seen("i0"));
    counts.count(seen("new"));
    const instances = counts.answer().traffic.map(({ instance }) => instance);
    expect(instances).toHaveLength(5_000);
    expect(instances).not.toContain("i1");
    expect(instances.slice(-2)).toEqual(["i0", "new"]);
  });
});
