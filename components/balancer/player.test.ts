import { expect, it } from "vitest";
import type { AttemptLine, TestLine } from "@/lib/api/test-requests";
import { createPlayer } from "./player";
import { createRecord, take } from "./run-record";

const attempt = (request: number, atMs: number, latencyMs: number): AttemptLine => ({
  kind: "attempt",
  lane: 0,
  request,
  attempt: 1,
  rotation: 0,
  instance: "a",
  atMs,
  latencyMs,
  outcome: "answered",
  cause: null,
  status: 200,
  message: null,
  retried: false,
  bytes: 0,
  shown: null,
});

function whole(...lines: TestLine[]) {
  const record = createRecord({
    kind: "start",
    at: 0,
    service: "web",
    policies: ["random"],
    seed: 1,
    count: 3,
    revision: "1",
  });
  for (const line of lines) take(record, line);
  return record;
}

const change: TestLine = {
  kind: "change",
  atMs: 150,
  id: "x",
  what: "removed",
  lane: null,
  instance: "a",
  name: "a",
  words: "gone",
  revision: "2",
};
// As they are told: the first to be sent is the last to be answered.
const run = whole(attempt(1, 10, 20), change, attempt(2, 100, 100), attempt(0, 0, 300));

it("shows at each moment what had been told by then", () => {
  const player = createPlayer(run);
  const at = (ms: number) => {
    const { lanes, changes, atMs } = player.to(ms);
    return [lanes[0]?.tally.requests, changes.size, atMs];
  };
  expect([0, 29, 30, 150, 250, 300].map(at)).toEqual([
    [0, 0, 0],
    [0, 0, 29],
    [1, 0, 30],
    [1, 1, 150],
    [2, 1, 250],
    [3, 1, 300],
  ]);
  // Back, and on again.
  expect(at(30)).toEqual([1, 0, 30]);
  expect(at(300)).toEqual([3, 1, 300]);
});

it("ends as the run ended, and leaves that alone", () => {
  const before = structuredClone(run);
  const { lanes } = createPlayer(run).to(300);
  expect(lanes).toEqual(run.lanes);
  expect(run).toEqual(before);
});

it("tells each attempt once on the way", () => {
  const player = createPlayer(run);
  const told: number[] = [];
  for (const ms of [50, 200, 200, 400]) player.to(ms, ({ request }) => told.push(request));
  expect(told).toEqual([1, 2, 0]);
});
