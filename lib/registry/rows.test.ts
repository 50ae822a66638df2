import { describe, expect, it } from "vitest";
import { reduceBatch, reduceSnapshot } from "./reduce";
import { rowById, rowsOf, type ServiceSummary } from "./select";
import { compareRowsWorstFirst, compareServicesWorstFirst, worstOf } from "./sort";
import { createTestStore, testLayouts } from "./testing";
import { tombstonesOf, withTombstones } from "./tombstones";

const store = createTestStore();
store.write(
  { key: "/s/api/one", value: "Blue", lease: "77" },
  { key: "/s/api/four", value: "green" },
  { key: "/s/web/one", value: "green" },
  { key: "/m/tidb/1/addr", value: "h" },
  { key: "/m/tidb/1/ttl", value: "t" },
);
const first = reduceSnapshot(null, store.list("e"), testLayouts).view;
const removal = reduceBatch(first, store.write({ key: "/s/web/one", value: null }), testLayouts);
const view = withTombstones(removal.view, tombstonesOf(removal.changes, 1));

describe("rows", () => {
  it("are found by id, present or gone", () => {
    expect(rowById(view, "/s/api/one")).toMatchObject({ liveness: "alive", tombstone: null });
    expect(rowById(view, "/s/web/one")).toMatchObject({ liveness: "gone", tombstone: { cause: "deleted" } });
    expect(rowById(view, "/s/none")).toBeNull();
  });

  it("sort worst first", () => {
    const ids = [...rowsOf(view)].sort(compareRowsWorstFirst).map(({ instance, liveness }) => [liveness, instance.id]);
    expect(ids).toEqual([
      ["gone", "/s/web/one"],
      ["alive", "/s/api/one"],
      ["static", "/m/tidb/1"],
      ["static", "/s/api/four"],
    ]);
  });

  it("sort services worst first: nobody left, then the worst state of most instances", () => {
    const summary = (name: string, total: number, counts: Partial<ServiceSummary["counts"]>): ServiceSummary => ({
      name,
      total,
      counts: { alive: 0, late: 0, overdue: 0, static: 0, gone: 0, ...counts },
      draining: 0,
      unwell: new Map(),
      inService: 0,
      minimum: null,
      drains: new Map(),
      datacenters: [],
      namespaces: [],
      layouts: [],
      instances: [],
      tombstones: [],
      lost: 0,
      revision: "1",
    });
    const services = [
      summary("fine", 3, { alive: 3 }),
      summary("late", 3, { late: 3 }),
      summary("overdue", 3, { overdue: 1, alive: 2 }),
      summary("empty", 0, { gone: 1 }),
      summary("also fine", 1, { static: 1 }),
    ];
    expect(services.sort(compareServicesWorstFirst).map(({ name }) => name)).toEqual([
      "empty",
      "overdue",
      "late",
      "also fine",
      "fine",
    ]);
    expect(services.map(worstOf)).toEqual(["gone", "overdue", "late", "static", "alive"]);
  });
});
