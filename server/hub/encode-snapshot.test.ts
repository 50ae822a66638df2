import { expect, it } from "vitest";
import type { LiveStatus } from "@/lib/live/protocol";
import { ShardMap } from "@/lib/registry/shard-map";
import type { View } from "@/lib/registry/view";
import { createTurns } from "@/server/http/turns";
import { encodeSnapshot } from "./encode-snapshot";

const status = { serverTime: 7 } as LiveStatus;
const view = (texts: readonly string[]): View =>
  ({
    epoch: "e",
    seq: 1,
    revision: "9",
    instances: ShardMap.from(texts.map((text, n) => [`${n}`, { id: `${n}`, metadata: { text } }])),
    tombstones: ShardMap.empty(),
    unrecognized: ShardMap.empty(),
    leases: ShardMap.empty(),
    drains: ShardMap.empty(),
    minimums: ShardMap.empty(),
  }) as unknown as View;

it("writes large entries a few at a time, so that no text of it is longer than a few of them", async () => {
  const turns: number[] = [];
  let running = true;
  const tick = () => {
    turns.push(1);
    if (running) setImmediate(tick);
  };
  setImmediate(tick);
  const body = await encodeSnapshot(
    view(Array.from({ length: 200 }, () => "x".repeat(100_000))),
    status,
    createTurns(),
  );
  running = false;
  expect(JSON.parse(body.toString()).instances).toHaveLength(200);
  expect(turns.length).toBeGreaterThan(40);
});

it("says in a sentence that there is too much, instead of failing", async () => {
  const encoded = encodeSnapshot(view(["x".repeat(5_000), "y".repeat(5_000)]), status, createTurns(), 8_000);
  await expect(encoded).rejects.toMatchObject({ code: "over-budget", status: 503 });
});
