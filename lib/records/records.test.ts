import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { encodeEntry, readEntry } from "@/lib/audit/stored";
import { drainsSignerOf, recordKey, recordSigner } from "@/lib/discovery/signer";
import { drainKeyOf, encodeDrain, minimumKeyOf, readDrain } from "@/lib/registry/marks";
import { reduceBatch, reduceSnapshot } from "@/lib/registry/reduce";
import { contentsOf, createTestStore, testLayouts } from "@/lib/registry/testing";
import { unreadOwnKey } from "./own-keys";
import { canonical, createRecords } from "./records";
import { TEST_SECRET, testRecords } from "./testing";

const NOW = 1_700_000_000_000;
const records = testRecords({ now: () => NOW });
const drain = { until: null, reason: "disk", actor: "ann", at: NOW, createRevision: "1" };
const text = (bytes: Uint8Array) => new TextDecoder().decode(bytes);
const keyValue = (key: string, value: Uint8Array | string) => ({
  key,
  value: typeof value === "string" ? new TextEncoder().encode(value) : value,
  createRevision: "7",
  modRevision: "8",
  version: "1",
  leaseId: null,
});

describe("records of the consoles' own", () => {
  it("are believed as they were written, and under no other key, content or secret", () => {
    const key = drainKeyOf("/s/api/a");
    const value = encodeDrain("/s/api/a", drain, records);
    expect(readDrain(keyValue(key, value), records)).toMatchObject({ state: "signed", record: drain });
    const stored = JSON.parse(text(value)) as Record<string, unknown>;
    expect(stored).toMatchObject({ v: 1, ...drain });
    const forged = [
      keyValue(drainKeyOf("/s/api/b"), value),
      keyValue(key, JSON.stringify({ ...stored, actor: "bob" })),
      keyValue(key, JSON.stringify({ ...stored, more: 1 })),
      keyValue(key, JSON.stringify({ ...stored, v: 0 })),
      keyValue(key, JSON.stringify({ ...stored, v: undefined })),
      keyValue(key, JSON.stringify({ ...stored, sig: undefined })),
      keyValue(key, JSON.stringify({ ...stored, sig: "" })),
      keyValue(key, JSON.stringify({ ...stored, sig: 5 })),
      keyValue(key, JSON.stringify(drain)),
    ];
    for (const one of forged) expect(readDrain(one, records).state).toBe("unsigned");
    const other = testRecords({ secret: "another secret of another console, too", now: () => NOW });
    expect(readDrain(keyValue(key, new Uint8Array(value)), other).state).toBe("unsigned");
    const none = createRecords({ signer: null, now: () => NOW });
    expect(readDrain(keyValue(key, new Uint8Array(value)), none).state).toBe("unsigned");
    // The same members in another order are the same record.
    const turned = Object.fromEntries(Object.entries(stored).reverse());
    expect(readDrain(keyValue(key, JSON.stringify(turned)), records).state).toBe("signed");
  });

  it("are verified by services that hold the key of the drains, who can write nothing else", () => {
    const signer = drainsSignerOf(recordKey(TEST_SECRET, "drains").toString("base64"));
    const theirs = createRecords({ signer, now: () => NOW });
    const value = encodeDrain("/s/api/a", drain, records);
    expect(readDrain(keyValue(drainKeyOf("/s/api/a"), value), theirs).state).toBe("signed");
    const audit = recordSigner(TEST_SECRET).sign("audit", "x");
    expect(signer?.verify("audit", "x", audit)).toBe(false);
    expect(signer?.verify("drains", "x", audit)).toBe(false);
    expect(() => signer?.sign("audit", "x")).toThrow(/No key/);
  });

  // `{"until":9e15}` ended the process, and an entry's `"at":1e300` broke the Audit page for everybody.
  it("hold no time that is none", () => {
    const century = 100 * 365.25 * 86_400_000;
    for (const time of [9e15, 1e300, -9e15, NOW + century + 1, NOW - century - 1]) {
      const until = keyValue(drainKeyOf("/s/api/a"), encodeDrain("/s/api/a", { ...drain, until: time }, records));
      expect(readDrain(until, records)).toMatchObject({
        state: "unreadable",
        detail: expect.stringContaining("until"),
      });
      const at = keyValue(drainKeyOf("/s/api/a"), encodeDrain("/s/api/a", { ...drain, at: time }, records));
      expect(readDrain(at, records).state).toBe("unreadable");
    }
    const edge = keyValue(drainKeyOf("/s/api/a"), encodeDrain("/s/api/a", { ...drain, until: NOW + century }, records));
    expect(readDrain(edge, records).state).toBe("signed");
  });

  it("that are dated ahead of now are no entries of the trail", () => {
    const id = (at: number) => `${String(at).padStart(13, "0")}-00000000`;
    const entry = (at: number) => {
      const value = encodeEntry(id(at), { ...ENTRY, at }, records);
      return readEntry(keyValue(`/rollcall/audit/${id(at)}`, value), records).state;
    };
    expect(entry(NOW)).toBe("signed");
    expect(entry(NOW + 60_000)).toBe("signed");
    expect(entry(NOW + 6 * 60_000)).toBe("unreadable");
    const odd = keyValue("/rollcall/audit/zzz", encodeEntry("zzz", ENTRY, records));
    expect(readEntry(odd, records).state).toBe("unreadable");
  });

  it("whatever they hold, are read without an exception, and what counts for nothing is named", () => {
    const folders = ["drains/", "minimums/", "audit/", "gateways/", "evicted/", "audit/0000000000001-", "else/", ""];
    const value = fc.oneof(
      fc.json({ maxDepth: 4 }).map((json) => new TextEncoder().encode(json)),
      fc.uint8Array({ maxLength: 60 }),
      fc
        .record({
          until: fc.double(),
          at: fc.double(),
          reason: fc.string(),
          actor: fc.string(),
          createRevision: fc.nat(),
        })
        .map((record) => new TextEncoder().encode(JSON.stringify(record))),
    );
    fc.assert(
      fc.property(fc.constantFrom(...folders), fc.string(), value, (folder, name, bytes) => {
        const unread = unreadOwnKey(keyValue(`/rollcall/${folder}${name}`, bytes), records);
        expect(unread?.reason ?? "in the trail").toMatch(/unsigned|value-|key-not-matched|in the trail/);
      }),
      { numRuns: 2_000 },
    );
    const deep = `{"v":1,"sig":"x","reason":${"[".repeat(200_000)}${"]".repeat(200_000)}}`;
    expect(unreadOwnKey(keyValue("/rollcall/drains/x", deep), records)?.reason).toMatch(/value-/);
  });

  it("have one text for equal contents", () => {
    expect(canonical({ b: [1, { d: null, c: "x" }], a: undefined, "": true })).toBe(
      '{"":true,"b":[1,{"c":"x","d":null}]}',
    );
  });
});

