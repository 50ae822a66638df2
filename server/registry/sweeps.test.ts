import { describe, expect, it } from "vitest";
import { createManualClock } from "@/lib/manual-clock";
import { alarmOf } from "@/lib/registry/departures";
import { CLEARED_FROM } from "@/lib/registry/fold";
import { summarizeServices } from "@/lib/registry/summaries";
import { createTestStore, testLayouts } from "@/lib/registry/testing";
import type { RegistryEvent } from "@/lib/registry/types";
import { createHistory } from "@/server/history/history";
import { createRegistry } from "./registry";

const SERVICES = 6;
const EACH = 5;
const keys = Array.from({ length: SERVICES * EACH }, (_, n) => `/s/svc${n % SERVICES}/i${n}`);

/** A registry of some services, each instance on a lease of its own or on none, and its history. */
function start({ leased = true } = {}) {
  const clock = createManualClock(1_000);
  const store = createTestStore();
  const registry = createRegistry({ layouts: testLayouts, clock, tombstoneMs: 600_000 });
  const history = createHistory({ capacity: 1_000 });
  registry.onUpdate(({ events }) => history.append(events));
  registry.accept(store.list("e1"));
  registry.accept({ kind: "status", status: { state: "watching", since: 0, atomic: true, resumed: false } });
  registry.accept(store.write(...keys.map((key, n) => ({ key, value: "1", ...(leased && { lease: String(n + 1) }) }))));
  const view = () => {
    const now = registry.view();
    if (!now) throw new Error("no view");
    return now;
  };
  const services = () => summarizeServices(view());
  const listed = () => history.query({}, { limit: 1_000 }).events.filter(({ type }) => type !== "registered");
  const told = (filter: Parameters<typeof history.query>[0]) => history.query(filter, { limit: 1_000 }).events;
  return { clock, store, registry, view, services, listed, told };
}

/** Another store under the same prefixes. */
function other(write: readonly string[] = []) {
  const store = createTestStore();
  if (write.length > 0) store.write(...write.map((key, n) => ({ key, value: "2", lease: String(900 + n) })));
  return store;
}

const REPLACED = ["other-cluster", "revision-went-back", "store-replaced"] as const;

describe("a store that was replaced", () => {
  it.each(REPLACED)("is one event with everything that went folded into it (%s)", (reason) => {
    const { registry, services, view, listed, told } = start();
    const before = view().revision;
    registry.accept(other().list("e2", reason));
    const [event, ...more] = listed();
    expect(more).toEqual([]);
    expect(event).toMatchObject({
      type: "gap",
      gap: { reason, from: before },
      folded: { removed: keys.length, serviceCount: SERVICES, registered: 0, changed: 0 },
    });
    expect(told({ of: event?.id }).map(({ type, cause, certainty }) => [type, cause, certainty])).toEqual(
      keys.map(() => ["removed", "replaced", "exact"]),
    );
    expect(registry.status().sweep).toMatchObject({ kind: reason, removed: keys.length, missing: keys.length });
    expect([...view().tombstones.values()].map(({ cause, partOf }) => [cause, partOf])).toEqual(
      keys.map(() => ["replaced", event?.id]),
    );
    expect(services().map((service) => [service.total, service.lost, alarmOf(service)])).toEqual(
      Array.from({ length: SERVICES }, () => [0, 0, null]),
    );
  });

  it("is found from each instance and each service that it took", () => {
    const { registry, listed, told } = start();
    registry.accept(other().list("e2", "revision-went-back"));
    const types = (events: readonly RegistryEvent[]) => events.map(({ type }) => type);
    expect(types(told({ key: keys[0] }))).toEqual(["removed", "registered"]);
    expect(told({ service: ["svc0"], type: ["gap", "removed"] })).toEqual(listed());
    expect(told({ service: ["other"] })).toEqual([]);
  });

  it("folds what is there again as well, and misses nothing where all of it is", () => {
    const { registry, listed } = start();
    registry.accept(other(keys).list("e2", "store-replaced"));
    expect(listed()).toMatchObject([{ type: "gap", folded: { removed: 0, changed: keys.length } }]);
    expect(registry.status().sweep).toBeUndefined();
  });

  it("counts what is not back, by service and number, until everything is", () => {
    const { registry, store: _, ...rest } = start();
    const restored = other(keys.slice(0, 10));
    registry.accept(restored.list("e2", "revision-went-back"));
    expect(registry.status().sweep).toMatchObject({ removed: keys.length - 10, missing: keys.length - 10 });
    expect(rest.services().every((service) => alarmOf(service) === null)).toBe(true);
    // Back under other names; and one that goes again is missing again.
    const again = keys.slice(10).map((key) => ({ key: `${key}-new`, value: "1" }));
    registry.accept(restored.write(...again.slice(1)));
    expect(registry.status().sweep?.missing).toBe(1);
    registry.accept(restored.write({ key: again[1]?.key ?? "", value: null }));
    expect(registry.status().sweep?.missing).toBe(2);
    registry.accept(restored.write(...again.slice(0, 2)));
    expect(registry.status().sweep).toBeUndefined();
  });

  // "30 are back" was said although thirty others had registered and not one of those that went.
  it("says how many are back under their own keys, and how many others came in their place", () => {
    const { registry } = start();
    const store = other();
    registry.accept(store.list("e2", "revision-went-back"));
    const told = () => {
      const { missing, returned } = registry.status().sweep ?? {};
      return { missing, returned };
    };
    expect(told()).toEqual({ missing: keys.length, returned: 0 });
    registry.accept(store.write({ key: "/s/svc0/new", value: "1" }, { key: "/s/other/new", value: "1" }));
    expect(told()).toEqual({ missing: keys.length - 1, returned: 0 });
    registry.accept(store.write({ key: keys[0] ?? "", value: "1" }, { key: keys[1] ?? "", value: "1" }));
    expect(told()).toEqual({ missing: keys.length - 3, returned: 2 });
    registry.accept(store.write({ key: keys[0] ?? "", value: "changed" }));
    expect(told()).toEqual({ missing: keys.length - 3, returned: 2 });
    registry.accept(store.write({ key: keys[0] ?? "", value: null }, { key: "/s/svc0/new", value: null }));
    expect(told()).toEqual({ missing: keys.length - 1, returned: 1 });
    // More of a service than it lost make up for nothing of another one.
    const many = Array.from({ length: EACH * 3 }, (_, n) => ({ key: `/s/svc0/more${n}`, value: "1" }));
    registry.accept(store.write(...many));
    expect(told()).toEqual({ missing: keys.length - EACH - 1, returned: 1 });
  });

  it("stays told where another wipe takes nothing more", () => {
    const { registry } = start();
    registry.accept(other().list("e2", "revision-went-back"));
    registry.accept(other().list("e3", "revision-went-back"));
    expect(registry.status().sweep).toMatchObject({ removed: keys.length, missing: keys.length });
  });

  it("leaves a list after a mere gap as it was: the removals are their own news, and the gap stands above them", () => {
    const { registry, listed, store } = start();
    store.write(...keys.slice(0, 3).map((key) => ({ key, value: null })));
    registry.accept(store.list("e2", "compacted"));
    expect(listed().map(({ type, cause }) => [type, cause])).toEqual([
      ["gap", undefined],
      ["removed", "unknown"],
      ["removed", "unknown"],
      ["removed", "unknown"],
    ]);
    expect(registry.status().sweep).toBeUndefined();
  });
});

