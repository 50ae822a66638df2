import { expect, test } from "vitest";
import type { Cause, RegistryEvent } from "@/lib/registry/types";
import { createEventTail } from "./event-tail";

function removal(n: number, cause: Cause = "unknown"): RegistryEvent {
  return {
    id: `e:${n}:/k:0`,
    at: n,
    revision: `${n}`,
    type: "removed",
    service: "api",
    instance: "a",
    key: "/k",
    cause,
    certainty: "inferred",
    evidence: cause,
  };
}

const causes = (events: readonly RegistryEvent[]) => events.map(({ at, cause }) => [at, cause]);

test("a removal whose cause was found out stands in its old place, and is named for whoever reads bit by bit", () => {
  const tail = createEventTail(10);
  tail.add([removal(1), removal(2)]);
  const before = tail.events();
  tail.add([removal(1, "expired"), removal(3)]);
  expect(causes(tail.events())).toEqual([
    [1, "expired"],
    [2, "unknown"],
    [3, "unknown"],
  ]);
  expect(tail.events()[1]).toBe(before[1]);
  expect(causes(tail.amended())).toEqual([[1, "expired"]]);
});

test("found out before anybody saw it, it comes only once, with what the first had", () => {
  const tail = createEventTail(10);
  const before = { id: "web" } as unknown as NonNullable<RegistryEvent["before"]>;
  tail.add([{ ...removal(1), before }]);
  tail.add([removal(1, "revoked")]);
  expect(tail.events()).toEqual([{ ...removal(1, "revoked"), before }]);
  expect(tail.amended()).toEqual([]);
});
