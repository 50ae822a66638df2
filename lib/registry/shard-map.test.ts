import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { ShardMap } from "./shard-map";

const keys = fc.constantFrom(..."abcdefghijklmnopqrstuvwxyz", "__proto__", "", "\u{1F600}", "constructor");
const step = fc.record({ put: fc.array(fc.tuple(keys, fc.integer())), remove: fc.array(keys) });

describe("ShardMap", () => {
  it("holds what a Map would hold after the same steps", () => {
    fc.assert(
      fc.property(fc.array(step), (steps) => {
        const model = new Map<string, number>();
        let map = ShardMap.empty<number>();
        for (const { put, remove } of steps) {
          map = map.with(put, remove);
          for (const [key, value] of put) model.set(key, value);
          for (const key of remove) model.delete(key);
        }
        expect(new Map(map.entries())).toEqual(model);
        expect(map.size).toBe(model.size);
        for (const key of model.keys()) expect(map.get(key)).toBe(model.get(key));
        expect([...map.keys()].length).toBe(model.size);
        expect([...map.values()].length).toBe(model.size);
      }),
    );
  });

  it("never changes the map it was made from", () => {
    fc.assert(
      fc.property(step, step, (first, second) => {
        const map = ShardMap.empty<number>().with(first.put, first.remove);
        const before = new Map(map.entries());
        map.with(second.put, second.remove);
        expect(new Map(map.entries())).toEqual(before);
      }),
    );
  });

  it("tells what turns one version into the other", () => {
    fc.assert(
      fc.property(fc.array(step), fc.array(step), (first, second) => {
        const asObjects = (steps: typeof first, map: ShardMap<{ id: string; value: number }>) =>
          steps.reduce(
            (now, { put, remove }) =>
              now.with(
                put.map(([id, value]) => [id, { id, value }]),
                remove,
              ),
            map,
          );
        const previous = asObjects(first, ShardMap.empty());
        const next = asObjects(second, previous);
        const { put, remove } = next.since(previous);
        const again = previous.with(
          put.map((value) => [value.id, value]),
          remove,
        );
        expect(new Map(again.entries())).toEqual(new Map(next.entries()));
        for (const value of put) expect(previous.get(value.id)).not.toBe(value);
        for (const key of remove) expect(previous.has(key)).toBe(true);
      }),
    );
  });

  it("stays the same object where nothing changed", () => {
    const map = ShardMap.from([["a", 1]]);
    expect(map.with([["a", 1]], ["b"])).toBe(map);
  });
});