describe("a view", () => {
  it("lists what is not signed, drains nobody by it, and comes to the same in one step or many", () => {
    const store = createTestStore();
    store.write({ key: "/s/api/a", value: "1" });
    const first = reduceSnapshot(null, store.list("e"), testLayouts, { records }).view;
    const signed = text(encodeDrain("/s/api/a", drain, records));
    const steps = [
      store.write({ key: drainKeyOf("/s/api/a"), value: signed }),
      store.write({ key: drainKeyOf("/s/api/a"), value: JSON.stringify(drain) }),
      store.write({ key: minimumKeyOf("api"), value: '{"service":"api","minimum":3,"actor":"x","at":1}' }),
      store.write({
        key: "/rollcall/drains/x",
        value: '{"until":9e15,"reason":"x","actor":"x","at":1,"createRevision":"1"}',
      }),
      store.write({ key: "/rollcall/else", value: "1" }),
      store.write({ key: "/rollcall/drains/x", value: null }),
    ];
    const seen: unknown[] = [];
    let view = first;
    for (const step of steps) {
      view = reduceBatch(view, step, testLayouts, { records }).view;
      seen.push([
        view.drains.size,
        view.minimums.size,
        [...view.unrecognized.values()].map((one) => [one.key, one.reason]),
      ]);
    }
    const unsigned = ["/rollcall/drains//s/api/a", "unsigned"];
    const minimum = ["/rollcall/minimums/api", "unsigned"];
    const time = ["/rollcall/drains/x", "value-wrong-shape"];
    const other = ["/rollcall/else", "key-not-matched"];
    expect(seen.map((one) => [(one as unknown[])[0], (one as unknown[])[1]])).toEqual([
      [1, 0],
      [0, 0],
      [0, 0],
      [0, 0],
      [0, 0],
      [0, 0],
    ]);
    expect((seen.at(-2) as unknown[])[2]).toEqual(expect.arrayContaining([unsigned, minimum, time, other]));
    expect((seen.at(-1) as unknown[])[2]).toEqual(expect.not.arrayContaining([time]));
    const listed = reduceSnapshot(null, store.list("f"), testLayouts, { records }).view;
    expect(contentsOf(view)).toEqual(contentsOf(listed));
    const again = reduceSnapshot(view, store.list("e2", "events-lost"), testLayouts, { records }).view;
    expect(contentsOf(again)).toEqual(contentsOf(listed));
    for (const [key, one] of view.unrecognized.entries()) expect(again.unrecognized.get(key)).toBe(one);
  });
});

const ENTRY = {
  at: NOW,
  actor: "ann",
  role: "admin" as const,
  console: "c",
  action: "evict" as const,
  key: "/s/api/a",
  service: "api",
  instance: "a",
  leaseId: null,
  keys: ["/s/api/a"],
  reason: null,
  mode: "key" as const,
  overridden: [],
  outcome: "done" as const,
  detail: "",
  refusedBy: [],
  revision: "created",
  aftermath: null,
  of: null,
};
