import { expect, test } from "vitest";
import type { LeaseReading } from "@/lib/leases/reading";
import { ShardMap } from "@/lib/registry/shard-map";
import { withReadings } from "./newest-leases";

const reading = (observedAt: number, beats?: LeaseReading["beats"]) =>
  ({ leaseId: "7", observedAt, ...(beats ? { beats } : {}) }) as LeaseReading;

test("the newest observation wins, and beats stay until finer ones come", () => {
  const beats: LeaseReading["beats"] = [{ at: [1, 2], how: "sampled" }];
  const fine = withReadings(ShardMap.empty(), [reading(20, beats)]);
  expect(withReadings(fine, [reading(10)])).toBe(fine);
  expect(withReadings(fine, [reading(30)]).get("7")).toEqual(reading(30, beats));
  expect(withReadings(fine, [], ["7"]).size).toBe(0);
});
