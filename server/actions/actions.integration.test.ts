import { describe, expect, it } from "vitest";
import type { AuditAnswer } from "@/lib/api/audit";
import { auditAnswerSchema } from "@/lib/api/audit";
import { type Drained, drainsAnswerSchema } from "@/lib/api/drains";
import type { EventsAnswer } from "@/lib/api/events";
import { type Evicted, type EvictionPreview, evictedSchema, evictionPreviewSchema } from "@/lib/api/evictions";
import { type Imported, importedSchema } from "@/lib/api/imports";
import type { InstancesAnswer } from "@/lib/api/instances";
import type { ProblemAnswer } from "@/lib/api/problem";
import type { HeldAnswer, Registered, RegistrationPreview } from "@/lib/api/registrations";
import type { ServiceAnswer } from "@/lib/api/services";
import { createEtcdClient } from "@/lib/etcd/client";
import type { EtcdPort } from "@/lib/etcd/port";
import { testRecords } from "@/lib/records/testing";
import { encodeGatewayNews, GATEWAYS_PREFIX } from "@/lib/registry/gateways";
import { eventually, startConsole, type TestConsole } from "@/server/testing/console";
import { startEtcd, type TestEtcd } from "@/server/testing/etcd-process";
import { freshForEachTry } from "@/server/testing/fresh";

/** Two consoles on one etcd, and owners that a test plays. */
let etcd: TestEtcd;
let one: TestConsole;
let two: TestConsole;
let port: EtcdPort;

freshForEachTry({
  async start() {
    etcd = await startEtcd();
    port = createEtcdClient({ endpoints: etcd.endpoints });
    const settings = { ROLLCALL_GUARD_EVICTIONS_PER_MINUTE: "1000" };
    one = await startConsole(etcd.endpoints, settings);
    two = await startConsole(etcd.endpoints, settings);
  },
  async stop() {
    await one?.stop();
    await two?.stop();
    port?.close();
    await etcd?.cleanup();
  },
});

const bytes = (text: string) => new TextEncoder().encode(text);
const value = (host: string) => bytes(JSON.stringify({ hostname: host, port: 80 }));

async function owner(service: string, name: string, ttlSeconds: number | null = 60) {
  const key = `/services/${service}/eu/${name}`;
  const lease = ttlSeconds === null ? null : (await port.grantLease(ttlSeconds)).leaseId;
  const { revision } = await port.put(key, value(name), lease === null ? {} : { lease });
  return { key, lease, revision };
}

/** Both consoles have seen it. */
async function seen(key: string, modRevision: string): Promise<void> {
  for (const { app } of [one, two])
    await eventually(
      () => app.registry.view()?.instances.get(key)?.modRevision,
      (revision) => revision === modRevision,
    );
}

async function service(name: string, count: number) {
  const owners = [];
  for (let index = 0; index < count; index++) owners.push(await owner(name, `i${index}`));
  for (const { key, revision } of owners) await seen(key, revision);
  return owners as { key: string; lease: string; revision: string }[];
}

const at = async (key: string) => (await port.range({ range: { key } })).keyValues[0] ?? null;
const audit = async (of: TestConsole, query: string) =>
  (await of.send<AuditAnswer>("GET", `/audit?${query}`)).body.entries;

