import { describe, expect, it } from "vitest";
import type { LiveStatus } from "@/lib/live/protocol";
import { createManualClock } from "@/lib/manual-clock";
import { testRecords } from "@/lib/records/testing";
import { drainKeyOf, encodeDrain } from "@/lib/registry/marks";
import { createTestStore, testLayouts } from "@/lib/registry/testing";
import { createRegistry, type RegistryUpdate } from "./registry";

const watching = { kind: "status", status: { state: "watching", since: 0, atomic: true, resumed: false } } as const;
const backingOff = {
  kind: "status",
  status: { state: "backing-off", code: "unavailable", message: "", detail: "", attempt: 1, retryAt: 0 },
} as const;

function start() {
  const clock = createManualClock(1_000);
  const store = createTestStore();
  const registry = createRegistry({ records: testRecords(), layouts: testLayouts, clock, tombstoneMs: 600 });
  const updates: RegistryUpdate[] = [];
  const states: LiveStatus["state"][] = [];
  registry.onUpdate((update) => updates.push(update));
  registry.onStatus(({ state }) => states.push(state));
  return { clock, store, registry, updates, states };
}

describe("the registry", () => {
  it("invents no events for what stood before it looked", () => {
    const { store, registry, updates } = start();
    store.write({ key: "/s/api/a", value: "1" });
    registry.accept(store.list("e1"));
    expect(updates).toMatchObject([{ previous: null, events: [] }]);
    expect(registry.view()?.instances.size).toBe(1);
  });

  it("counts every step, so that each starts where the one before it ended", () => {
    const { store, registry, updates, clock } = start();
    registry.accept(store.list("e1"));
    registry.accept(store.write({ key: "/s/api/a", value: "1" }));
    registry.accept(store.write({ key: "/s/api/a", value: null }));
    clock.advance(600);
    expect(updates.map(({ next }) => next.seq)).toEqual([1_000, 1_001, 1_002, 1_003]);
    for (const [index, { previous }] of updates.entries()) expect(previous).toBe(updates[index - 1]?.next ?? null);
  });

  it("shows an instance that left until its tombstone has stood long enough", () => {
    const { store, registry, clock } = start();
    registry.accept(store.list("e1"));
    registry.accept(store.write({ key: "/s/api/a", value: "1" }, { key: "/s/api/b", value: "1" }));
    registry.accept(store.write({ key: "/s/api/a", value: null }));
    clock.advance(300);
    registry.accept(store.write({ key: "/s/api/b", value: null }));
    const revision = registry.view()?.revision;
    expect(registry.view()?.tombstones.get("/s/api/a")).toMatchObject({
      removedAtMs: 1_000,
      revision: "2",
      cause: "deleted",
      instance: { service: "api" },
    });
    clock.advance(300);
    expect([...(registry.view()?.tombstones.keys() ?? [])]).toEqual(["/s/api/b"]);
    clock.advance(300);
    expect(registry.view()?.tombstones.size).toBe(0);
    expect(registry.view()?.revision).toBe(revision);
    expect(clock.pending()).toBe(0);
  });

  it("does not let an earlier tombstone's time end a later one of the same instance", () => {
    const { store, registry, clock } = start();
    registry.accept(store.list("e1"));
    for (const pause of [400, 400]) {
      registry.accept(store.write({ key: "/s/api/a", value: "1" }));
      registry.accept(store.write({ key: "/s/api/a", value: null }));
      clock.advance(pause);
    }
    expect(registry.view()?.tombstones.size).toBe(1);
    clock.advance(200);
    expect(registry.view()?.tombstones.size).toBe(0);
  });

  it("keeps only so many tombstones: the oldest go early", () => {
    const clock = createManualClock();
    const store = createTestStore();
    const registry = createRegistry({
      records: testRecords(),
      layouts: testLayouts,
      clock,
      tombstoneMs: 600,
      mostTombstones: 3,
    });
    registry.accept(store.list("e1"));
    for (let i = 0; i < 9; i++) {
      registry.accept(store.write({ key: `/s/api/${i}`, value: "1" }));
      registry.accept(store.write({ key: `/s/api/${i}`, value: null }));
    }
    expect([...(registry.view()?.tombstones.keys() ?? [])].sort()).toEqual(["/s/api/6", "/s/api/7", "/s/api/8"]);
    registry.stop();
  });

  it("dismisses tombstones before their time", () => {
    const { store, registry, updates } = start();
    registry.accept(store.list("e1"));
    registry.accept(store.write({ key: "/s/api/a", value: "1" }));
    registry.accept(store.write({ key: "/s/api/a", value: null }));
    const before = updates.length;
    expect(registry.dismiss(["/s/api/a", "/s/api/never"])).toBe(1);
    expect(registry.dismiss(["/s/api/a"])).toBe(0);
    expect(updates.length).toBe(before + 1);
  });

  it("is listing only before the first view, stale at once when the way breaks, live again when it watches", () => {
    const { store, registry, states } = start();
    expect(registry.status().state).toBe("listing");
    registry.accept({ kind: "status", status: { state: "listing", listed: 5, total: 10 } });
    registry.accept(backingOff);
    expect(registry.status().state).toBe("listing");
    registry.accept(store.list("e1"));
    registry.accept(watching);
    registry.accept(backingOff);
    registry.accept({ kind: "status", status: { state: "listing", listed: 0, total: null } });
    registry.accept(store.list("e2", "compacted"));
    registry.accept(watching);
    expect(states).toEqual(["listing", "listing", "stale", "live", "stale", "stale", "live", "live"]);
  });

  it("moves its age and revision with every sign of life", () => {
    const { store, registry, clock } = start();
    registry.accept(store.list("e1"));
    clock.advance(50);
    registry.accept({ kind: "progress", revision: "9" });
    expect(registry.status()).toMatchObject({ heardAt: 1_050, changedAt: 1_000, revision: "9", serverTime: 1_050 });
  });

  it("keeps the old view while it lists again, and tells the gap and what is different", () => {
    const { store, registry, updates, clock } = start();
    store.write({ key: "/s/api/a", value: "1" });
    registry.accept(store.list("e1"));
    registry.accept(backingOff);
    clock.advance(100);
    store.write({ key: "/s/api/a", value: null });
    expect(registry.view()?.instances.size).toBe(1);
    registry.accept(store.list("e2", "compacted"));
    expect(updates.at(-1)?.events).toMatchObject([
      { type: "removed", cause: "unknown", at: [1_000, 1_100] },
      { type: "gap", at: [1_000, 1_100] },
    ]);
    expect(registry.view()).toMatchObject({ epoch: "e2" });
    expect(registry.view()?.tombstones.get("/s/api/a")).toMatchObject({ revision: null });
  });

  it("tells who was drained and resumed, and resumes by the time, not by etcd's clean-up", () => {
    const { store, registry, updates, clock } = start();
    store.write({ key: "/s/api/a", value: "1" });
    registry.accept(store.list("e1"));
    const mark = (until: number | null) =>
      new TextDecoder().decode(
        encodeDrain("/s/api/a", { until, reason: "disk", actor: "ann", at: 0, createRevision: "1" }, testRecords()),
      );
    registry.accept(store.write({ key: drainKeyOf("/s/api/a"), value: mark(1_500) }));
    expect(updates.at(-1)?.events).toMatchObject([
      { type: "drained", service: "api", instance: "a", key: "/s/api/a", revision: "2", actor: "ann" },
    ]);
    clock.advance(499);
    expect(registry.view()?.drains.size).toBe(1);
    clock.advance(1);
    expect(registry.view()?.drains.size).toBe(0);
    expect(updates.at(-1)?.events).toMatchObject([{ type: "resumed", key: "/s/api/a", revision: null }]);
    registry.accept(store.write({ key: drainKeyOf("/s/api/a"), value: null }));
    expect(updates.at(-1)?.events).toEqual([]);
    registry.accept(store.write({ key: drainKeyOf("/s/api/a"), value: mark(null) }));
    registry.accept(store.write({ key: drainKeyOf("/s/api/a"), value: null }));
    expect(updates.at(-1)?.events).toMatchObject([{ type: "resumed", key: "/s/api/a", revision: "5" }]);
    const ids = updates.flatMap(({ events }) => events.map(({ id }) => id));
    expect(new Set(ids).size).toBe(ids.length);
  });

  it("says nothing after it was stopped", () => {
    const { store, registry, updates, clock } = start();
    registry.accept(store.list("e1"));
    registry.accept(store.write({ key: "/s/api/a", value: "1" }));
    registry.accept(store.write({ key: "/s/api/a", value: null }));
    registry.stop();
    const before = updates.length;
    registry.accept(store.write({ key: "/s/api/a", value: "1" }));
    clock.advance(10_000);
    expect(updates.length).toBe(before);
    expect(clock.pending()).toBe(0);
  });
});
