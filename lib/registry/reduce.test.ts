import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type ReducedView, type Reduction, reduceBatch, reduceSnapshot } from "./reduce";
import { contentsOf, createTestStore, testLayouts, type Write } from "./testing";
import { tombstonesOf, withTombstones } from "./tombstones";
import type { Instance } from "./types";

const key = fc.constantFrom(
  "/s/api/a",
  "/s/api/b",
  "/s/web/a",
  "/f/dns",
  "/m/tidb/1/addr",
  "/m/tidb/1/ttl",
  "/m/tidb/2/addr",
  "/x/other",
);
const write: fc.Arbitrary<Write> = fc.oneof(
  fc.record({ key, value: fc.constantFrom("abc", "ab", "c", "!bad", "@moved:x"), lease: fc.constantFrom("7", "8") }),
  fc.record({ key, value: fc.constantFrom("abc", "") }),
  fc.record({ key, value: fc.constant(null) }),
);
const transaction = fc.uniqueArray(write, { selector: ({ key: name }) => name, minLength: 1, maxLength: 4 });
const history = fc.array(fc.oneof({ weight: 8, arbitrary: transaction }, fc.constant("relist" as const)));

/** Plays a history; every step's reduction, and the store to compare with. */
function play(steps: readonly (Write[] | "relist")[]) {
  const store = createTestStore();
  let last = reduceSnapshot(null, store.list("e0"), testLayouts);
  const reductions: Reduction[] = [last];
  steps.forEach((step, index) => {
    last =
      step === "relist"
        ? reduceSnapshot(last.view, store.list(`e${index + 1}`, "compacted"), testLayouts)
        : reduceBatch(last.view, store.write(...step), testLayouts);
    reductions.push(last);
  });
  return { store, reductions, view: last.view };
}

function start(...writes: Write[]) {
  const store = createTestStore();
  store.write(...writes);
  return { store, view: reduceSnapshot(null, store.list("e"), testLayouts).view };
}

