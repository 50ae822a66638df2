import { expect, it } from "vitest";
import type { TestLine } from "@/lib/api/test-requests";
import { csvOf, jsonOf } from "./export";
import { createRecord, take } from "./run-record";

const start = {
  kind: "start" as const,
  at: 0,
  service: "web",
  policies: ["random" as const, "round-robin" as const],
  seed: 1,
  count: 2,
  revision: "1",
} satisfies TestLine;
const attempt = {
  kind: "attempt",
  lane: 1,
  request: 0,
  attempt: 1,
  rotation: 0,
  instance: "/services/web/a",
  atMs: 1.23456,
  latencyMs: 2,
  outcome: "failed",
  cause: "reset",
  status: null,
  message: '=cmd|"x", broken',
  retried: false,
  bytes: 0,
  shown: null,
} as const satisfies TestLine;

function recordOf(...lines: TestLine[]) {
  const record = createRecord(start);
  for (const line of lines) take(record, line);
  return record;
}

it("a row per attempt, quoted, and nothing that a spreadsheet would run", () => {
  expect(csvOf(recordOf(attempt)).split("\r\n")).toEqual([
    "atMs,latencyMs,policy,request,attempt,instance,outcome,status,cause,message,bytes",
    `1.235,2,round-robin,0,1,/services/web/a,failed,,reset,"'=cmd|""x"", broken",0`,
    "",
  ]);
});

it("as JSON it is the lines as they came", () => {
  expect(
    jsonOf(recordOf(attempt))
      .trim()
      .split("\n")
      .map((line) => JSON.parse(line)),
  ).toEqual([start, attempt]);
});
