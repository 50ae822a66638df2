import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { ActionName, Aftermath, AuditEntry } from "@/lib/audit/entry";
import { auditKeyOf, encodeEntry, readEntry } from "@/lib/audit/stored";
import type { EtcdPort, KeyValue } from "@/lib/etcd/port";
import { createManualClock, type ManualClock } from "@/lib/manual-clock";
import type { Records } from "@/lib/records/records";
import { testRecords } from "@/lib/records/testing";
import { createTrail, type Trail } from "@/server/audit/trail";
import { createLog } from "@/server/log/log";
import type { RegistryUpdate } from "@/server/registry/registry";
import { createFakeEtcd, type FakeEtcd } from "@/server/testing/fake-etcd";
import { type Aftermaths, createAftermaths } from "./aftermath";

const KEY = "/services/orders/eu/one";
const VALUE = new TextEncoder().encode("{}");

let etcd: FakeEtcd;
let port: EtcdPort;
let clock: ManualClock;
let trail: Trail;
let aftermaths: Aftermaths;
let writes: boolean;
let records: Records;
let tell: (key: string, createRevision: string) => void;

beforeEach(() => {
  clock = createManualClock();
  records = testRecords({ now: clock.now });
  etcd = createFakeEtcd({ clock });
  port = etcd.connect();
  trail = createTrail({ records });
  writes = true;
  let listener: (update: RegistryUpdate) => void = () => {};
  tell = (key, createRevision) => {
    const instances = new Map([[key, { createRevision, leaseId: "7" }]]);
    listener({ previous: null, next: { instances }, events: [] } as unknown as RegistryUpdate);
  };
  aftermaths = createAftermaths({
    registry: {
      view: () => null,
      onUpdate(one) {
        listener = one;
        return () => {};
      },
    },
    leases: { reading: () => null },
    etcd: () => port,
    trail,
    records,
    clock,
    log: createLog("silent"),
    mayWrite: () => writes,
  });
});
afterEach(() => {
  aftermaths.stop();
  etcd.stop();
});

const idOf = (name: string) => `0000000000001-${name.padStart(8, "0")}`;

/** An entry in etcd and in the trail, as its console wrote it. */
async function entry(id: string, action: ActionName, more: Partial<AuditEntry> = {}): Promise<KeyValue> {
  const key = auditKeyOf(id);
  const value = encodeEntry(
    id,
    {
      at: clock.now(),
      actor: "admin",
      role: "admin",
      console: "test",
      action,
      key: KEY,
      service: "orders",
      instance: "one",
      leaseId: "7",
      keys: [KEY],
      reason: "test",
      mode: "key",
      overridden: [],
      outcome: "done",
      detail: "",
      refusedBy: [],
      revision: "created",
      aftermath: null,
      of: null,
      ...more,
    },
    records,
  );
  await port.put(key, value);
  const [found] = (await port.range({ range: { key } })).keyValues;
  if (!found) throw new Error("just written");
  trail.note(found);
  return found;
}

async function written(id: string): Promise<Aftermath | null | undefined> {
  for (let turn = 0; turn < 20; turn++) await Promise.resolve();
  const [found] = (await port.range({ range: { key: auditKeyOf(id) } })).keyValues;
  const opened = found && readEntry(found, records);
  return opened?.state === "signed" ? opened.record.aftermath : undefined;
}

const evicted = (modRevision: string): KeyValue => ({
  key: KEY,
  value: VALUE,
  createRevision: modRevision,
  modRevision,
  version: "1",
  leaseId: "7",
});

describe("what became of an eviction", () => {
  it("returned: its owner registered again", async () => {
    await entry(idOf("1"), "evict");
    aftermaths.watch(idOf("1"), evicted("1"));
    clock.advance(4_000);
    tell(KEY, "1");
    expect(await written(idOf("1"))).toBeNull();
    tell(KEY, "90");
    expect(await written(idOf("1"))).toEqual({ kind: "returned", revision: "90", afterMs: 4_000, leaseId: "7" });
  });

  it.each(["restore", "register", "import"] as const)(
    "restored: an operator did it (%s), which is no sign of its owner",
    async (action) => {
      await entry(idOf("1"), "evict");
      aftermaths.watch(idOf("1"), evicted("1"));
      const { createRevision } = await entry(idOf("2"), action, { of: idOf("1") });
      tell(KEY, createRevision);
      expect(await written(idOf("1"))).toEqual({ kind: "restored", revision: createRevision, auditId: idOf("2") });
    },
  );

  it("stayed away, for two grants or as long as is reasonable", async () => {
    await entry(idOf("1"), "evict");
    const until = aftermaths.watch(idOf("1"), evicted("1"));
    expect(until - clock.now()).toBe(60_000);
    clock.advance(59_999);
    expect(aftermaths.watching(idOf("1"))).toEqual({ kind: "watching", until });
    clock.advance(1);
    expect(await written(idOf("1"))).toEqual({ kind: "stayed-away", watchedMs: 60_000 });
    clock.advance(1_000_000);
    expect(await written(idOf("1"))).toEqual({ kind: "stayed-away", watchedMs: 60_000 });
  });

  it("unwatched: the console that looked died before it knew, and this one says so when nobody can be at it any more", async () => {
    await entry(idOf("1"), "evict");
    clock.advance(179_999);
    expect(await written(idOf("1"))).toBeNull();
    clock.advance(1);
    expect(await written(idOf("1"))).toEqual({ kind: "unwatched" });
  });

  it("is left open by a console that writes nothing", async () => {
    writes = false;
    await entry(idOf("1"), "evict");
    clock.advance(1_000_000);
    expect(await written(idOf("1"))).toBeNull();
  });

  it("is not asked of what was refused, and said once", async () => {
    await entry(idOf("1"), "evict", { outcome: "refused" });
    await entry(idOf("2"), "evict", { aftermath: { kind: "stayed-away", watchedMs: 1 } });
    clock.advance(1_000_000);
    expect(await written(idOf("1"))).toBeNull();
    expect(await written(idOf("2"))).toEqual({ kind: "stayed-away", watchedMs: 1 });
  });
});