describe("the reducer", () => {
  it("comes to the same view by watching as by listing at the end, whatever happened", () => {
    fc.assert(
      fc.property(history, (steps) => {
        const { store, view } = play(steps);
        const listed = reduceSnapshot(null, store.list("fresh"), testLayouts).view;
        expect(contentsOf(view)).toEqual(contentsOf(listed));
        expect(new Map(view.groups.entries()).size).toBe(new Map(listed.groups.entries()).size);
      }),
    );
  });

  it("comes to the same view when events were missed and everything is listed again", () => {
    fc.assert(
      fc.property(fc.array(transaction), fc.array(transaction), (seen, missed) => {
        const { store, view } = play(seen);
        for (const writes of missed) store.write(...writes);
        const again = reduceSnapshot(view, store.list("e2", "events-lost"), testLayouts).view;
        expect(contentsOf(again)).toEqual(contentsOf(reduceSnapshot(null, store.list("f"), testLayouts).view));
      }),
    );
  });

  it("reports changes that lead from each view to the next, removals first, and nothing unchanged", () => {
    fc.assert(
      fc.property(history, (steps) => {
        const { reductions } = play(steps);
        let previous: ReducedView | null = null;
        for (const { view, changes } of reductions) {
          const instances = new Map<string, Instance>(previous?.instances.entries());
          for (const { before, after } of changes) {
            expect(after ?? before).not.toBeNull();
            expect(before).not.toEqual(after);
            if (before && !after) instances.delete(before.id);
            if (after) instances.set(after.id, after);
          }
          expect(instances).toEqual(new Map(view.instances.entries()));
          const removals = changes.map(({ after }) => after === null);
          expect(removals).toEqual([...removals].sort((a, b) => Number(b) - Number(a)));
          previous = view;
        }
      }),
    );
  });

  it("comes to the same first view as by listing onto nothing", () => {
    fc.assert(
      fc.property(fc.array(transaction), (transactions) => {
        const store = createTestStore();
        const nothing = reduceSnapshot(null, store.list("e0"), testLayouts).view;
        for (const writes of transactions) store.write(...writes);
        const first = reduceSnapshot(null, store.list("e1"), testLayouts, { firstSeq: 7 });
        const onto = reduceSnapshot(nothing, store.list("e1", "other-cluster"), testLayouts);
        expect(contentsOf(first.view)).toEqual(contentsOf(onto.view));
        expect(new Map(first.view.groups.entries())).toEqual(new Map(onto.view.groups.entries()));
        expect(first).toMatchObject({ view: { seq: 7, epoch: "e1" }, changes: [] });
      }),
    );
  });

  it("keeps the object of every instance that did not change, also over a relist and in another store", () => {
    for (const reason of ["compacted", "other-cluster"] as const) {
      const { store, view } = start(
        { key: "/s/api/a", value: "1" },
        { key: "/s/api/b", value: "1" },
        { key: "/f/dns", value: "xy" },
        { key: "/m/tidb/1/addr", value: "h" },
        { key: "/m/tidb/1/ttl", value: "t" },
      );
      store.write({ key: "/s/api/b", value: "2" });
      const { view: next, changes } = reduceSnapshot(view, store.list("e2", reason), testLayouts);
      expect(changes.map(({ after }) => after?.id)).toEqual(["/s/api/b"]);
      for (const id of ["/s/api/a", "/f/dns#x", "/f/dns#y", "/m/tidb/1"]) {
        expect(next.instances.get(id)).toBeDefined();
        expect(next.instances.get(id)).toBe(view.instances.get(id));
      }
    }
  });

  it("notices another value under the same mod revision in another store", () => {
    const { view } = start({ key: "/s/api/a", value: "1" });
    const other = createTestStore();
    other.write({ key: "/s/api/a", value: "2" });
    const { changes } = reduceSnapshot(view, other.list("e2", "other-cluster"), testLayouts);
    expect(changes).toHaveLength(1);
    expect(changes[0]).toMatchObject({ how: "replaced", revision: null, after: { metadata: { "/s/api/a": "2" } } });
  });

  it("applies a transaction as one: one seq, all of its changes together", () => {
    const { store, view } = start({ key: "/s/api/a", value: "1" }, { key: "/s/api/b", value: "1" });
    const { view: next, changes } = reduceBatch(
      view,
      store.write({ key: "/s/api/a", value: null }, { key: "/s/api/c", value: "1" }, { key: "/s/api/b", value: "!" }),
      testLayouts,
    );
    expect(next.seq).toBe(view.seq + 1);
    expect(changes.map(({ before, after, how }) => [before?.id, after?.id, how])).toEqual([
      ["/s/api/a", undefined, "deleted"],
      ["/s/api/b", undefined, "written"],
      [undefined, "/s/api/c", "written"],
    ]);
    expect([...next.unrecognized.keys()]).toEqual(["/s/api/b"]);
  });

  it("tells a put of the same value under the same lease from every other put", () => {
    const { store, view } = start({ key: "/s/api/a", value: "1", lease: "7" });
    const same = reduceBatch(view, store.write({ key: "/s/api/a", value: "1", lease: "7" }), testLayouts);
    expect(same.changes).toMatchObject([{ sameValue: true, revision: "2", key: "/s/api/a" }]);
    const lease = reduceBatch(same.view, store.write({ key: "/s/api/a", value: "1", lease: "8" }), testLayouts);
    expect(lease.changes).toMatchObject([{ sameValue: true }]);
    const value = reduceBatch(lease.view, store.write({ key: "/s/api/a", value: "2", lease: "8" }), testLayouts);
    expect(value.changes).toMatchObject([{ sameValue: false }]);
  });

  it("ignores events that the view already includes", () => {
    const { store, view } = start({ key: "/s/api/a", value: "1" });
    const batch = store.write({ key: "/s/api/a", value: "2" });
    const once = reduceBatch(view, batch, testLayouts);
    const twice = reduceBatch(once.view, batch, testLayouts);
    expect(twice.changes).toEqual([]);
    expect(contentsOf(twice.view)).toEqual(contentsOf(once.view));
    expect(twice.view.revision).toBe("2");
  });

  it("keeps raw keys only of groups that need them", () => {
    const { view } = start(
      { key: "/s/api/a", value: "1" },
      { key: "/s/api/b", value: "!" },
      { key: "/f/dns", value: "xy" },
      { key: "/m/tidb/1/addr", value: "h" },
    );
    expect([...view.groups.keys()].sort()).toEqual(["/f/dns", "/m/tidb/1"]);
    expect(view.groups.get("/f/dns")?.keyValues).toEqual([]);
    expect(view.groups.get("/m/tidb/1")?.keyValues).toHaveLength(1);
  });

  it("clears the tombstone of an instance that is there again, and keeps the others over a relist", () => {
    const { store, view } = start({ key: "/s/api/a", value: "1" }, { key: "/s/api/b", value: "1" });
    const gone = reduceBatch(
      view,
      store.write({ key: "/s/api/a", value: null }, { key: "/s/api/b", value: null }),
      testLayouts,
    );
    const buried = withTombstones(gone.view, tombstonesOf(gone.changes, 5));
    expect([...buried.tombstones.keys()].sort()).toEqual(["/s/api/a", "/s/api/b"]);
    const back = reduceBatch(buried, store.write({ key: "/s/api/a", value: "2" }), testLayouts).view;
    expect([...back.tombstones.keys()]).toEqual(["/s/api/b"]);
    const relisted = reduceSnapshot(back, store.list("e2", "compacted"), testLayouts).view;
    expect(relisted.tombstones).toBe(back.tombstones);
  });
});
