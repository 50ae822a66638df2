import { describe, expect, it } from "vitest";
import type { LeaseReading } from "@/lib/leases/reading";
import { describeChanges, describeGap } from "./describe";
import { reduceBatch, reduceSnapshot } from "./reduce";
import { createTestStore, testLayouts, type Write } from "./testing";

/** The events of one transaction on top of what stands already. */
function eventsOf(standing: Write[], ...writes: Write[]) {
  const store = createTestStore();
  store.write(...standing);
  const { view } = reduceSnapshot(null, store.list("e"), testLayouts);
  const { changes } = reduceBatch(view, store.write(...writes), testLayouts);
  return describeChanges(changes, { epoch: "e", revision: "2", at: 99 });
}

/** As far as telling the two apart needs it. */
function readingOf(leaseId: string, renewed: boolean): LeaseReading {
  return {
    leaseId,
    renewed,
    grantedSeconds: 10,
    deadline: [9_000, 10_000],
    renewedAt: [0, 10],
    sentAt: 0,
    observedAt: 10,
    liveness: "alive",
    since: 0,
    rhythmMs: null,
    jitterMs: null,
    beatCount: 0,
    resets: 0,
  };
}

const key = "/s/api/a";
const fixed = { key, value: "1" };
const leased = { key, value: "1", lease: "7" };

describe("events", () => {
  it("tell what an instance went through", () => {
    expect(eventsOf([], fixed)).toMatchObject([
      {
        id: "e:2:/s/api/a:0",
        type: "registered",
        at: 99,
        revision: "2",
        key,
        service: "api",
        instance: "a",
        instanceId: key,
        after: { id: key },
      },
    ]);
    expect(eventsOf([fixed], { key, value: "2" })).toMatchObject([
      { type: "updated", before: { metadata: { [key]: "1" } }, after: { metadata: { [key]: "2" } } },
    ]);
    expect(eventsOf([leased], { ...leased, lease: "8" })).toMatchObject([
      { type: "re-registered", evidence: "From lease 0000000000000007 to lease 0000000000000008." },
    ]);
    expect(eventsOf([leased], leased)).toMatchObject([{ type: "heartbeat", certainty: "exact" }]);
  });

  // A fleet that keeps its keys so filled the log with registrations, one per beat and instance.
  it("a put under a new lease is a heartbeat where it is how the owner keeps its key", () => {
    const [first, second] = [
      { ...leased, lease: "8" },
      { ...leased, lease: "26" },
    ];
    const store = createTestStore();
    store.write(leased);
    const { view } = reduceSnapshot(null, store.list("e"), testLayouts);
    const once = reduceBatch(view, store.write(first), testLayouts);
    const again = reduceBatch(once.view, store.write(second), testLayouts);
    const told = (changes: typeof again.changes, renewed?: boolean) => {
      const readings = new Map(renewed === undefined ? [] : ["7", "8"].map((id) => [id, readingOf(id, renewed)]));
      return describeChanges(changes, { epoch: "e", revision: "3", at: 99 }, readings);
    };
    expect(told(once.changes, false)).toMatchObject([{ type: "re-registered" }]);
    expect(told(again.changes, false)).toMatchObject([
      {
        type: "heartbeat",
        certainty: "exact",
        evidence: expect.stringContaining("from lease 0000000000000008 to lease 000000000000001a"),
      },
    ]);
    expect(told(again.changes, true)).toMatchObject([{ type: "re-registered" }]);
    expect(told(again.changes)).toMatchObject([{ type: "re-registered" }]);
  });

  it("name the cause of a removal only where it is known", () => {
    expect(eventsOf([fixed], { key, value: null })).toMatchObject([
      { type: "removed", cause: "deleted", certainty: "exact", evidence: "A key without a lease was deleted." },
    ]);
    expect(eventsOf([leased], { key, value: null })).toMatchObject([
      { type: "removed", cause: "unknown", certainty: "inferred" },
    ]);
    expect(eventsOf([fixed], { key, value: "!" })).toMatchObject([
      { type: "removed", cause: "unknown", certainty: "exact", evidence: expect.stringContaining("still there") },
    ]);
  });

  it("have ids of their own where one key holds several instances", () => {
    const events = eventsOf([], { key: "/f/dns", value: "abc" });
    expect(events.map(({ id }) => id)).toEqual(["e:2:/f/dns:0", "e:2:/f/dns:1", "e:2:/f/dns:2"]);
  });

  // Prefixes that are watched apart may bring two writes of a key under one later revision: their ids were the same, and one was lost.
  it("have ids of their own where several writes of a key come under one revision", () => {
    const store = createTestStore();
    store.write(fixed);
    const { view } = reduceSnapshot(null, store.list("e"), testLayouts);
    const writes = [store.write({ key, value: "2" }), store.write({ key, value: "3" })];
    let reduced = { view };
    const ids = writes.flatMap((write) => {
      const step = reduceBatch(reduced.view, { ...write, revision: "9" }, testLayouts);
      reduced = step;
      return describeChanges(step.changes, { epoch: "e", revision: "9", at: 99 }).map(({ id }) => id);
    });
    expect(ids).toEqual(["e:2:/s/api/a:0", "e:3:/s/api/a:0"]);
  });

  it("after a relist say what is different, not why", () => {
    const store = createTestStore();
    store.write({ key: "/s/api/gone", value: "1" }, { key: "/s/api/again", value: "1" });
    const { view } = reduceSnapshot(null, store.list("e"), testLayouts);
    store.write({ key: "/s/api/gone", value: null }, { key: "/s/api/again", value: null });
    store.write({ key: "/s/api/again", value: "1" }, { key: "/s/api/new", value: "1" });
    const message = store.list("e2", "compacted");
    const { changes } = reduceSnapshot(view, message, testLayouts);
    const at: [number, number] = [10, 20];
    expect(describeChanges(changes, { epoch: "e2", revision: message.revision, at })).toMatchObject([
      { type: "removed", instance: "gone", cause: "unknown", revision: null, at },
      { type: "re-registered", instance: "again", revision: "3" },
      { type: "registered", instance: "new", revision: "3", at },
    ]);
    expect(describeGap(message, view.revision, at)).toMatchObject({
      type: "gap",
      at,
      gap: { reason: "compacted", from: "1", to: "3" },
    });
    expect(describeGap(store.list("e", "start"), null, null)).toBeNull();
  });
});