describe("an eviction", () => {
  it("is answered when this console sends nothing there any more, and names the gateways that may", async () => {
    const [first, second] = await service("lagging", 4);
    if (!first || !second) throw new Error("two owners");
    const lease = (await port.grantLease(60)).leaseId;
    const news = (name: string, revision: string) =>
      port.put(
        GATEWAYS_PREFIX + name,
        encodeGatewayNews({ name, address: "http://127.0.0.1:9", revision, at: Date.now(), lease }, testRecords()),
        { lease },
      );
    await news("slow", first.revision);
    const evict = (owner: { key: string; revision: string }) =>
      one.send<Evicted>("POST", "/evictions", { key: owner.key, modRevision: owner.revision, reason: "test" });
    const answered = evict(first);
    // Another one catches up while the answer waits: it is not named.
    await news("quick", first.revision);
    await news("quick", "9000000000000000000");
    expect((await answered).body.laggards).toEqual([
      { name: "slow", address: "http://127.0.0.1:9", revision: first.revision },
    ]);
    expect(one.app.registry.view()?.instances.has(first.key)).toBe(false);
    await port.revokeLease(lease);
    expect((await evict(second)).body.laggards).toEqual([]);
    expect(one.app.registry.view()?.instances.has(second.key)).toBe(false);
  });

  it("counts what really stays, however many are sent at once", async () => {
    const owners = await service("at-once", 6);
    const answers = await Promise.all(
      owners.map(({ key, revision }) =>
        one.send<Evicted | ProblemAnswer>("POST", "/evictions", { key, modRevision: revision, reason: "all of them" }),
      ),
    );
    const refused = answers.filter(({ status }) => status === 412);
    expect([answers.filter(({ status }) => status === 200).length, refused.length]).toEqual([3, 3]);
    for (const { body } of refused) expect(body).toMatchObject({ detail: expect.stringContaining("has to keep") });
  });

  it("says before what it will do, deletes exactly what was seen, and both consoles know who did it", async () => {
    const [first, second] = await service("orders", 4);
    if (!first || !second) throw new Error("two owners");
    const preview = await one.send<EvictionPreview>("POST", "/evictions/preview", { key: first.key });
    expect(preview.status).toBe(200);
    expect(evictionPreviewSchema.parse(preview.body)).toMatchObject({
      modRevision: first.revision,
      service: "orders",
      lease: { keys: [{ key: first.key }] },
      stays: { inService: 4, after: { key: 3 } },
      restorable: { key: true, lease: false },
    });
    const done = await one.send<Evicted>("POST", "/evictions", {
      key: first.key,
      modRevision: preview.body.modRevision,
      reason: "hung",
    });
    expect([done.status, done.body.removed]).toEqual([200, [first.key]]);
    expect(evictedSchema.parse(done.body)).toEqual(done.body);
    expect(await at(first.key)).toBeNull();
    expect((await port.timeToLive(first.lease)).grantedSeconds).toBe(60);
    for (const console of [one, two]) {
      const { events } = await eventually(
        async () => (await console.send<EventsAnswer>("GET", `/events?key=${first.key}&type=removed`)).body,
        (body) => body.events.length > 0,
      );
      expect(events).toMatchObject([
        {
          cause: "evicted",
          certainty: "exact",
          actor: "admin",
          auditId: done.body.auditId,
          revision: done.body.revision,
        },
      ]);
      const [entry] = await audit(console, `revision=${done.body.revision}&key=${first.key}`);
      expect(entry).toMatchObject({
        id: done.body.auditId,
        outcome: "done",
        reason: "hung",
        revision: done.body.revision,
      });
      expect(console.app.registry.view()?.tombstones.get(first.key)).toMatchObject({
        cause: "evicted",
        certainty: "exact",
      });
    }
  });

  it("of what changed since is a conflict that shows what is there, and nothing is deleted", async () => {
    const [first] = await service("stale", 3);
    if (!first) throw new Error("an owner");
    await port.put(first.key, value("other"), { ignoreLease: true });
    const refused = await one.send<ProblemAnswer>("POST", "/evictions", {
      key: first.key,
      modRevision: first.revision,
      reason: "hung",
    });
    const now = await at(first.key);
    expect(refused).toMatchObject({
      status: 409,
      body: { code: "conflict", current: { modRevision: now?.modRevision } },
    });
    expect(JSON.stringify(refused.body.current)).toContain("other");
    expect(await audit(one, `id=${refused.body.auditId}`)).toMatchObject([
      { outcome: "conflict", revision: null, service: "stale" },
    ]);
  });

  it("of the same instance by two operators at once: one succeeds, the other is told", async () => {
    const [first] = await service("race", 3);
    if (!first) throw new Error("an owner");
    const body = { key: first.key, modRevision: first.revision, reason: "hung" };
    const answers = await Promise.all([one, two].map((console) => console.send("POST", "/evictions", body)));
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 409]);
  });

  it("of the last but one by two operators at once leaves one standing", async () => {
    const [a, b] = await service("pair", 2);
    if (!a || !b) throw new Error("two owners");
    const evictIn = (console: TestConsole, { key, revision }: typeof a) =>
      console.send("POST", "/evictions", { key, modRevision: revision, reason: "hung" });
    const answers = await Promise.all([evictIn(one, a), evictIn(two, b)]);
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 412]);
  });

  it("of a whole lease wants the keys that were seen, and takes them all", async () => {
    const owners = await service("leased", 6);
    const [first] = owners;
    if (!first) throw new Error("an owner");
    const beside = `/services/leased/eu/beside`;
    const { revision } = await port.put(beside, value("beside"), { lease: first.lease });
    await seen(beside, revision);
    const body = { key: first.key, modRevision: first.revision, mode: "lease", reason: "hung" };
    const refused = await one.send<ProblemAnswer>("POST", "/evictions", { ...body, leaseKeys: [first.key] });
    expect(refused).toMatchObject({ status: 409, body: { current: { keys: [beside, first.key] } } });
    const done = await one.send<Evicted>("POST", "/evictions", { ...body, leaseKeys: [first.key, beside] });
    expect(done).toMatchObject({ status: 200, body: { removed: [beside, first.key], restorable: false } });
    expect([await at(first.key), await at(beside)]).toEqual([null, null]);
    for (const console of [one, two])
      for (const key of [first.key, beside])
        await eventually(
          () => console.app.registry.view()?.tombstones.get(key),
          (tombstone) => tombstone?.cause === "evicted" && tombstone.certainty === "exact",
        );
    expect(await audit(two, `id=${done.body.auditId}`)).toMatchObject([
      { mode: "lease", outcome: "done", keys: [beside, first.key], revision: done.body.revision },
    ]);
    const back = await one.send<ProblemAnswer>("POST", "/restorations", { auditId: done.body.auditId });
    expect(back).toMatchObject({ status: 409, body: { detail: expect.stringContaining("no way back") } });
  });

  it("is put back as it was, on its own lease, by another console too; not once the lease is gone", async () => {
    const [first, second] = await service("back", 5);
    if (!first || !second) throw new Error("two owners");
    const before = await at(first.key);
    const evicted = async ({ key, revision }: typeof first) =>
      (await one.send<Evicted>("POST", "/evictions", { key, modRevision: revision, reason: "by mistake" })).body;
    const { auditId } = await evicted(first);
    const restored = await two.send("POST", "/restorations", { auditId });
    expect(restored.status).toBe(200);
    const after = await at(first.key);
    expect([after?.value, after?.leaseId]).toEqual([before?.value, first.lease]);
    expect((await two.send("POST", "/restorations", { auditId })).status).toBe(409);
    await eventually(
      async () => (await audit(one, `id=${auditId}`))[0]?.aftermath,
      (aftermath) => aftermath?.kind === "restored",
    );
    const other = await evicted(second);
    await port.revokeLease(second.lease);
    expect(await two.send("POST", "/restorations", { auditId: other.auditId })).toMatchObject({ status: 409 });
  });
});

