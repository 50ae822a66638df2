import { expect, it } from "vitest";
import { sizeOf } from "@/lib/budgets";
import { createManualClock } from "@/lib/manual-clock";
import type { Tombstone } from "@/lib/registry/types";
import { createTombstoneTimer } from "./tombstone-timer";

const tombstone = (id: string, size: number) =>
  ({ id, removedAtMs: 0, instance: { metadata: { text: "x".repeat(size) } } }) as unknown as Tombstone;

it("lets the oldest go where all of them come to too many bytes, and counts each once", () => {
  const gone: string[] = [];
  const timer = createTombstoneTimer({
    clock: createManualClock(),
    standMs: 1_000,
    most: 100,
    mostBytes: 10_000,
    expire: (ids) => gone.push(...ids),
  });
  const kept = tombstone("again", 4_000);
  timer.watch([tombstone("first", 3_000), kept]);
  timer.watch([kept, kept]);
  expect(gone).toEqual([]);
  timer.watch([tombstone("last", 5_000)]);
  expect(gone).toEqual(["first"]);
  expect(timer.bytes()).toBe(sizeOf(kept) + sizeOf(tombstone("last", 5_000)));
  timer.watch([tombstone("huge", 20_000)]);
  expect(gone).toEqual(["first", "again", "last", "huge"]);
  expect(timer.bytes()).toBe(0);
  timer.stop();
});
