import { describe, expect, it } from "vitest";
import { type AuditAnswer, auditAnswerSchema } from "@/lib/api/audit";
import { type Evicted, type EvictionPreview, evictionPreviewSchema } from "@/lib/api/evictions";
import { type GuardsAnswer, guardsAnswerSchema } from "@/lib/api/guards";
import type { ProblemAnswer } from "@/lib/api/problem";
import { createEtcdClient } from "@/lib/etcd/client";
import type { EtcdPort } from "@/lib/etcd/port";
import { eventually, startConsole, type TestConsole } from "@/server/testing/console";
import { startEtcd, type TestEtcd } from "@/server/testing/etcd-process";
import { freshForEachTry } from "@/server/testing/fresh";

/** What is asked of many keys at once: a lease with more keys than a request names, and a selection beyond the guards. */
let etcd: TestEtcd;
let console: TestConsole;
let port: EtcdPort;

const PER_MINUTE = 10;

freshForEachTry({
  async start() {
    etcd = await startEtcd();
    port = createEtcdClient({ endpoints: etcd.endpoints });
    console = await startConsole(etcd.endpoints, { ROLLCALL_GUARD_EVICTIONS_PER_MINUTE: String(PER_MINUTE) });
  },
  async stop() {
    await console?.stop();
    port?.close();
    await etcd?.cleanup();
  },
});

const value = (host: string) => new TextEncoder().encode(JSON.stringify({ hostname: host, port: 80 }));
const keyOf = (service: string, index: number) => `/services/${service}/eu/i${String(index).padStart(5, "0")}`;

/** Registers so many under one lease, or each without one; answers when the console has seen the last. */
async function register(service: string, count: number, lease?: string) {
  let revision = "0";
  for (let from = 0; from < count; from += 100) {
    const then = Array.from({ length: Math.min(100, count - from) }, (_, index) => ({
      kind: "put" as const,
      key: keyOf(service, from + index),
      value: value("10.0.0.1"),
      ...(lease && { lease }),
    }));
    revision = (await port.transact({ when: [], then, otherwise: [] })).header.revision;
  }
  const last = keyOf(service, count - 1);
  await eventually(
    () => console.app.registry.view()?.instances.get(last)?.modRevision,
    (seen) => seen === revision,
  );
  return Array.from({ length: count }, (_, index) => keyOf(service, index));
}

const previewOf = async (key: string) =>
  evictionPreviewSchema.parse((await console.send<EvictionPreview>("POST", "/evictions/preview", { key })).body);

const guards = async (body: { action: "evict" | "drain"; keys: string[]; override?: string[] }) =>
  guardsAnswerSchema.parse((await console.send<GuardsAnswer>("POST", "/guards", body)).body);

const revisionOf = (key: string) => console.app.registry.view()?.instances.get(key)?.modRevision ?? "0";

// First: what is evicted here counts for a minute, and the leases below are ended over that guard.
describe("the guards of a selection", () => {
  it("say before how many drains pass, and each that passes does", async () => {
    const keys = await register("drained", 6);
    const said = await guards({ action: "drain", keys: keys.slice(0, 5) });
    // Half of them have to stay.
    expect([said.passes, said.refused.map(({ rules }) => rules)]).toEqual([
      keys.slice(0, 3),
      [["few-left"], ["few-left"]],
    ]);
    expect(said.services).toEqual([{ service: "drained", inService: 6, after: 3, afterAll: 1, minimum: null }]);
    for (const key of keys.slice(0, 5)) {
      const answer = await console.send("POST", "/drains", {
        key,
        modRevision: revisionOf(key),
        until: null,
        reason: "test",
      });
      expect(answer.status).toBe(said.passes.includes(key) ? 200 : 412);
    }
  });

  it("say before how many evictions pass and what an override would do, and that is what happens", async () => {
    const keys = await register("selected", 40);
    const selection = keys.slice(0, 25);
    const said = await guards({ action: "evict", keys: selection });
    expect(said.guards.find(({ rule }) => rule === "rate")).toMatchObject({ refuses: true, overridable: true });
    expect(said.passes).toEqual(selection.slice(0, PER_MINUTE));
    const overridden = await guards({ action: "evict", keys: selection, override: ["rate"] });
    expect([overridden.passes.length, overridden.refused.length]).toEqual([20, 5]);
    expect(overridden.services).toMatchObject([{ inService: 40, after: 20, afterAll: 15 }]);
    const all = await guards({ action: "evict", keys: selection, override: ["rate", "few-left"] });
    expect([all.passes.length, all.refused]).toEqual([25, []]);

    const outcomes: number[] = [];
    for (const key of selection) {
      const body = { key, modRevision: revisionOf(key), reason: "test", override: ["rate"] };
      outcomes.push((await console.send("POST", "/evictions", body)).status);
    }
    expect(outcomes).toEqual(selection.map((key) => (overridden.passes.includes(key) ? 200 : 412)));
  });
});