describe("a store that was replaced while the console did not run", () => {
  const lastSeen = { clusterId: "1", revision: "1183", at: 400, registrations: 725, services: 62 };

  function restart(reason: "start" | (typeof REPLACED)[number], present: readonly string[]) {
    const clock = createManualClock(1_000);
    const registry = createRegistry({ layouts: testLayouts, clock, tombstoneMs: 600_000, lastSeen });
    const events: RegistryEvent[] = [];
    registry.onUpdate((update) => events.push(...update.events));
    const store = other(present);
    registry.accept(store.list("e9", reason));
    return { registry, events, store };
  }

  it.each(REPLACED)("is one event and is told until as many are there again (%s)", (reason) => {
    const { registry, events, store } = restart(reason, keys.slice(0, 3));
    expect(events).toMatchObject([
      {
        type: "gap",
        at: [400, 1_000],
        gap: { reason, from: "1183", stood: { registrations: 725, services: 62, now: 3 } },
      },
    ]);
    const sweep = { kind: reason, from: "1183", removed: 725, serviceCount: 62, returned: null };
    expect(registry.status().sweep).toMatchObject({ ...sweep, missing: 722 });
    const many = Array.from({ length: 721 }, (_, n) => ({ key: `/s/new/${n}`, value: "1" }));
    registry.accept(store.write(...many));
    expect(registry.status().sweep?.missing).toBe(1);
    registry.accept(store.write({ key: "/s/new/one-more", value: "1" }));
    expect(registry.status().sweep).toBeUndefined();
  });

  it("is nothing to tell where the first list continues what was seen", () => {
    const { registry, events } = restart("start", []);
    expect(events).toEqual([]);
    expect(registry.status().sweep).toBeUndefined();
  });
});

describe("one delete of a range", () => {
  it.each([true, false])("is one event, its removals certainly deletes (leased: %s)", (leased) => {
    const { registry, store, listed, services } = start({ leased });
    registry.accept(store.write(...keys.map((key) => ({ key, value: null }))));
    expect(listed()).toMatchObject([{ type: "cleared", revision: registry.view()?.revision, folded: { removed: 30 } }]);
    expect(registry.status().sweep).toMatchObject({ kind: "cleared", removed: 30, missing: 30 });
    expect(services().every((service) => alarmOf(service) === null)).toBe(true);
  });

  it("is not what a lease takes with it when it ends, nor a handful of keys", () => {
    const { registry, store, listed } = start();
    const few = keys.slice(0, CLEARED_FROM - 1).map((key) => ({ key, value: null }));
    registry.accept(store.write(...few));
    expect(new Set(listed().map(({ type, cause }) => `${type} ${cause}`))).toEqual(new Set(["removed deleted"]));
    const onOne = Array.from({ length: 40 }, (_, n) => ({ key: `/s/web/${n}`, value: "1", lease: "77" }));
    registry.accept(store.write(...onOne));
    registry.accept(store.write(...onOne.map(({ key }) => ({ key, value: null }))));
    expect(listed().some(({ type }) => type === "cleared")).toBe(false);
    expect(listed().slice(0, 40)).toEqual(
      onOne.map(() => expect.objectContaining({ type: "removed", cause: "unknown" })),
    );
  });
});
