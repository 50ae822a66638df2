import { describe, expect, it } from "vitest";
import { reduceBatch, reduceSnapshot } from "./reduce";
import { changedAtOf, sinceOf } from "./seen";
import { createTestStore, testLayouts } from "./testing";

const KEY = "/s/web/a";

function start() {
  const store = createTestStore();
  store.write({ key: "/s/web/old", value: "1" });
  return { store, view: reduceSnapshot(null, store.list("e1"), testLayouts, { seenAt: [0, 100] }).view };
}

describe("when an instance was seen to come", () => {
  it("is not claimed for what was there before the console watched", () => {
    const { view } = start();
    const old = view.instances.get("/s/web/old");
    expect(old && sinceOf(old)).toEqual({ at: null, source: "unknown" });
    expect(old && sinceOf({ ...old, registeredAt: "2026-12-01T12:00:00Z" })).toEqual({
      at: Date.UTC(2026, 11, 1, 12),
      source: "stated",
    });
  });

  it("lasts as long as the instance does: over changes, and over a list of the same store", () => {
    const { store, view } = start();
    const created = reduceBatch(view, store.write({ key: KEY, value: "1" }), testLayouts, { seenAt: 1_000 }).view;
    const changed = reduceBatch(created, store.write({ key: KEY, value: "2" }), testLayouts, { seenAt: 2_000 }).view;
    const beside = reduceBatch(changed, store.write({ key: "/s/web/old", value: "2" }), testLayouts, {
      seenAt: 3_000,
    }).view;
    const relisted = reduceSnapshot(beside, store.list("e2", "compacted"), testLayouts, {
      seenAt: [3_000, 4_000],
    }).view;
    const instance = relisted.instances.get(KEY);
    expect(instance).toBe(changed.instances.get(KEY));
    expect(instance && [sinceOf(instance), changedAtOf(instance)]).toEqual([{ at: 1_000, source: "observed" }, 2_000]);
    const old = relisted.instances.get("/s/web/old");
    expect(old && [sinceOf(old).at, changedAtOf(old)]).toEqual([null, 3_000]);
  });

  it("is the time without a watch where a list found it, and nothing where the list is of another store", () => {
    const { store, view } = start();
    store.write({ key: KEY, value: "1" });
    const found = reduceSnapshot(view, store.list("e2", "events-lost"), testLayouts, { seenAt: [500, 900] }).view;
    expect(found.instances.get(KEY)?.seen).toEqual({ created: [500, 900] });
    const other = createTestStore();
    for (let n = 0; n < 9; n++) other.write({ key: "/s/web/old", value: "1" }, { key: KEY, value: "1" });
    const replaced = reduceSnapshot(found, other.list("e3", "store-replaced"), testLayouts, {
      seenAt: [900, 950],
    }).view;
    expect([...replaced.instances.values()].map(({ seen }) => seen)).toEqual([undefined, undefined]);
  });
});
