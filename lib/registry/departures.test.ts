import { describe, expect, it } from "vitest";
import { servicesOf } from "@/lib/map/registry.testing";
import { alarmOf, isGoodbye } from "./departures";
import { removalCauses } from "./describe";
import { reduceBatch, reduceSnapshot } from "./reduce";
import { createTestStore, testLayouts } from "./testing";
import type { Cause } from "./types";

const because = (cause: Cause, evidence = "") => ({ cause, certainty: "inferred", evidence }) as const;

describe("who left", () => {
  it.each<[Cause, boolean]>([
    ["evicted", true],
    ["revoked", true],
    ["deleted", true],
    ["expired", false],
    ["unknown", false],
  ])("%s: said goodbye %s", (cause, goodbye) => expect(isGoodbye(because(cause))).toBe(goodbye));

  it("is no alarm of its own where another event tells it, or while its lease is being asked after", () => {
    expect(isGoodbye({ ...because("replaced"), partOf: "e:1::0" })).toBe(true);
    const store = createTestStore();
    const { view } = reduceSnapshot(null, store.list("e"), testLayouts);
    const there = reduceBatch(view, store.write({ key: "/s/web/a", value: "1", lease: "7" }), testLayouts).view;
    const [change] = reduceBatch(there, store.write({ key: "/s/web/a", value: null }), testLayouts).changes;
    if (!change) throw new Error("nothing changed");
    expect(isGoodbye(removalCauses([change])(change))).toBe(true);
  });

  it("leaves a service empty, and that is an alarm whatever the cause", () => {
    const [service] = servicesOf([{ service: "web", gone: "evicted" }]).services;
    if (!service) throw new Error("no service");
    expect([service.lost, alarmOf(service)]).toEqual([0, { kind: "empty" }]);
    // But not where one event tells of many services at once: unless somebody expects it to be there.
    const swept = { ...service, tombstones: service.tombstones.map((one) => ({ ...one, partOf: "e:1::0" })) };
    expect(alarmOf(swept)).toBeNull();
    expect(alarmOf({ ...swept, minimum: 1 })).toEqual({ kind: "empty" });
  });
});
