import { expect, test } from "vitest";
import type { RegistryEvent } from "@/lib/registry/types";
import { createHistory } from "./history";

function removal(n: number, cause: RegistryEvent["cause"] & string = "unknown"): RegistryEvent {
  const rest = { at: n, revision: `${n}`, type: "removed", service: "api", instance: "a", key: "/k" } as const;
  return { id: `e:${n}:/k:0`, ...rest, cause };
}

test("a cause found out later takes the place of the one that was unknown, and nothing moves", () => {
  const history = createHistory({ capacity: 3 });
  history.append([removal(1), removal(2)]);
  history.amend([removal(1, "expired")]);
  expect(history.query({}, { limit: 9 }).events).toEqual([removal(2), removal(1, "expired")]);
  expect(history.query({ cause: ["expired"] }, { limit: 9 }).events).toHaveLength(1);
});

test("what was dropped meanwhile is passed over", () => {
  const history = createHistory({ capacity: 2 });
  history.append([removal(1), removal(2), removal(3)]);
  history.amend([removal(1, "expired"), removal(7, "expired")]);
  expect(history.query({}, { limit: 9 }).events).toEqual([removal(3), removal(2)]);
});
