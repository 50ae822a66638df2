import fc from "fast-check";
import { expect, test } from "vitest";
import { ShardMap } from "@/lib/registry/shard-map";
import type { Instance } from "@/lib/registry/types";
import { createLeaseIndex, isLookedAt } from "./lease-index";

const SERVICES = ["web", "api", "db"];
const KEYS = ["/a", "/b", "/c", "/d"];
const LEASES = ["1", "2", null];

const instances = fc.uniqueArray(
  fc.record({
    id: fc.constantFrom(...KEYS.flatMap((key) => [key, `${key}#1`])),
    service: fc.constantFrom(...SERVICES),
    leaseId: fc.constantFrom(...LEASES),
    more: fc.subarray(KEYS),
  }),
  { selector: ({ id }) => id },
);

function instanceOf({
  id,
  service,
  leaseId,
  more,
}: {
  id: string;
  service: string;
  leaseId: string | null;
  more: string[];
}) {
  const own = id.split("#")[0] ?? id;
  return {
    id,
    keys: [...new Set([own, ...more])],
    layout: "test",
    service,
    instance: id,
    endpoints: [],
    metadata: {},
    leaseId,
    createRevision: "1",
    modRevision: "1",
    version: "1",
  } satisfies Instance;
}

test("the leases of what is looked at are those that a look at every instance finds, whatever came before", () => {
  fc.assert(
    fc.property(
      fc.array(instances, { minLength: 1, maxLength: 6 }),
      fc.subarray(SERVICES),
      fc.subarray(KEYS),
      (steps, services, keys) => {
        const index = createLeaseIndex();
        const lookedAt = { services: new Set(services), keys: new Set(keys) };
        let previous: { instances: ShardMap<Instance> } | null = null;
        for (const step of steps) {
          const wanted = new Map(step.map(instanceOf).map((instance) => [instance.id, instance]));
          const next: { instances: ShardMap<Instance> } = {
            instances: previous
              ? previous.instances.with(
                  wanted,
                  [...previous.instances.keys()].filter((id) => !wanted.has(id)),
                )
              : ShardMap.from(wanted),
          };
          index.update(previous, next);
          previous = next;
          const seen = [...wanted.values()].filter((instance) => isLookedAt(lookedAt, instance));
          const expected = new Set(seen.flatMap(({ leaseId }) => leaseId ?? []));
          expect(index.leasesOf(lookedAt)).toEqual(expected);
          const held = new Set([...wanted.values()].flatMap(({ leaseId }) => leaseId ?? []));
          expect(new Set(index.ids())).toEqual(held);
          expect(index.size).toBe(held.size);
        }
      },
    ),
  );
});
