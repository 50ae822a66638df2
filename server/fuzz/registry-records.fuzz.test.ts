import fc from "fast-check";
import { afterAll, expect, test } from "vitest";
import { DEFAULT_DEPENDENCY_FIELDS } from "@/lib/map/dependencies";
import { GROUPINGS } from "@/lib/map/grouping";
import { rowsOf } from "@/lib/registry/select";
import { summarizeServices } from "@/lib/registry/summaries";
import { createFirstPictures } from "@/server/first-pictures";
import { createTurns } from "@/server/http/turns";
import { encodeSnapshot } from "@/server/hub/encode-snapshot";
import { createServiceIndex } from "@/server/routes/service-index";
import { fuzz } from "./fuzz";
import { oddText, oddValue } from "./hostile";
import { createFuzzedRegistry, type Write } from "./registry";

const HEADS = [
  "/services/",
  "/services/web/eu/",
  "/killrvideo/services/",
  "heartbeat|",
  "/grpc/",
  "/any/",
  "/elsewhere/",
  "",
];

const key = fc
  .tuple(
    fc.constantFrom(...HEADS),
    fc.array(
      oddText.map((text) => text.replace(/[\ud800-\udfff]/g, "?")),
      { maxLength: 4 },
    ),
    fc.constantFrom("/", "|", ""),
  )
  .map(([head, parts, join]) => head + parts.join(join));

const write: fc.Arbitrary<Write> = fc.record({
  key: fc.oneof(
    { weight: 3, arbitrary: key },
    { weight: 1, arbitrary: fc.constantFrom("/services/web/eu/1", "/services/web/eu/2", "heartbeat|a|http://h:1") },
  ),
  value: fc.oneof({ weight: 5, arbitrary: oddValue }, { weight: 1, arbitrary: fc.constant(null) }),
  leaseId: fc.constantFrom(null, "7", "9223372036854775807"),
});

const { registry, clock, stored, write: apply, relist } = createFuzzedRegistry();
const services = createServiceIndex();
const turns = createTurns();
const pictures = createFirstPictures({
  turns,
  registry,
  services,
  dependencyFields: DEFAULT_DEPENDENCY_FIELDS,
  clock,
  log: {
    error(...said: unknown[]) {
      throw new Error("The first picture failed", { cause: said });
    },
  },
  maxAgeMs: 0,
});
afterAll(() => registry.stop());

/** The registry stays small, so that an input's steps are its own. */
const MOST_KEYS = 12;

test("whatever is written under watched prefixes and beside them is read, shown and counted, and ends nothing", async () => {
  let turn = 0;
  await fuzz<Write[]>({
    inputs: fc.array(write, { minLength: 1, maxLength: 4 }),
    sizeOf: (writes) => writes.reduce((sum, { key, value }) => sum + key.length + (value?.length ?? 0), 0),
    async run(writes) {
      turn++;
      apply(writes);
      const view = registry.view();
      expect(view).not.toBeNull();
      if (!view) return;
      const watched = [...stored.keys()].filter((one) => !one.startsWith("/elsewhere/") && one !== "").length;
      const shown = new Set([...view.instances.values()].flatMap(({ keys }) => keys)).size + view.unrecognized.size;
      expect(shown).toBeLessThanOrEqual(watched);
      for (const _row of rowsOf(view)) turn += 0;
      expect(services.of(view)).toEqual(summarizeServices(view));
      JSON.parse((await encodeSnapshot(view, registry.status(), turns)).toString());
      for (const grouping of GROUPINGS) await pictures(grouping);
      const most = [...stored.keys()].slice(0, Math.max(0, stored.size - MOST_KEYS));
      if (most.length > 0) apply(most.map((one) => ({ key: one, value: null, leaseId: null })));
      if (turn % 40 === 0) relist();
      clock.advance(5_000);
    },
    steps: { any: 60_000, perByte: 25 },
  });
});
