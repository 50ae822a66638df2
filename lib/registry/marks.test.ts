import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { testRecords } from "@/lib/records/testing";
import { drainIn, drainKeyOf, encodeDrain, encodeMinimum, minimumIn, minimumKeyOf } from "./marks";
import { reduceBatch, reduceSnapshot } from "./reduce";
import { adminStateOf, drainOf, isBelowMinimum, registeredSince } from "./select";
import { findService, summarizeServices, updateSummaries } from "./summaries";
import { createTestStore, testLayouts } from "./testing";
import type { Instance } from "./types";

const text = (bytes: Uint8Array): string => new TextDecoder().decode(bytes);
const records = testRecords();
const drain = { until: null, reason: "disk", actor: "admin", at: 5, createRevision: "1" };
const keyValue = (key: string, value: Uint8Array) => ({
  key,
  value,
  createRevision: "7",
  modRevision: "8",
  version: "1",
  leaseId: null,
});

function stored() {
  const store = createTestStore();
  store.write({ key: "/s/api/a", value: "1" });
  store.write({ key: "/s/api/b", value: "1" });
  return { store, view: reduceSnapshot(null, store.list("e"), testLayouts, { records }).view };
}

describe("marks", () => {
  it("are read as they were written, whatever the key or the service is called", () => {
    fc.assert(
      fc.property(
        fc.string({ minLength: 1 }),
        fc.option(fc.integer({ min: 1 })),
        fc.string(),
        (name, until, reason) => {
          const written = { ...drain, until, reason };
          expect(drainIn(keyValue(drainKeyOf(name), encodeDrain(name, written, records)), records)).toEqual({
            key: name,
            ...written,
            modRevision: "8",
          });
          const minimum = { service: name, minimum: 3, actor: "admin", at: 1 };
          expect(minimumIn(keyValue(minimumKeyOf(name), encodeMinimum(minimum, records)), records)).toEqual({
            ...minimum,
            modRevision: "8",
          });
        },
      ),
    );
  });

  it("that nobody understands are passed over", () => {
    for (const value of ["", "{}", "[1]", "\xff", '{"until":"tomorrow"}'])
      expect(drainIn(keyValue(drainKeyOf("/s/api/a"), new TextEncoder().encode(value)), records)).toBeNull();
    expect(
      minimumIn(
        keyValue(minimumKeyOf("other"), encodeMinimum({ ...drain, service: "api", minimum: 2 }, records)),
        records,
      ),
    ).toBeNull();
  });

  it("drain an instance until their time, whether or not etcd has cleaned them up", () => {
    const { store, view } = stored();
    const value = text(encodeDrain("/s/api/a", { ...drain, until: 100 }, records));
    const next = reduceBatch(view, store.write({ key: drainKeyOf("/s/api/a"), value }), testLayouts, { records }).view;
    const [a, b] = ["/s/api/a", "/s/api/b"].map((id) => next.instances.get(id) as Instance);
    expect(adminStateOf(next, a as Instance, 99)).toBe("draining");
    expect(adminStateOf(next, a as Instance, 100)).toBe("in-service");
    expect(adminStateOf(next, b as Instance, 99)).toBe("in-service");
  });

  it("stay when the instance registers again, and tell that it did", () => {
    const { store, view } = stored();
    const steps = [
      store.write({ key: drainKeyOf("/s/api/a"), value: text(encodeDrain("/s/api/a", drain, records)) }),
      store.write({ key: "/s/api/a", value: null }),
      store.write({ key: "/s/api/a", value: "2" }),
    ];
    const last = steps.reduce((known, step) => reduceBatch(known, step, testLayouts, { records }).view, view);
    const instance = last.instances.get("/s/api/a") as Instance;
    const mark = drainOf(last, instance);
    expect(mark).not.toBeNull();
    expect(mark && registeredSince(mark, instance)).toBe(true);
  });

  it("count in the summaries, made at once or step by step alike", () => {
    const { store, view } = stored();
    const steps = [
      store.write({ key: drainKeyOf("/s/api/a"), value: text(encodeDrain("/s/api/a", drain, records)) }),
      store.write({
        key: minimumKeyOf("api"),
        value: text(encodeMinimum({ ...drain, service: "api", minimum: 2 }, records)),
      }),
      store.write({
        key: minimumKeyOf("gone"),
        value: text(encodeMinimum({ ...drain, service: "gone", minimum: 1 }, records)),
      }),
      store.write({ key: "/s/api/b", value: null }),
      store.write({ key: drainKeyOf("/s/api/a"), value: null }),
      store.write({ key: minimumKeyOf("gone"), value: null }),
    ];
    const seen: unknown[] = [];
    let known = view;
    let summaries = summarizeServices(view);
    for (const step of steps) {
      const next = reduceBatch(known, step, testLayouts, { records }).view;
      summaries = updateSummaries(summaries, known, next);
      expect(summaries).toEqual(summarizeServices(next));
      known = next;
      const api = findService(summaries, "api");
      seen.push([summaries.map(({ name }) => name), api?.draining, api?.inService, api && isBelowMinimum(api)]);
    }
    expect(seen).toEqual([
      [["api"], 1, 1, false],
      [["api"], 1, 1, true],
      [["api", "gone"], 1, 1, true],
      [["api", "gone"], 1, 0, true],
      [["api", "gone"], 0, 1, true],
      [["api"], 0, 1, true],
    ]);
  });
});
