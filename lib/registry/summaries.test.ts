import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type ReducedView, reduceBatch, reduceSnapshot } from "./reduce";
import { findService, summarizeServices, updateSummaries } from "./summaries";
import { createTestStore, testLayouts, type Write } from "./testing";
import { tombstonesOf, withoutTombstones, withTombstones } from "./tombstones";

const write: fc.Arbitrary<Write> = fc.record({
  key: fc.tuple(fc.constantFrom("api", "web", "db"), fc.nat(5)).map(([service, name]) => `/s/${service}/${name}`),
  value: fc.constantFrom("1", "2", "!", "@other:1", null),
});

function listed(...writes: Write[]) {
  const store = createTestStore();
  store.write(...writes);
  return { store, view: reduceSnapshot(null, store.list("e"), testLayouts).view };
}

describe("summaries of services", () => {
  it("updated step by step are those made from scratch, whatever steps are left out", () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(write, fc.boolean(), fc.boolean())), (steps) => {
        const { store, view: first } = listed();
        let view: ReducedView = first;
        let shown = view;
        let summaries = summarizeServices(view);
        for (const [one, update, tidy] of steps) {
          const reduced = reduceBatch(view, store.write(one), testLayouts);
          view = withTombstones(reduced.view, tombstonesOf(reduced.changes, 1));
          if (tidy) view = withoutTombstones(view, [...view.tombstones.keys()].slice(0, 2));
          if (!update) continue;
          summaries = updateSummaries(summaries, shown, view);
          shown = view;
          expect(summaries).toEqual(summarizeServices(view));
        }
      }),
    );
  });

  it("keep the object of every service that did not change, and the list where none did", () => {
    const { store, view } = listed({ key: "/s/api/1", value: "1" }, { key: "/s/web/1", value: "1" });
    const before = summarizeServices(view);
    expect(updateSummaries(before, view, { ...view, seq: 9 })).toBe(before);
    const { view: next } = reduceBatch(view, store.write({ key: "/s/web/2", value: "1" }), testLayouts);
    const after = updateSummaries(before, view, next);
    expect(findService(after, "api")).toBe(findService(before, "api"));
    expect(findService(after, "web")).not.toBe(findService(before, "web"));
  });

  it("count what is there and what is gone, and say where", () => {
    const { store, view } = listed(
      { key: "/s/api/1", value: "1", lease: "7" },
      { key: "/s/api/22", value: "1" },
      { key: "/s/api/3", value: "1" },
    );
    const reduced = reduceBatch(view, store.write({ key: "/s/api/3", value: null }), testLayouts);
    const after = withTombstones(reduced.view, tombstonesOf(reduced.changes, 1));
    expect(summarizeServices(after)).toMatchObject([
      {
        name: "api",
        total: 2,
        counts: { alive: 1, static: 1, late: 0, overdue: 0, gone: 1 },
        datacenters: ["dc-1", "dc-2"],
        layouts: ["test"],
        revision: "2",
        instances: [{ id: "/s/api/1" }, { id: "/s/api/22" }],
        tombstones: [{ id: "/s/api/3" }],
      },
    ]);
  });

  it("find a service by name among many", () => {
    const { view } = listed(...Array.from({ length: 100 }, (_, i): Write => ({ key: `/s/n${i}/a`, value: "1" })));
    const summaries = summarizeServices(view);
    for (const summary of summaries) expect(findService(summaries, summary.name)).toBe(summary);
    expect(findService(summaries, "absent")).toBeUndefined();
    expect(findService([], "absent")).toBeUndefined();
  });
});
