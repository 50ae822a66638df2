import { expect, it } from "vitest";
import type { RawEvent } from "./codec";
import { createWatchReader, type RawWatchResponse } from "./watch-stream";

const header = { cluster_id: "1", member_id: "2", revision: "900", raft_term: "3" };

function response(parts: Partial<RawWatchResponse>): RawWatchResponse {
  return {
    header,
    created: false,
    canceled: false,
    compact_revision: "0",
    cancel_reason: "",
    fragment: false,
    events: [],
    ...parts,
  };
}

function put(key: string, revision: string): RawEvent {
  const bytes = new TextEncoder().encode(key);
  const kv = {
    key: bytes,
    value: bytes,
    create_revision: revision,
    mod_revision: revision,
    version: "1",
    lease: "7587881234567890001",
  };
  return { type: "Put", kv, prev_kv: null };
}

it("holds the fragments of a response until the last is there", () => {
  const read = createWatchReader("etcd");
  expect(read(response({ fragment: true, events: [put("/a", "5")] }))).toEqual({ kind: "part" });
  expect(read(response({ fragment: true, events: [put("/b", "5")] }))).toEqual({ kind: "part" });
  const whole = read(response({ events: [put("/c", "5")] }));
  expect(whole).toMatchObject({ kind: "events", events: [{ type: "put" }, { type: "put" }, { type: "put" }] });
  expect(read(response({ events: [put("/d", "6")] }))).toMatchObject({ events: [{ keyValue: { key: "/d" } }] });
});

it("reads progress, deletions, compaction and refusals", () => {
  const read = createWatchReader("http://etcd");
  expect(read(response({ created: true }))).toMatchObject({ kind: "created", header: { revision: "900" } });
  expect(read(response({}))).toMatchObject({ kind: "progress", header: { revision: "900" } });
  const gone: RawEvent = { ...put("/a", "8"), type: "Delete", prev_kv: put("/a", "5").kv };
  expect(read(response({ events: [gone] }))).toMatchObject({
    events: [{ type: "delete", key: "/a", modRevision: "8", previous: { leaseId: "7587881234567890001" } }],
  });
  expect(read(response({ canceled: true, compact_revision: "77" }))).toEqual({
    kind: "compacted",
    compactRevision: "77",
  });
  // A watch that is not permitted is created and cancelled in one breath.
  const cancel_reason = "rpc error: code = PermissionDenied desc = etcdserver: permission denied";
  expect(read(response({ created: true, canceled: true, cancel_reason }))).toMatchObject({
    kind: "ended",
    error: { code: "permission-denied" },
  });
});
