import { describe, expect, it } from "vitest";
import { encodeEvicted, evictedKeyOf } from "@/lib/audit/evicted";
import { auditKeyOf, type EntryRecord, encodeEntry } from "@/lib/audit/stored";
import type { KeyValue } from "@/lib/etcd/port";
import { createManualClock } from "@/lib/manual-clock";
import { testRecords } from "@/lib/records/testing";
import { createLog } from "@/server/log/log";
import { createFakeEtcd } from "@/server/testing/fake-etcd";
import { createTrail } from "./trail";
import { createUnfinished } from "./unfinished";

const NOW = 1_700_000_000_000;
const records = testRecords({ now: () => NOW });
const forger = testRecords({ secret: "what somebody else made up, 32 characters", now: () => NOW });
const idAt = (at: number, n = 0) => `${String(at).padStart(13, "0")}-${n.toString(16).padStart(8, "0")}`;

function record(more: Partial<EntryRecord> = {}): EntryRecord {
  return {
    at: NOW,
    actor: "ann",
    role: "admin",
    console: "c",
    action: "evict",
    key: "/s/api/a",
    service: "api",
    instance: "a",
    leaseId: "7",
    keys: ["/s/api/a"],
    reason: null,
    mode: "key",
    overridden: [],
    outcome: "done",
    detail: "",
    refusedBy: [],
    revision: "created",
    aftermath: null,
    of: null,
    ...more,
  };
}

const stored = (key: string, value: Uint8Array, revision: string, leaseId: string | null = null): KeyValue => ({
  key,
  value,
  createRevision: revision,
  modRevision: revision,
  version: "1",
  leaseId,
});
const entry = (id: string, by: typeof records, revision: string, more: Partial<EntryRecord> = {}) =>
  stored(auditKeyOf(id), encodeEntry(id, record(more), by), revision);
const put = (keyValue: KeyValue) => ({
  kind: "batch" as const,
  revision: keyValue.modRevision,
  events: [{ type: "put" as const, keyValue, previous: null }],
});

describe("the trail", () => {
  it("ends a page where its entries come to the bytes of a page, and never without an entry", () => {
    const trail = createTrail({ records });
    const long = "x".repeat(300_000);
    for (let n = 0; n < 30; n++) trail.accept(put(entry(idAt(NOW - 1, n), records, String(n + 1), { detail: long })));
    const pages: number[] = [];
    let before: string | undefined;
    for (let more = true; more; ) {
      const page = trail.query({}, { limit: 100, before });
      pages.push(page.entries.length);
      before = page.entries.at(-1)?.id;
      more = page.more;
    }
    expect(pages).toEqual([13, 13, 4]);
  });

  it("is not pushed out by what anybody writes, and shows it as unsigned", () => {
    const trail = createTrail({ records, most: 10, mostUnsigned: 5 });
    trail.accept(put(entry(idAt(NOW - 60_000), records, "5")));
    for (let n = 0; n < 1_000; n++) trail.accept(put(entry(idAt(NOW - n, n), forger, String(6 + n))));
    expect(trail.unsigned()).toBe(1_000);
    const { entries } = trail.query({}, { limit: 100 });
    expect(entries.map(({ id, signed }) => [id, signed])).toEqual([
      ...[0, 1, 2, 3, 4].map((n) => [idAt(NOW - n, n), false]),
      [idAt(NOW - 60_000), true],
    ]);
    expect([...trail.entries()].map(({ entry: { id } }) => id)).toEqual([idAt(NOW - 60_000)]);
    const page = trail.query({}, { limit: 2, before: idAt(NOW - 4, 4) });
    expect(page.entries.map(({ id }) => id)).toEqual([idAt(NOW - 60_000)]);
    trail.accept({
      kind: "batch",
      revision: "2000",
      events: [{ type: "delete", key: auditKeyOf(idAt(NOW)), modRevision: "2000", previous: null }],
    });
    expect(trail.unsigned()).toBe(999);
  });

  it("names no author by an entry that is not signed, and holds no lease to be ending", () => {
    const trail = createTrail({ records });
    const told: string[] = [];
    trail.onChange(({ entry: { id } }) => told.push(id));
    trail.accept(put(entry(idAt(NOW, 1), forger, "5")));
    trail.accept(put(entry(idAt(NOW, 2), forger, "6", { outcome: "pending", mode: "lease", revision: null })));
    expect(trail.authorOf("5", "/s/api/a")).toBeNull();
    expect(trail.isEnding("7")).toBe(false);
    expect(told).toEqual([]);
    trail.accept(put(entry(idAt(NOW, 3), records, "8")));
    expect(trail.authorOf("8", "/s/api/a")?.actor).toBe("ann");
  });

  it("lets be put back what is kept under its lease, and only as long as it is", () => {
    const trail = createTrail({ records });
    const id = idAt(NOW, 1);
    const evicted = { key: "/s/api/a", value: new Uint8Array([1]), leaseId: "7" };
    const keeper = (by: typeof records, leaseId: string | null) =>
      stored(evictedKeyOf(id), encodeEvicted(id, evicted, by), "5", leaseId);
    const can = () => trail.get(id)?.entry.restorable;
    trail.accept(put(entry(id, records, "5")));
    expect(can()).toBe(false);
    trail.accept(put(keeper(forger, "7")));
    expect(can()).toBe(false);
    trail.accept(put(keeper(records, "8")));
    expect(can()).toBe(false);
    trail.accept(put(keeper(records, "7")));
    expect(can()).toBe(true);
    trail.accept({
      kind: "batch",
      revision: "9",
      events: [{ type: "delete", key: evictedKeyOf(id), modRevision: "9", previous: null }],
    });
    expect(can()).toBe(false);
  });
});

describe("what was left open", () => {
  it("is concluded a few at a time, and only what a console signed", async () => {
    const clock = createManualClock(NOW);
    const etcd = createFakeEtcd({ clock });
    const port = etcd.connect();
    const trail = createTrail({ records });
    let [running, most, asked] = [0, 0, 0];
    const watched = new Proxy(port, {
      get(target, name) {
        if (name !== "range") return Reflect.get(target, name) as unknown;
        return async (...args: Parameters<typeof port.range>) => {
          asked++;
          most = Math.max(most, ++running);
          await new Promise((resolve) => setImmediate(resolve));
          return port.range(...args).finally(() => running--);
        };
      },
    });
    const log = createLog("silent");
    const unfinished = createUnfinished({ trail, etcd: () => watched, records, clock, log, isAtWork: () => false });
    const open = { action: "drain" as const, outcome: "pending" as const, revision: null };
    for (let n = 0; n < 40; n++) {
      const by = n < 20 ? records : forger;
      const { key, value } = entry(idAt(NOW, n), by, "1", open);
      await port.put(key, value);
      const [found] = (await port.range({ range: { key } })).keyValues;
      if (found) trail.accept(put(found));
    }
    clock.advance(30_000);
    const outcomes = () => Array.from({ length: 40 }, (_, n) => trail.get(idAt(NOW, n))?.entry.outcome);
    await expect.poll(outcomes).toEqual(Array.from({ length: 40 }, (_, n) => (n < 20 ? "unknown" : "pending")));
    expect([asked, most]).toEqual([20, 4]);
    unfinished.stop();
    expect(clock.pending()).toBe(0);
    port.close();
    etcd.stop();
  });
});
