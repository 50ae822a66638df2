import { describe, expect, it } from "vitest";
import { deltaBetween } from "@/lib/registry/delta";
import { reduceBatch, reduceSnapshot } from "@/lib/registry/reduce";
import { createTestStore, testLayouts, type Write } from "@/lib/registry/testing";
import type { RegistryEvent } from "@/lib/registry/types";
import type { View } from "@/lib/registry/view";
import { type LiveStatus, PROTOCOL_VERSION, type Snapshot } from "./protocol";
import { createLiveStore } from "./store";

const status: LiveStatus = {
  state: "live",
  epoch: "e",
  revision: "1",
  heardAt: 0,
  changedAt: 0,
  source: { state: "watching", since: 0, atomic: true, resumed: false },
  atomic: true,
  serverTime: 0,
};

const overTheWire = <T>(value: T): T => JSON.parse(JSON.stringify(value));

function snapshotOf(view: View): Snapshot {
  const { epoch, seq, revision, instances, tombstones, unrecognized, leases, drains, minimums } = view;
  return overTheWire({
    protocol: PROTOCOL_VERSION,
    epoch,
    seq,
    revision,
    serverTime: 0,
    status,
    instances: [...instances.values()],
    tombstones: [...tombstones.values()],
    unrecognized: [...unrecognized.values()],
    leases: [...leases.values()],
    drains: [...drains.values()],
    minimums: [...minimums.values()],
  });
}

const event = (n: number): RegistryEvent => ({
  id: `e:${n}:/k:0`,
  at: n,
  revision: `${n}`,
  type: "registered",
  service: "api",
  instance: "a",
  key: "/k",
});

function start(eventTail = 5) {
  const etcd = createTestStore();
  etcd.write({ key: "/s/api/a", value: "1" }, { key: "/s/web/a", value: "1" });
  let view = reduceSnapshot(null, etcd.list("e"), testLayouts).view;
  let show: (() => void) | null = null;
  let shown = 0;
  const store = createLiveStore({
    eventTail,
    schedule(callback) {
      show = callback;
      return () => {
        show = null;
      };
    },
  });
  store.subscribe(() => shown++);
  return {
    etcd,
    store,
    shown: () => shown,
    frame: (): void => show?.(),
    scheduled: () => show !== null,
    view: () => view,
    delta(...writes: Write[]) {
      const previous = view;
      view = reduceBatch(view, etcd.write(...writes), testLayouts).view;
      return { ...overTheWire(deltaBetween(previous, view)), serverTime: 0 };
    },
  };
}

describe("the live store", () => {
  it("shows everything that arrived between two frames at once, and not before", () => {
    const { store, view, delta, frame, shown } = start();
    store.acceptSnapshot(snapshotOf(view()));
    for (let i = 0; i < 10; i++) expect(store.acceptDelta(delta({ key: `/s/api/${i}`, value: "1" }))).toBe(true);
    store.acceptEvents({ events: [event(1)], missed: 0, serverTime: 0 });
    expect(store.getState().view).toBeNull();
    expect(store.position()?.seq).toBe(view().seq);
    frame();
    expect(shown()).toBe(1);
    expect(store.getState().view?.instances.size).toBe(12);
    expect(store.getState().services.map(({ name, total }) => [name, total])).toEqual([
      ["api", 11],
      ["web", 1],
    ]);
  });

  it("keeps the objects of what did not change: instance, service, list and state", () => {
    const { store, view, delta, frame, shown } = start();
    store.acceptSnapshot(snapshotOf(view()));
    frame();
    const before = store.getState();
    frame();
    expect(store.getState()).toBe(before);
    store.acceptDelta(delta({ key: "/s/api/b", value: "1" }));
    frame();
    const after = store.getState();
    expect(after.services[1]).toBe(before.services[1]);
    expect(after.services[0]).not.toBe(before.services[0]);
    expect(after.view?.instances.get("/s/api/a")).toBe(before.view?.instances.get("/s/api/a"));
    expect(after.events).toBe(before.events);
    store.acceptStatus(status);
    frame();
    expect(store.getState().services).toBe(after.services);
    expect(shown()).toBe(3);
  });

  it("after a resync repaints only what differs, and says that the events have a hole", () => {
    const { store, view, delta, frame } = start();
    store.acceptSnapshot(snapshotOf(view()));
    frame();
    const before = store.getState();
    delta({ key: "/s/web/a", value: "2" }, { key: "/s/new/a", value: "1" });
    store.acceptSnapshot(snapshotOf({ ...view(), epoch: "e2" }));
    frame();
    const after = store.getState();
    expect(after.services[0]).toBe(before.services[0]);
    expect(after.services.map(({ name }) => name)).toEqual(["api", "new", "web"]);
    expect(after.view?.instances.get("/s/web/a")?.metadata).toEqual({ "/s/web/a": "2" });
    expect(before.eventsMissed).toBe(0);
    expect(after.eventsMissed).toBe(1);
  });

  it("keeps the newer word on the server's freshness when an older snapshot arrives", () => {
    const { store, view, frame } = start();
    store.acceptStatus({ ...status, state: "stale", serverTime: 10 });
    store.acceptSnapshot(snapshotOf(view()));
    frame();
    expect(store.getState().status?.state).toBe("stale");
    store.acceptSnapshot({ ...snapshotOf(view()), status: { ...status, serverTime: 11 } });
    frame();
    expect(store.getState().status?.state).toBe("live");
  });

  it("refuses a delta of anywhere else, unchanged", () => {
    const { store, view, delta } = start();
    const first = delta({ key: "/s/api/b", value: "1" });
    expect(store.acceptDelta(first)).toBe(false);
    store.acceptSnapshot(snapshotOf(view()));
    expect(store.acceptDelta(first)).toBe(false);
    expect(store.position()?.seq).toBe(view().seq);
  });

  it("keeps the newest events, each once, and counts those that were not sent", () => {
    const { store, frame } = start(5);
    store.acceptEvents({ events: [1, 2, 3].map(event), missed: 0, serverTime: 0 });
    frame();
    store.acceptEvents({ events: [2, 3, 4, 5, 6, 7, 8].map(event), missed: 2, serverTime: 0 });
    frame();
    expect(store.getState().events.map(({ at }) => at)).toEqual([4, 5, 6, 7, 8]);
    expect(store.getState().eventsMissed).toBe(2);
    for (let n = 9; n < 100; n++) store.acceptEvents({ events: [event(n - 1), event(n)], missed: 0, serverTime: 0 });
    frame();
    expect(store.getState().events.map(({ at }) => at)).toEqual([95, 96, 97, 98, 99]);
  });

  it("shows a lost connection without waiting for a frame", () => {
    const { store, shown, scheduled } = start();
    store.setClockOffset(5);
    expect(scheduled()).toBe(true);
    store.setConnection({ state: "lost", since: 1, reason: "cut", retryAt: null });
    expect(shown()).toBe(1);
    expect(store.getState()).toMatchObject({ connection: { state: "lost" }, clockOffsetMs: 5 });
    expect(scheduled()).toBe(false);
  });
});