describe("a drain", () => {
  it("marks an instance on both consoles, survives its new registration, and ends at its time", async () => {
    const [first, , last] = await service("pool", 3);
    if (!first || !last) throw new Error("an owner");
    const body = { key: first.key, modRevision: first.revision, reason: "disk" };
    const drained = await one.send<Drained>("POST", "/drains", { ...body, until: Date.now() + 600_000 });
    expect([drained.status, (await at(first.key))?.leaseId]).toEqual([200, first.lease]);
    const again = await owner("pool", "i0");
    await seen(again.key, again.revision);
    await port.delete({ key: again.key });
    const anew = await owner("pool", "i0");
    await seen(anew.key, anew.revision);
    const list = drainsAnswerSchema.parse((await two.send("GET", "/drains")).body);
    expect(list.drains).toMatchObject([{ key: first.key, service: "pool", present: true, registeredSince: true }]);
    const draining = await two.send<InstancesAnswer>("GET", "/instances?adminState=draining");
    expect(draining.body.instances.map(({ id }) => id)).toEqual([first.key]);
    expect((await two.send("DELETE", `/drains?key=${first.key}`)).status).toBe(200);
    const short = { key: last.key, modRevision: last.revision, reason: "disk", until: Date.now() + 2_000 };
    const ends = await one.send<Drained>("POST", "/drains", short);
    expect(ends.status, JSON.stringify(ends.body)).toBe(200);
    await eventually(
      async () => (await two.send<{ drains: unknown[] }>("GET", "/drains")).body.drains.length,
      (length) => length === 0,
    );
  });

  it("is resumed by whoever sees it", async () => {
    const [first] = await service("resumed", 3);
    if (!first) throw new Error("an owner");
    const body = { key: first.key, modRevision: first.revision, reason: "disk" };
    expect((await one.send("POST", "/drains", body)).status).toBe(200);
    expect((await two.send("DELETE", `/drains?key=${first.key}`)).status).toBe(200);
    expect((await two.send("DELETE", `/drains?key=${first.key}`)).status).toBe(404);
    const { events } = await eventually(
      async () => (await one.send<EventsAnswer>("GET", `/events?key=${first.key}`)).body,
      (found) => found.events.length === 3,
    );
    expect(events.map(({ type, actor, auditId }) => [type, actor, auditId !== undefined])).toEqual([
      ["resumed", "admin", true],
      ["drained", "admin", true],
      ["registered", undefined, false],
    ]);
  });
});

