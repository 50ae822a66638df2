/** For tests of the map: registries of any shape, with circles, calls of oneself, ghosts and names that nobody would choose. */
import fc from "fast-check";
import type { ArrangeFlow } from "./arrange";
import { DEFAULT_DEPENDENCY_FIELDS } from "./dependencies";
import { graphOf } from "./graph";
import { GROUPINGS } from "./grouping";
import { type Registered, servicesOf } from "./registry.testing";

const names = ["a", "b", "c", "d", "e", "f", "g", "h", "n".repeat(200), "\u8a9e".repeat(60), "x/y"] as const;
const called = fc.array(fc.constantFrom(...names, "ghost"), { maxLength: 4 }).map((some) => some.join());

const registered: fc.Arbitrary<Registered> = fc.record(
  { service: fc.constantFrom(...names), datacenter: fc.constantFrom("eu", "us", "ap"), dependsOn: called },
  { requiredKeys: ["service"] },
);

export const anyRegistry: fc.Arbitrary<Registered[]> = fc.array(registered, { maxLength: 25 });
export const anyGrouping = fc.constantFrom(...GROUPINGS);

export function graphFrom(all: readonly Registered[], grouping: (typeof GROUPINGS)[number]) {
  return graphOf(servicesOf(all).services, grouping, DEFAULT_DEPENDENCY_FIELDS);
}

/** What the layout library is asked for, at its simplest. */
export const inOneRow: ArrangeFlow = async (boxes) => {
  let x = 0;
  return new Map(
    boxes.map(({ id, width }) => {
      const place = { x, y: 17 };
      x += width + 92;
      return [id, place];
    }),
  );
};
