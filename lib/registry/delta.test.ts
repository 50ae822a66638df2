import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { applyDelta, deltaBetween, mergeDeltas } from "./delta";
import { type ReducedView, reduceBatch, reduceSnapshot } from "./reduce";
import { contentsOf, createTestStore, testLayouts } from "./testing";
import { tombstonesOf, withoutTombstones, withTombstones } from "./tombstones";
import type { View } from "./view";

const step = fc.oneof(
  { weight: 6, arbitrary: fc.tuple(fc.integer({ min: 0, max: 9 }), fc.constantFrom("1", "2", "!", null)) },
  fc.constant("tidy" as const),
);

/** Views of one epoch, one after the other. */
function views(steps: readonly (readonly [number, string | null] | "tidy")[]): View[] {
  const store = createTestStore();
  let view: ReducedView = reduceSnapshot(null, store.list("e"), testLayouts).view;
  const all: View[] = [view];
  for (const one of steps) {
    if (one === "tidy") view = withoutTombstones(view, [...view.tombstones.keys()]);
    else {
      const [name, value] = one;
      const reduced = reduceBatch(view, store.write({ key: `/s/api/${name}`, value }), testLayouts);
      view = withTombstones(reduced.view, tombstonesOf(reduced.changes, 1));
    }
    if (view.seq !== all.at(-1)?.seq) all.push(view);
  }
  return all;
}

const overTheWire = <T>(value: T): T => JSON.parse(JSON.stringify(value));

describe("deltas", () => {
  it("turn the earlier view into the later one, over the wire", () => {
    fc.assert(
      fc.property(fc.array(step), fc.nat(), fc.nat(), (steps, a, b) => {
        const all = views(steps);
        const [from, to] = [a % all.length, b % all.length].sort((x, y) => x - y);
        const previous = all[from ?? 0] as View;
        const next = all[to ?? 0] as View;
        const applied = applyDelta(previous, overTheWire(deltaBetween(previous, next)));
        expect(applied && contentsOf(applied)).toEqual(contentsOf(next));
        expect(applied).toMatchObject({ epoch: next.epoch, seq: next.seq, revision: next.revision });
      }),
    );
  });

  it("compose: the merged delta does what the single ones do", () => {
    fc.assert(
      fc.property(fc.array(step, { minLength: 1 }), (steps) => {
        const all = views(steps);
        fc.pre(all.length > 1);
        const first = all[0] as View;
        const last = all.at(-1) as View;
        const deltas = all.slice(1).map((view, index) => deltaBetween(all[index] as View, view));
        const applied = applyDelta(first, mergeDeltas(deltas));
        expect(applied && contentsOf(applied)).toEqual(contentsOf(last));
      }),
    );
  });

  it("keep every object they do not name", () => {
    const all = views([
      [1, "1"],
      [2, "1"],
      [1, "2"],
    ]);
    const [before, after] = all.slice(-2) as [View, View];
    const applied = applyDelta(before, overTheWire(deltaBetween(before, after)));
    expect(applied?.instances.get("/s/api/2")).toBe(before.instances.get("/s/api/2"));
    expect(applied?.tombstones).toBe(before.tombstones);
  });

  it("are refused anywhere but at their start", () => {
    const [a, b, c] = views([
      [1, "1"],
      [2, "1"],
    ]) as [View, View, View];
    const delta = deltaBetween(b, c);
    expect(applyDelta(a, delta)).toBeNull();
    expect(applyDelta(c, delta)).toBeNull();
    expect(applyDelta({ ...b, epoch: "other" }, delta)).toBeNull();
    expect(() => deltaBetween({ ...b, epoch: "other" }, c)).toThrow();
    expect(() => mergeDeltas([deltaBetween(a, b), deltaBetween(a, b)])).toThrow();
  });
});
