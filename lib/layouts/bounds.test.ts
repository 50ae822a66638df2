import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { beginningOf, METADATA_BYTES, NAME_BYTES, sizeOf, utf8Bytes } from "@/lib/budgets";
import { reduceBatch, reduceSnapshot } from "@/lib/registry/reduce";
import { knownKey } from "./bounds";
import { createLayoutSet } from "./layout-set";
import { DEFAULT_PREFIXES, parsePrefixes } from "./prefixes";
import { decodeUnder, keyValueOf } from "./testing";

const read = (key: string, value: string) => decodeUnder(DEFAULT_PREFIXES, key, value);
const value = (more: Record<string, unknown> = {}) => JSON.stringify({ host: "10.0.0.1", port: 80, ...more });
const KEY = "/services/web/eu/1";

describe("what one registration may say", () => {
  it("keeps metadata of any form within the budget, and says what it had where that is not all of it", () => {
    fc.assert(
      fc.property(
        fc.dictionary(
          fc.string({ minLength: 1, maxLength: 300, unit: "grapheme" }),
          fc.string({ maxLength: 400, unit: "grapheme" }).chain((text) => fc.constantFrom(text, text.repeat(200))),
          { maxKeys: 60 },
        ),
        (metadata) => {
          const [instance] = read(KEY, value({ metadata })).instances;
          if (!instance) throw new Error("It is an instance, whatever its metadata");
          const entries = Object.entries(instance.metadata);
          const bytes = entries.reduce((sum, [name, text]) => sum + utf8Bytes(name) + utf8Bytes(text), 0);
          expect(bytes).toBeLessThanOrEqual(METADATA_BYTES);
          if (instance.cut) expect(instance.cut.metadataBytes).toBeGreaterThan(bytes);
        },
      ),
      { numRuns: 200 },
    );
  });

  it("keeps small entries whole beside one that fills the budget", () => {
    const [instance] = read(KEY, value({ document: "x".repeat(400_000), version: "1.2.3" })).instances;
    expect(instance?.metadata.version).toBe("1.2.3");
    expect(instance?.metadata.document).toMatch(/^x{30000,}$/);
    expect(instance?.cut).toEqual({ metadataBytes: 400_000 + "documentversion1.2.3".length, left: 0 });
  });

  it("counts tens of thousands of empty-looking entries, too", () => {
    const many = Object.fromEntries(Array.from({ length: 30_000 }, (_, n) => [`n${n}`, "1"]));
    const [instance] = read(KEY, value(many)).instances;
    const kept = Object.keys(instance?.metadata ?? {}).length;
    expect(kept).toBeGreaterThan(500);
    expect(kept).toBeLessThan(1_025);
    expect(instance?.cut?.left).toBe(30_000 - kept);
  });

  it.each([
    ["host", value({ host: `${"h.".repeat(3_000)}example` })],
    ["protocol", value({ protocol: "p".repeat(5_000) })],
  ])("does not read a %s that is longer than any", (name, text) => {
    const { instances, unrecognized } = read(KEY, text);
    expect(instances).toEqual([]);
    expect(unrecognized).toMatchObject([{ key: KEY, layout: "path" }]);
    // A layout may have refused it for its form already: then that is the reason.
    if (unrecognized[0]?.reason === "name-too-long") expect(unrecognized[0].detail).toContain(`The ${name} has`);
  });

  it("knows a key that is too long by its beginning, tells it from its neighbour, and forgets it when it is deleted", () => {
    const layouts = createLayoutSet(parsePrefixes(DEFAULT_PREFIXES).prefixes);
    const long = (end: string) => `/services/${"n".repeat(1_000_000)}/eu/${end}`;
    const listed = ["1", "2"].map((end) => keyValueOf(long(end), value()));
    const first = reduceSnapshot(
      null,
      { kind: "snapshot", epoch: "e", revision: "9", reason: "start", keyValues: listed } as never,
      layouts,
    );
    expect(first.view.instances.size).toBe(0);
    const keys = [...first.view.unrecognized.values()];
    expect(keys).toMatchObject([{ reason: "name-too-long" }, { reason: "name-too-long" }]);
    expect(sizeOf(keys)).toBeLessThan(2_000);
    const after = reduceBatch(
      first.view,
      { kind: "batch", revision: "10", events: [{ type: "delete", key: long("1"), modRevision: "10" }] } as never,
      layouts,
    );
    expect([...after.view.unrecognized.keys()]).toEqual([knownKey(long("2"))]);
  });

  it("leaves a name of just the longest length alone", () => {
    const service = "s".repeat(NAME_BYTES - "/services//eu/1".length);
    expect(read(`/services/${service}/eu/1`, value()).instances).toMatchObject([{ service }]);
    expect(read(`/services/${service}s/eu/1`, value()).unrecognized).toMatchObject([{ reason: "name-too-long" }]);
  });
});

it("never cuts a character in two", () => {
  fc.assert(
    fc.property(fc.string({ unit: "grapheme" }), fc.nat(50), (text, bytes) => {
      const beginning = beginningOf(text, bytes);
      expect(text.startsWith(beginning)).toBe(true);
      expect(utf8Bytes(beginning)).toBeLessThanOrEqual(bytes);
    }),
  );
});
