import { expect, it } from "vitest";
import { prefixRange } from "./key-range";
import type { WatchEvent } from "./port";
import { advance, groupByRevision, type Track } from "./track";

function put(key: string, modRevision: string): WatchEvent {
  const value = new Uint8Array();
  return {
    type: "put",
    keyValue: { key, value, createRevision: modRevision, modRevision, version: "1", leaseId: null },
    previous: null,
  };
}

function track(prefix: string, position: string): Track {
  return { range: prefixRange(prefix), position, known: new Map() };
}

it("cuts a response into its revisions", () => {
  const events = [put("/a", "5"), put("/b", "5"), put("/a", "9")];
  expect(groupByRevision(events).map(({ revision, events: of }) => [revision, of.length])).toEqual([
    ["5", 2],
    ["9", 1],
  ]);
});

it("takes each event once, by the position of its own prefix", () => {
  const [ahead, behind] = [track("/a/", "7"), track("/b/", "6")];
  const told = advance([ahead, behind], "7", [put("/a/x", "7"), put("/b/x", "7"), put("/c/x", "7")]);
  expect(told.map((event) => event.type === "put" && event.keyValue.key)).toEqual(["/b/x"]);
  expect([ahead.position, behind.position]).toEqual(["7", "7"]);
  expect(advance([ahead, behind], "7", [put("/b/x", "7")])).toEqual([]);
});