describe("a minimum", () => {
  it("keeps a service on screen at zero until it is dismissed", async () => {
    const [first] = await service("expected", 1);
    if (!first) throw new Error("an owner");
    expect((await one.send("PUT", "/minimums", { service: "expected", minimum: 2 })).status).toBe(200);
    const entry = async (of: TestConsole) => (await of.send<ServiceAnswer>("GET", "/services/expected")).body.service;
    await eventually(
      () => entry(two),
      (found) => found?.minimum === 2,
    );
    expect(await entry(two)).toMatchObject({ total: 1, inService: 1, minimum: 2 });
    await port.revokeLease(first.lease);
    await eventually(
      () => entry(two),
      (found) => found?.total === 0,
    );
    for (const console of [one, two])
      expect((await console.send("POST", "/tombstones/dismiss", { ids: [first.key] })).status).toBe(200);
    expect(await entry(two)).toMatchObject({ total: 0, minimum: 2 });
    expect(await one.send("POST", "/tombstones/dismiss", { services: ["expected"] })).toMatchObject({
      status: 200,
      body: { minimums: ["expected"] },
    });
    await eventually(
      async () => (await two.send("GET", "/services/expected")).status,
      (status) => status === 404,
    );
  });
});

describe("a registration by hand", () => {
  const body = { layout: "path", service: "manual", host: "10.0.0.9", port: 80, datacenter: "eu", ttlSeconds: 5 };

  it("is shown to the byte before, held, paused until it expires, and not taken twice", async () => {
    const preview = await one.send<RegistrationPreview>("POST", "/registrations?dryRun=true", body);
    expect(preview).toMatchObject({ status: 200, body: { key: "/services/manual/eu/10.0.0.9:80" } });
    expect(await at(preview.body.key)).toBeNull();
    const made = await one.send<Registered>("POST", "/registrations", body);
    expect(made.status).toBe(201);
    const there = await at(made.body.key);
    expect([new TextDecoder().decode(there?.value), there?.leaseId]).toEqual([
      preview.body.value.text,
      made.body.leaseId,
    ]);
    expect((await two.send("POST", "/registrations", body)).status).toBe(409);
    expect((await two.send("POST", "/registrations/pause", { key: made.body.key })).status).toBe(404);
    expect((await one.send("POST", "/registrations/pause", { key: made.body.key })).status).toBe(200);
    const held = async () => (await one.send<HeldAnswer>("GET", "/registrations")).body.registrations[0];
    expect(await held()).toMatchObject({ state: "paused", nextRenewalAt: null });
    await eventually(held, (found) => found?.state === "ended");
    expect((await one.send("POST", "/registrations/resume", { key: made.body.key })).status).toBe(409);
    expect((await one.send("POST", "/registrations/release", { key: made.body.key })).status).toBe(200);
  });

  it("is deregistered by its holder, and ends with the console", async () => {
    const three = await startConsole(etcd.endpoints);
    const made = await three.send<Registered>("POST", "/registrations", { ...body, host: "10.0.0.10" });
    const { key, modRevision } = made.body;
    const gone = await three.send("DELETE", `/registrations?key=${encodeURIComponent(key)}&modRevision=${modRevision}`);
    expect([gone.status, await at(key)]).toEqual([200, null]);
    const other = await three.send<Registered>("POST", "/registrations", { ...body, host: "10.0.0.11" });
    await three.stop();
    expect(await at(other.body.key)).toBeNull();
    await eventually(
      async () =>
        (await audit(one, `key=${encodeURIComponent(other.body.key)}`)).map(({ action, outcome }) => [action, outcome]),
      (found) =>
        JSON.stringify(found) ===
        JSON.stringify([
          ["deregister", "done"],
          ["register", "done"],
        ]),
    );
  });
});

