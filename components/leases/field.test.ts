import { describe, expect, it } from "vitest";
import type { LeaseReading } from "@/lib/leases/reading";
import { ShardMap } from "@/lib/registry/shard-map";
import { cellAt, fieldFor } from "./field";
import { copySprite } from "./field-sprites";
import { followReadings } from "./followed";
import type { LeaseRow } from "./lease-rows";
import { readingOf } from "./reading.testing";

const row = (id: string): LeaseRow => ({ id, hex: id, instances: [], services: [], keyCount: 1, state: "alive" });
const map = (...readings: LeaseReading[]) => ShardMap.from(readings.map((reading) => [reading.leaseId, reading]));

describe("the field of all leases", () => {
  it("has room for every cell, and finds each again under the pointer", () => {
    for (const count of [1, 12, 100, 1_000, 10_000]) {
      const field = fieldFor(count, 1_180, 190);
      expect(field.columns * field.rows).toBeGreaterThanOrEqual(count);
      for (const index of [0, Math.floor(count / 2), count - 1]) {
        const x = (index % field.columns) * field.pitch + 1;
        const y = Math.floor(index / field.columns) * field.pitch + 1;
        expect(cellAt(field, count, x, y)).toBe(index);
      }
      expect(cellAt(field, count, field.columns * field.pitch + 1, 1)).toBeNull();
    }
  });

  it("copies a picture to its place and touches nothing beside it", () => {
    const pixels = new Uint32Array(6 * 4).fill(9);
    copySprite(pixels, 6, Uint32Array.of(1, 2, 3, 4), 2, 3, 1);
    expect([...pixels.subarray(6, 12)]).toEqual([9, 9, 9, 1, 2, 9]);
    expect([...pixels.subarray(12, 18)]).toEqual([9, 9, 9, 3, 4, 9]);
    expect(pixels.filter((pixel) => pixel === 9)).toHaveLength(20);
  });
});

describe("the readings that are followed", () => {
  it("are in the order of the rows, whatever changes", () => {
    const follow = followReadings();
    const rows = [row("b"), row("a"), row("c")];
    const [a, b] = [readingOf({ leaseId: "a" }), readingOf({ leaseId: "b" })];
    const first = map(a, b);
    expect(follow(rows, first)).toEqual([b, a, undefined]);
    const beaten = readingOf({ leaseId: "a", beatCount: 6 });
    const c = readingOf({ leaseId: "c" });
    const second = first.with(
      [
        ["a", beaten],
        ["c", c],
        ["elsewhere", readingOf({ leaseId: "elsewhere" })],
      ],
      ["b"],
    );
    expect(follow(rows, second)).toEqual([undefined, beaten, c]);
    expect(follow([row("c"), row("a")], second)).toEqual([c, beaten]);
  });
});