describe("the end of a large lease", () => {
  it.each([1_001, 4_500])("of %i keys is previewed, and done as it was previewed", async (count) => {
    const lease = (await port.grantLease(600)).leaseId;
    const service = `large-${count}`;
    const keys = await register(service, count, lease);
    const [first = ""] = keys;
    const preview = await previewOf(first);
    expect(preview.lease).toMatchObject({ keyCount: count });
    expect(preview.lease?.keys.length).toBeLessThanOrEqual(1_000);
    const refusing = preview.guards.lease.filter(({ refuses }) => refuses);
    expect(refusing.map(({ rule, overridable }) => [rule, overridable])).toEqual([
      ["few-left", true],
      ["rate", true],
    ]);
    const body = {
      key: first,
      modRevision: preview.modRevision,
      mode: "lease",
      leaseDigest: preview.lease?.keysDigest,
      reason: "a batch of test registrations",
      override: refusing.map(({ rule }) => rule),
    };

    // A key joins after the preview: nothing happens.
    const late = `/services/${service}/eu/late`;
    await port.put(late, value("10.0.0.2"), { lease });
    const refused = await console.send<ProblemAnswer>("POST", "/evictions", body);
    expect(refused).toMatchObject({ status: 409, body: { code: "conflict" } });
    expect((await port.timeToLive(lease)).grantedSeconds).toBe(600);

    const again = await previewOf(first);
    const done = await console.send<Evicted>("POST", "/evictions", { ...body, leaseDigest: again.lease?.keysDigest });
    expect(done.status).toBe(200);
    expect(done.body.removed).toHaveLength(count + 1);
    // Every one of them is told as evicted, also those that the trail's entry does not list.
    for (const key of [first, keys.at(-1) ?? "", late])
      await eventually(
        () => console.app.registry.view()?.tombstones.get(key),
        (tombstone) => tombstone?.cause === "evicted" && tombstone.certainty === "exact",
      );
    const { body: audit } = await console.send<AuditAnswer>("GET", `/audit?id=${done.body.auditId}`);
    const [entry] = auditAnswerSchema.parse(audit).entries;
    expect(entry).toMatchObject({ outcome: "done", keyCount: count + 1, revision: done.body.revision });
    expect(entry?.keys.length).toBeLessThanOrEqual(1_000);
  });

  it("still takes the keys one by one, and refuses more than it takes in words that name the way", async () => {
    const lease = (await port.grantLease(600)).leaseId;
    const keys = await register("named", 3, lease);
    const [first = ""] = keys;
    const { modRevision } = await previewOf(first);
    const body = { key: first, modRevision, mode: "lease", reason: "test", override: ["few-left", "rate"] };
    const many = Array.from({ length: 1_001 }, (_, index) => `/services/named/eu/${index}`);
    const refused = await console.send<ProblemAnswer>("POST", "/evictions", { ...body, leaseKeys: many });
    expect(refused.status).toBe(400);
    expect(JSON.stringify(refused.body)).toContain("leaseDigest");
    const contradictory = { ...body, leaseKeys: keys, leaseDigest: "0".repeat(64) };
    expect((await console.send("POST", "/evictions", contradictory)).status).toBe(409);
    expect((await console.send("POST", "/evictions", { ...body, leaseKeys: keys })).status).toBe(200);
  });
});