it("the trail is held to its schema, pages from new to old, and is exported whole", async () => {
  const [drained] = await service("trail", 3);
  if (!drained) throw new Error("an owner");
  const body = { key: drained.key, modRevision: drained.revision, reason: "for the trail" };
  for (let time = 0; time < 4; time++) {
    expect((await one.send("POST", "/drains", body)).status).toBe(200);
    expect((await one.send("DELETE", `/drains?key=${drained.key}`)).status).toBe(200);
  }
  const first = auditAnswerSchema.parse((await one.send("GET", "/audit?limit=3")).body);
  const second = auditAnswerSchema.parse((await one.send("GET", `/audit?limit=3&cursor=${first.nextCursor}`)).body);
  const ids = [...first.entries, ...second.entries].map(({ id }) => id);
  expect(ids).toEqual([...new Set(ids)].sort().reverse());
  expect(ids).toHaveLength(6);
  const csv = await (await fetch(`${two.base}/api/v1/audit`, { headers: { Accept: "text/csv" } })).text();
  const ndjson = await (
    await fetch(`${two.base}/api/v1/audit`, { headers: { Accept: "application/x-ndjson" } })
  ).text();
  expect(csv.trim().split("\r\n").length).toBe(ndjson.trim().split("\n").length + 1);
});

describe("a static file", () => {
  const yaml = `rollcall: 1
registrations:
  - {layout: path, service: files, host: 10.1.0.1, port: 80, datacenter: eu}
  - {layout: path, service: files, host: 10.1.0.2, port: 80, datacenter: eu}
  - {layout: path, service: files, host: 10.1.0.2, port: 80, datacenter: eu}
  - {layout: path, service: files, host: "no host", port: 80, datacenter: eu}
`;

  it("is compared, written, exported and imported again without a difference, and detaches no lease", async () => {
    const leased = (await port.grantLease(60)).leaseId;
    const taken = "/services/files/eu/10.1.0.2:80";
    await port.put(taken, value("10.9.9.9"), { lease: leased });
    const changes = ({ body }: { body: Imported }) => body.entries.map(({ change, outcome }) => `${change} ${outcome}`);
    const dry = await one.send<Imported>("POST", "/imports?dryRun=true", { file: yaml });
    expect(importedSchema.parse(dry.body)).toEqual(dry.body);
    expect(changes(dry)).toEqual(["create planned", "refused refused", "refused refused", "refused refused"]);
    expect(await at("/services/files/eu/10.1.0.1:80")).toBeNull();
    const done = await one.send<Imported>("POST", "/imports", { file: yaml, overwrite: true, reason: "moved" });
    expect(changes(done)).toEqual(["create written", "update written", "refused refused", "refused refused"]);
    const after = await at(taken);
    expect([after?.leaseId, new TextDecoder().decode(after?.value)]).toEqual([
      leased,
      expect.stringContaining("10.1.0.2"),
    ]);
    await seen(taken, after?.modRevision ?? "");
    const headers = { Accept: "application/yaml" };
    const file = await (await fetch(`${two.base}/api/v1/exports?service=files`, { headers })).text();
    const again = await two.send<Imported>("POST", "/imports", { file });
    expect(changes(again)).toEqual(["same unchanged", "same unchanged"]);
  });

  it("keeps texts as they are written, there and back", async () => {
    const metadata =
      "{version: 1.50, pin: 0012345, on: on, big: 12345678901234567890, day: 2026-12-01, e: 1e5, flag: true}";
    const text = `rollcall: 1\nregistrations: [{layout: path, service: written, instance: 007, host: 10.1.0.1, port: 80, datacenter: 1e1, metadata: ${metadata}}]`;
    const done = await one.send<Imported>("POST", "/imports", { file: text, reason: "as written" });
    expect(done.body.entries.map(({ outcome, words }) => `${outcome} ${words}`)).toEqual(["written Written."]);
    const key = "/services/written/1e1/007";
    await seen(key, done.body.entries[0]?.revision ?? "");
    const instance = one.app.registry.view()?.instances.get(key);
    expect(instance?.metadata).toMatchObject({ version: "1.50", pin: "0012345", on: "on", e: "1e5", flag: "true" });
    expect(instance?.metadata).toMatchObject({ big: "12345678901234567890", day: "2026-12-01" });
    const headers = { Accept: "application/yaml" };
    const file = await (await fetch(`${one.base}/api/v1/exports?service=written`, { headers })).text();
    const again = await one.send<Imported>("POST", "/imports", { file });
    expect(again.body.entries.map(({ outcome }) => outcome)).toEqual(["unchanged"]);
  });

  it("that is hostile is refused with the place, and the console goes on", async () => {
    for (const file of ["[".repeat(3_000), "!a ".repeat(80_000), "- ".repeat(100_000), "a: &a [*a]"]) {
      const { status, body } = await one.send<{ detail: string }>("POST", "/imports?dryRun=true", { file });
      expect([status, body.detail]).toEqual([400, expect.stringMatching(/line 1, column \d+: .*(64 levels|100 tags)/)]);
    }
    expect((await fetch(`${one.base}/readyz`)).status).toBe(200);
  });
});
