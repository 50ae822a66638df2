import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { RegistryEvent } from "@/lib/registry/types";
import { EVENT_KINDS } from "./event-kind";
import { createEventLog, type EventSelection } from "./event-log";
import { bracketOf, mergeNewestFirst } from "./event-order";

function eventAt(revision: number, changes: Partial<RegistryEvent> = {}): RegistryEvent {
  const key = `/services/orders/eu/${revision}`;
  return {
    id: `e1:${revision}:${key}:0`,
    at: 1_000_000 + revision * 100,
    revision: String(revision),
    type: "registered",
    service: "orders",
    instance: String(revision),
    key,
    ...changes,
  };
}

const everything: EventSelection = { matches: () => true, kinds: new Set(EVENT_KINDS) };
const history = (from: number, to: number) =>
  Array.from({ length: to - from + 1 }, (_, index) => eventAt(from + index));
const newestFirst = (from: number, to: number) => history(from, to).reverse();
const revisions = (rows: readonly RegistryEvent[]) => rows.map((row) => Number(row.revision));

describe("the event log", () => {
  it("joins the live tail and pages of the history without doubles", () => {
    const log = createEventLog(1000, everything);
    log.append(history(8, 12));
    expect(log.addPage(newestFirst(3, 10), { kind: "cursor", cursor: "c" })).toBe(true);
    log.append(history(10, 14));
    expect(revisions(log.getSnapshot().rows)).toEqual([3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14]);
    expect(log.getSnapshot().older).toEqual({ kind: "cursor", cursor: "c" });
  });

  it("puts a removal with its cause in the place of the one without, also while paused", () => {
    const log = createEventLog(1000, everything);
    log.append([eventAt(1, { type: "removed", cause: "unknown" }), eventAt(2)]);
    log.pause("asked");
    log.amend([eventAt(1, { type: "removed", cause: "expired" })]);
    expect(log.getSnapshot().rows.map(({ cause }) => cause)).toEqual(["expired", undefined]);
    log.resume();
    expect(log.getSnapshot().rows.map(({ cause }) => cause)).toEqual(["expired", undefined]);
    expect(log.getSnapshot().counts.left).toBe(1);
  });

  it("lets an event join or leave where its cause decides what is read", () => {
    const expired: EventSelection = { ...everything, matches: ({ cause }) => cause === "expired" };
    const log = createEventLog(1000, expired);
    log.append([eventAt(1, { type: "removed", cause: "unknown" })]);
    expect(log.getSnapshot().length).toBe(0);
    log.amend([eventAt(1, { type: "removed", cause: "expired" })]);
    expect(revisions(log.getSnapshot().rows)).toEqual([1]);
  });

  it("keeps rows still while paused, counts what waits, and shows it afterwards", () => {
    const log = createEventLog(1000, everything);
    log.append(history(1, 5));
    log.pause("reading");
    log.append(history(6, 42));
    expect(log.getSnapshot()).toMatchObject({ length: 5, waiting: 37, paused: "reading" });
    expect(revisions(log.getSnapshot().rows)).toEqual([1, 2, 3, 4, 5]);
    log.resume();
    expect(log.getSnapshot()).toMatchObject({ length: 42, waiting: 0, paused: null });
  });

  it("lets older rows join while paused, but nothing newer", () => {
    const log = createEventLog(1000, everything);
    log.append(history(10, 12));
    log.pause("reading");
    log.append(history(13, 14));
    log.addPage(newestFirst(7, 13), null);
    expect(revisions(log.getSnapshot().rows)).toEqual([7, 8, 9, 10, 11, 12]);
    expect(log.getSnapshot().waiting).toBe(2);
    log.resume();
    expect(revisions(log.getSnapshot().rows)).toEqual([7, 8, 9, 10, 11, 12, 13, 14]);
  });

  it("stays within its bound and says from where to read on", () => {
    const log = createEventLog(100, everything);
    log.append(history(1, 126));
    expect(log.getSnapshot().length).toBe(100);
    expect(log.getSnapshot().older).toEqual({ kind: "until", ms: eventAt(27).at });
  });

  it("does not cut what a paused reader looks at", () => {
    const log = createEventLog(100, everything);
    log.append(history(1, 50));
    log.addPage([], { kind: "end", complete: true, oldestAt: null });
    log.pause("asked");
    log.append(history(51, 400));
    expect(log.getSnapshot()).toMatchObject({ length: 50, waiting: 350, older: { kind: "end" } });
    log.resume();
    expect(log.getSnapshot().length).toBeLessThanOrEqual(125);
    expect(log.getSnapshot().older.kind).toBe("until");
  });

  it("counts kinds whatever the chips show, and shows another set without forgetting", () => {
    const log = createEventLog(100, everything);
    const { matches } = everything;
    log.append([eventAt(1), eventAt(2, { type: "removed" }), eventAt(3, { type: "updated" })]);
    log.select({ matches, kinds: new Set(["left"]) });
    expect(revisions(log.getSnapshot().rows)).toEqual([2]);
    expect(log.getSnapshot().counts).toMatchObject({ registered: 1, changed: 1, left: 1 });
    log.pause("asked");
    log.append([eventAt(4, { type: "removed" }), eventAt(5)]);
    expect(log.getSnapshot().waiting).toBe(1);
    log.select({ matches, kinds: new Set(EVENT_KINDS) });
    expect(revisions(log.getSnapshot().rows)).toEqual([1, 2, 3]);
    expect(log.getSnapshot().waiting).toBe(2);
  });

  it("starts anew for another question, and a pause that was asked for comes back with its first page", () => {
    const log = createEventLog(100, everything);
    log.append(history(1, 9));
    log.pause("asked");
    log.select({ ...everything, matches: (event) => Number(event.revision) % 2 === 0 });
    expect(log.getSnapshot()).toMatchObject({ length: 0, paused: null, older: { kind: "unread" } });
    log.addPage(newestFirst(1, 9), { kind: "end", complete: true, oldestAt: null });
    log.append(history(10, 14));
    expect(revisions(log.getSnapshot().rows)).toEqual([2, 4, 6, 8]);
    expect(log.getSnapshot()).toMatchObject({ paused: "asked", waiting: 3 });
  });

  it("says that a page met nothing it knew, which is a hole", () => {
    const log = createEventLog(100, everything);
    log.append(history(1, 5));
    expect(log.addPage(newestFirst(20, 25), null)).toBe(false);
  });
});

