import fc from "fast-check";
import { afterAll, expect, test } from "vitest";
import { encodeEvicted } from "@/lib/audit/evicted";
import { encodeEntry } from "@/lib/audit/stored";
import { OWN_PREFIX } from "@/lib/layouts/layout-set";
import { testRecords } from "@/lib/records/testing";
import { encodeGatewayNews } from "@/lib/registry/gateways";
import { drainKeyOf, encodeDrain, encodeMinimum, minimumKeyOf } from "@/lib/registry/marks";
import { createTurns } from "@/server/http/turns";
import { encodeSnapshot } from "@/server/hub/encode-snapshot";
import { fuzz } from "./fuzz";
import { bytes, oddJson, oddNumber, oddText, oddValue } from "./hostile";
import { createFuzzedRegistry, FUZZED_NOW, type Write } from "./registry";

const { registry, trail, records, clock, stored, write, relist } = createFuzzedRegistry();
const others = testRecords({ secret: "the secret of somebody else's consoles", now: clock.now });
afterAll(() => registry.stop());

const FOLDERS = ["drains", "minimums", "audit", "evicted", "gateways", "sessions", ""];
const FIELDS = [
  "v",
  "sig",
  "until",
  "at",
  "reason",
  "actor",
  "createRevision",
  "service",
  "minimum",
  "outcome",
  "action",
  "key",
  "keys",
  "revision",
  "aftermath",
  "lease",
  "leaseId",
  "value",
  "address",
];

const text = oddText.map((one) => one.replace(/[\ud800-\udfff]/g, "?"));
const name = fc.oneof(
  text,
  fc.constantFrom(`${FUZZED_NOW}-abcdef01`, "9999999999999-abcdef01", "/services/web/eu/1", "web"),
);

/** Shaped like a record, with fields that are not. */
const nearly = fc
  .array(fc.tuple(fc.constantFrom(...FIELDS), fc.oneof(oddNumber, oddText, oddJson)), { maxLength: 14 })
  .map((members) => bytes(JSON.stringify(Object.fromEntries(members))));

/** As a console writes it; `by` says whose secret it has. */
const sealed = fc
  .record({
    by: fc.constantFrom(records, others),
    kind: fc.constantFrom("drain", "minimum", "audit", "evicted", "gateway"),
    at: fc.integer({ min: -1_000_000, max: 1_000_000 }),
    text,
  })
  .map(({ by, kind, at, text: said }): { key: string; value: Uint8Array; leaseId: string | null } => {
    const time = FUZZED_NOW + at;
    const id = `${FUZZED_NOW}-0000000${Math.abs(at) % 8}`;
    const drain = { until: time + 60_000, reason: said, actor: "admin", at: time, createRevision: "1" };
    switch (kind) {
      case "drain":
        return { key: drainKeyOf(said), value: encodeDrain(said, drain, by), leaseId: null };
      case "minimum":
        return {
          key: minimumKeyOf(said),
          value: encodeMinimum({ service: said, minimum: 2, actor: "admin", at: time }, by),
          leaseId: null,
        };
      case "evicted":
        return {
          key: `/rollcall/evicted/${id}`,
          value: encodeEvicted(id, { key: said, value: bytes(said), leaseId: "7" }, by),
          leaseId: "7",
        };
      case "gateway":
        return {
          key: `/rollcall/gateways/${said}`,
          value: encodeGatewayNews({ name: said, address: said, revision: "1", at: time, lease: "7" }, by),
          leaseId: "7",
        };
      default:
        return {
          key: `/rollcall/audit/${id}`,
          value: encodeEntry(
            id,
            {
              at: time,
              actor: "admin",
              role: "admin",
              console: "c",
              action: "evict",
              key: said,
              keys: [said],
              service: "web",
              instance: "1",
              leaseId: "7",
              mode: "key",
              reason: said,
              overridden: [],
              outcome: "done",
              detail: said,
              refusedBy: [],
              revision: "created",
              aftermath: null,
              of: null,
            },
            by,
          ),
          leaseId: null,
        };
    }
  });

const forged: fc.Arbitrary<Write> = fc.oneof(
  fc.record({
    key: fc.tuple(fc.constantFrom(...FOLDERS), name).map(([folder, rest]) => `${OWN_PREFIX}${folder}/${rest}`),
    value: fc.oneof(nearly, oddValue, fc.constant(null)),
    leaseId: fc.constantFrom(null, "7"),
  }),
  sealed,
  // Somebody copies a record to another key, or changes a byte of it.
  fc.tuple(sealed, name).map(([one, rest]) => ({ ...one, key: one.key.replace(/[^/]*$/, rest) })),
  fc.tuple(sealed, fc.nat(10_000), fc.integer({ min: 32, max: 126 })).map(([one, at, byte]) => {
    const value = Uint8Array.from(one.value);
    value[at % value.length] = byte;
    return { ...one, value };
  }),
);

const MOST_KEYS = 30;

test("whatever stands under /rollcall/ ends nothing, and only what a console with our secret wrote counts", async () => {
  let turn = 0;
  const believed = { drains: 0, minimums: 0, entries: 0 };
  await fuzz<Write[]>({
    inputs: fc.array(forged, { minLength: 1, maxLength: 4 }),
    sizeOf: (writes) => writes.reduce((sum, { key, value }) => sum + key.length + (value?.length ?? 0), 0),
    async run(writes) {
      turn++;
      write(writes);
      const view = registry.view();
      if (!view) throw new Error("The view is gone");
      for (const drain of view.drains.values()) expect(isSigned(drainKeyOf(drain.key))).toBe(true);
      for (const minimum of view.minimums.values()) expect(isSigned(minimumKeyOf(minimum.service))).toBe(true);
      for (const { entry } of trail.entries())
        expect([entry.signed, isSigned(`/rollcall/audit/${entry.id}`)]).toEqual([true, true]);
      believed.drains += view.drains.size;
      believed.minimums += view.minimums.size;
      believed.entries += [...trail.entries()].length;
      JSON.stringify(trail.query({}, { limit: 100 }));
      JSON.parse((await encodeSnapshot(view, registry.status(), createTurns())).toString());
      for (const { at } of trail.query({}, { limit: 100 }).entries) new Date(at).toISOString();
      const most = [...stored.keys()].slice(0, Math.max(0, stored.size - MOST_KEYS));
      if (most.length > 0) write(most.map((key) => ({ key, value: null, leaseId: null })));
      if (turn % 40 === 0) relist();
      // Drains end meanwhile.
      clock.advance(10);
    },
    steps: { any: 60_000, perByte: 50 },
  });
  // Else nothing was shown above.
  expect(Math.min(...Object.values(believed))).toBeGreaterThan(0);
});

/** Whether what stands at the key carries the signature that a console with our secret gives this very content and key. */
function isSigned(key: string): boolean {
  const { sig, v, ...content } = JSON.parse(new TextDecoder().decode(stored.get(key)?.value)) as Record<
    string,
    unknown
  >;
  const folder = key.slice(OWN_PREFIX.length).split("/", 1)[0] ?? "";
  const kind = { name: folder as "drains", schema: () => ({ safeParse: () => ({}) }) as never };
  const again = JSON.parse(new TextDecoder().decode(records.seal(kind, key, content))) as { sig: string };
  return v === 1 && again.sig === sig;
}
