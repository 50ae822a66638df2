import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { sizeOf } from "@/lib/budgets";
import { parse } from "@/lib/query/parse";
import type { RegistryEvent } from "@/lib/registry/types";
import { createHistory } from "./history";

const event = (n: number, part: Partial<RegistryEvent> = {}): RegistryEvent => ({
  id: `e:${n}:/k:0`,
  at: n,
  revision: `${n}`,
  type: "registered",
  service: n % 2 === 0 ? "even" : "odd",
  instance: `i${n}`,
  key: `/services/${n}`,
  ...part,
});

const numbers = (events: readonly RegistryEvent[]) => events.map(({ at }) => at);

describe("the history", () => {
  it("pages through everything that fits, newest first, each once, also while events are added and dropped", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 30 }),
        fc.integer({ min: 1, max: 40 }),
        fc.integer({ min: 1, max: 7 }),
        fc.nat(3),
        (capacity, count, limit, addedPerPage) => {
          const history = createHistory({ capacity });
          for (let n = 0; n < count; n++) history.append([event(n)]);
          const seen: unknown[] = [];
          let cursor: string | undefined;
          let next = count;
          for (;;) {
            const page = history.query({ service: ["even"] }, { limit, cursor });
            seen.push(...numbers(page.events));
            if (page.nextCursor === null) break;
            cursor = page.nextCursor;
            for (let i = 0; i < addedPerPage; i++) history.append([event(next++)]);
          }
          const all = Array.from({ length: count }, (_, n) => count - 1 - n).filter((n) => n % 2 === 0);
          expect(seen).toEqual(all.slice(0, seen.length));
          const kept = all.filter((n) => n >= next - capacity);
          expect(seen.length).toBeGreaterThanOrEqual(kept.length);
        },
      ),
    );
  });

  it("says where it begins once it had to drop something", () => {
    const history = createHistory({ capacity: 3 });
    expect(history.query({}, { limit: 10 })).toEqual({ events: [], nextCursor: null, complete: true });
    expect(history.stats()).toMatchObject({ kept: 0, evicted: 0, oldest: null, bytes: 0 });
    history.append([1, 2, 3].map((n) => event(n)));
    expect(history.query({}, { limit: 10 }).complete).toBe(true);
    history.append([event(4)]);
    expect(history.query({}, { limit: 10 })).toMatchObject({
      complete: false,
      events: [{ at: 4 }, { at: 3 }, { at: 2 }],
    });
    expect(history.stats()).toMatchObject({ kept: 3, evicted: 1, oldest: { at: 2 } });
  });

  it("fits by key or instance, type, cause, words and time", () => {
    const history = createHistory({ capacity: 10 });
    history.append([
      event(1, { type: "removed", cause: "expired" }),
      event(2, { instanceId: "/tidb/1" }),
      event(3, { at: [30, 40] }),
      event(4, { at: null, type: "gap", service: null, instance: null, key: null }),
    ]);
    const ids = (filter: Parameters<typeof history.query>[0]) =>
      history.query(filter, { limit: 10 }).events.map(({ revision }) => revision);
    expect(ids({ key: "/services/1" })).toEqual(["1"]);
    expect(ids({ key: "/tidb/1" })).toEqual(["2"]);
    expect(ids({ type: ["gap", "removed"] })).toEqual(["4", "1"]);
    expect(ids({ cause: ["expired"] })).toEqual(["1"]);
    expect(ids({ q: parse("ODD services") })).toEqual(["3", "1"]);
    expect(ids({ since: 2 })).toEqual(["3", "2"]);
    expect(ids({ since: 35, until: 36 })).toEqual(["3"]);
    expect(ids({ until: 2 })).toEqual(["1"]);
  });

  it("refuses a cursor that it did not give", () => {
    const history = createHistory({ capacity: 3 });
    const other = createHistory({ capacity: 3 });
    for (const one of [history, other]) one.append([event(1), event(2)]);
    const { nextCursor } = other.query({}, { limit: 1 });
    for (const cursor of [nextCursor ?? "", "", ".", "zzz", `${nextCursor}zzzzzz`])
      expect(() => history.query({}, { limit: 1, cursor })).toThrow(
        expect.objectContaining({ code: "invalid-request" }),
      );
  });

  it("drops the oldest where the events come to too many bytes, instances before and after included", () => {
    fc.assert(
      fc.property(
        fc.array(fc.nat(4_000), { minLength: 1, maxLength: 60 }),
        fc.integer({ min: 1, max: 20 }),
        (sizes, capacity) => {
          const history = createHistory({ capacity, bytes: 10_000 });
          for (const [n, size] of sizes.entries()) {
            const after = { metadata: { text: "x".repeat(size) } } as unknown as RegistryEvent["after"] & object;
            history.append([event(n, { type: "removed", after })]);
            const { bytes, kept } = history.stats();
            expect(kept).toBeLessThanOrEqual(capacity);
            expect(bytes).toBe(sizeOf(history.query({}, { limit: 99 }).events) - 2 - kept);
            if (kept > 1) expect(bytes).toBeLessThanOrEqual(10_000);
            history.amend([event(n, { type: "removed", cause: "expired", after })]);
          }
          const { events } = history.query({}, { limit: 99 });
          expect(numbers(events)).toEqual(sizes.map((_, n) => sizes.length - 1 - n).slice(0, events.length));
        },
      ),
    );
  });

  it("looks at a stretch at a time, and ends a page by its bytes", () => {
    const history = createHistory({ capacity: 10_000 });
    for (let n = 0; n < 10_000; n++) history.append([event(n)]);
    const seen: RegistryEvent[] = [];
    let looks = 0;
    let cursor: string | undefined;
    do {
      const look = history.look({ service: ["odd"] }, { limit: 10_000, bytes: 20_000, cursor });
      expect(look.bytes).toBeLessThanOrEqual(20_000);
      seen.push(...look.events);
      cursor = look.nextCursor ?? undefined;
      looks++;
    } while (cursor !== undefined);
    expect(numbers(seen)).toEqual(Array.from({ length: 5_000 }, (_, n) => 9_999 - 2 * n));
    expect(looks).toBeGreaterThan(20);
    const nothing = history.look({ service: ["none"] }, { limit: 10, bytes: 20_000 });
    expect(nothing).toMatchObject({ events: [], left: true });
  });
});