describe("merging", () => {
  it("gives back the history from any two overlapping stretches", () => {
    const stretch = fc.tuple(fc.integer({ min: 1, max: 40 }), fc.integer({ min: 0, max: 30 }));
    fc.assert(
      fc.property(stretch, stretch, ([a, m], [b, n]) => {
        const merged = mergeNewestFirst(newestFirst(a, a + m), newestFirst(b, b + n));
        const expected = [...new Set([...revisions(newestFirst(a, a + m)), ...revisions(newestFirst(b, b + n))])];
        expect(revisions(merged)).toEqual(expected.sort((x, y) => y - x));
      }),
    );
  });

  it("brackets the rows of one revision of one epoch, and no gap", () => {
    const one = eventAt(7);
    const two = eventAt(7, { id: "e1:7:/services/orders/eu/8:1" });
    const gap = eventAt(7, { id: "e1:7::2", type: "gap", service: null, key: null });
    const elsewhere = eventAt(7, { id: "e2:7:/services/orders/eu/7:0" });
    expect(bracketOf(undefined, one, two)).toBe("first");
    expect(bracketOf(one, two, undefined)).toBe("last");
    expect(bracketOf(one, two, one)).toBe("middle");
    expect(bracketOf(eventAt(8), one, eventAt(6))).toBeNull();
    expect(bracketOf(gap, one, elsewhere)).toBeNull();
  });
});
