import { describe, expect, it } from "vitest";
import type { AuditAnswer } from "@/lib/api/audit";
import type { Evicted, EvictionPreview } from "@/lib/api/evictions";
import type { StatusAnswer } from "@/lib/api/status";
import type { UnrecognizedAnswer } from "@/lib/api/unrecognized";
import { evictedKeyOf } from "@/lib/audit/evicted";
import { auditKeyOf } from "@/lib/audit/stored";
import { createEtcdClient } from "@/lib/etcd/client";
import { prefixRange } from "@/lib/etcd/key-range";
import type { EtcdPort } from "@/lib/etcd/port";
import { eventually, startConsole, type TestConsole } from "@/server/testing/console";
import { startEtcd, type TestEtcd } from "@/server/testing/etcd-process";
import { freshForEachTry } from "@/server/testing/fresh";

let etcd: TestEtcd;
let port: EtcdPort;
let one: TestConsole;
/** Of somebody who set up a second console and gave it a secret of its own. */
let stranger: TestConsole;

const bytes = (record: unknown) =>
  new TextEncoder().encode(typeof record === "string" ? record : JSON.stringify(record));
const at = async (key: string) => (await port.range({ range: { key } })).keyValues[0] ?? null;

freshForEachTry({
  async start() {
    etcd = await startEtcd();
    port = createEtcdClient({ endpoints: etcd.endpoints });
    one = await startConsole(etcd.endpoints);
    stranger = await startConsole(etcd.endpoints, { ROLLCALL_SECRET: "the secret of a console set up elsewhere" });
  },
  async stop() {
    await one?.stop();
    await stranger?.stop();
    port?.close();
    await etcd?.cleanup();
  },
});

async function registered(service: string, name: string, lease?: string) {
  const key = `/services/${service}/eu/${name}`;
  const { revision } = await port.put(key, bytes({ hostname: "10.0.0.5", port: 80 }), lease ? { lease } : {});
  await eventually(
    () => one.app.registry.view()?.instances.get(key)?.modRevision,
    (found) => found === revision,
  );
  return { key, modRevision: revision };
}

async function caughtUp(of: TestConsole) {
  const written = await port.put("/services/mark/eu/mark", bytes({ hostname: "h", port: 1 }));
  await eventually(
    () => of.app.registry.view()?.instances.get("/services/mark/eu/mark")?.modRevision,
    (revision) => revision === written.revision,
  );
}

const entry = (more: object) => ({
  at: Date.now(),
  actor: "mina",
  role: "admin",
  console: "ops",
  action: "evict",
  key: "/services/victim/eu/a",
  service: "victim",
  instance: "a",
  leaseId: null,
  keys: ["/services/victim/eu/a"],
  reason: "because",
  mode: "key",
  overridden: [],
  outcome: "done",
  detail: "",
  refusedBy: [],
  revision: "created",
  aftermath: null,
  of: null,
  ...more,
});
const idAt = (time: number, n = 0) => `${String(time).padStart(13, "0")}-${n.toString(16).padStart(8, "0")}`;
const audit = async (of: TestConsole, query = "limit=100") =>
  (await of.send<AuditAnswer>("GET", `/audit?${query}`)).body;

describe("what anybody can write under /rollcall/", () => {
  // Each of these ended the process, or broke a page for everybody.
  it("ends nothing and breaks no page, and is listed", async () => {
    const drain = { until: 9e15, reason: "x", actor: "x", at: 1, createRevision: "1" };
    await port.put("/rollcall/drains/x", bytes(drain));
    await port.put("/rollcall/minimums/x", bytes({ service: "x", minimum: 1, actor: "x", at: 1e300 }));
    await port.put("/rollcall/gateways/x", bytes({ address: "a", revision: "1", at: -9e15 }));
    await port.put(auditKeyOf(idAt(Date.now(), 1)), bytes(entry({ at: 1e300 })));
    await port.put(auditKeyOf(idAt(Date.now(), 2)), bytes(entry({ aftermath: { kind: "watching", until: 1e300 } })));
    await port.put(
      auditKeyOf(idAt(Date.now(), 3)),
      bytes(entry({ aftermath: { kind: "stayed-away", watchedMs: 1e300 } })),
    );
    await port.put(auditKeyOf(idAt(Date.now() + 3_600_000, 4)), bytes(entry({})));
    await port.put(auditKeyOf("zzz"), bytes("[".repeat(100_000)));
    await caughtUp(one);
    const { body } = await one.send<UnrecognizedAnswer>("GET", "/unrecognized?limit=100");
    const own = body.keys.filter(({ key }) => key.startsWith("/rollcall/"));
    expect(own.map(({ key, reason }) => [key.split("/")[2], reason])).toEqual([
      ["audit", "value-wrong-shape"],
      ["audit", "value-wrong-shape"],
      ["audit", "value-wrong-shape"],
      ["audit", "value-wrong-shape"],
      ["audit", expect.stringMatching(/^value-/)],
      ["drains", "value-wrong-shape"],
      ["gateways", "value-wrong-shape"],
      ["minimums", "value-wrong-shape"],
    ]);
    expect((await audit(one)).entries).toEqual([]);
    const csv = await fetch(`${one.base}/api/v1/audit`, { headers: { Accept: "text/csv" } });
    expect([csv.status, (await csv.text()).trim().split("\n").length]).toEqual([200, 1]);
    await port.delete(prefixRange("/rollcall/"));
    await caughtUp(one);
  });

  it("drains nobody, warns of nothing, names no author and puts nothing back", async () => {
    const { key } = await registered("victim", "a");
    await port.put(
      `/rollcall/drains/${key}`,
      bytes({ until: null, reason: "x", actor: "mina", at: 1, createRevision: "1" }),
    );
    await port.put("/rollcall/minimums/victim", bytes({ service: "victim", minimum: 9, actor: "mina", at: 1 }));
    const id = idAt(Date.now(), 7);
    const evicted = { value: btoa("{}"), leaseId: null };
    await port.transact({
      when: [],
      then: [
        { kind: "delete", range: { key } },
        { kind: "put", key: auditKeyOf(id), value: bytes(entry({ evicted })) },
        { kind: "put", key: evictedKeyOf(id), value: bytes({ key: "/etc/passwd", value: btoa("x"), leaseId: null }) },
      ],
      otherwise: [],
    });
    await caughtUp(one);
    expect((await one.send<{ drains: unknown[] }>("GET", "/drains")).body.drains).toEqual([]);
    expect((await one.send("GET", "/services/victim")).body).not.toMatchObject({ service: { minimum: 9 } });
    expect(one.app.registry.view()?.tombstones.get(key)).toMatchObject({ cause: "deleted" });
    expect(one.app.registry.view()?.tombstones.get(key)?.evidence).not.toContain("mina");
    const { entries, unsigned } = await audit(one);
    expect([entries.map((found) => [found.id, found.signed, found.restorable]), unsigned]).toEqual([
      [[id, false, false]],
      1,
    ]);
    const refused = await one.send("POST", "/restorations", { auditId: id });
    expect([refused.status, refused.body.code]).toEqual([409, "conflict"]);
    expect(refused.body.detail).toContain("not signed");
    const { body } = await one.send<UnrecognizedAnswer>("GET", "/unrecognized?reason=unsigned");
    expect(body.keys.map((found) => found.key)).toEqual([
      `/rollcall/drains/${key}`,
      evictedKeyOf(id),
      "/rollcall/minimums/victim",
    ]);
    const status = (await one.send<StatusAnswer>("GET", "/status")).body;
    expect(status.records).toMatchObject({ secret: "given", unsigned: 4 });
    expect(status.records.words).toContain("ROLLCALL_SECRET");
    await port.delete(prefixRange("/rollcall/"));
    await caughtUp(one);
  });

  it("keeps nobody from evicting: a forged mark on those who stay holds nothing up", async () => {
    const members = [
      await registered("held-up", "a"),
      await registered("held-up", "b"),
      await registered("held-up", "c"),
    ];
    for (const { key } of members)
      await port.put(
        `/rollcall/drains/${key}`,
        bytes({ until: null, reason: "", actor: "x", at: 1, createRevision: "1" }),
      );
    await port.put("/rollcall/gateways/stale", bytes({ address: "a", revision: "1", at: 1, lease: "5" }));
    await caughtUp(one);
    const done = await one.send<Evicted>("POST", "/evictions", { ...members[0], reason: "test" });
    expect([done.status, done.body.laggards]).toEqual([200, []]);
    await port.delete(prefixRange("/rollcall/"));
  });
});

describe("two consoles with different secrets", () => {
  it("each show what the other wrote as unsigned, and say what to do", async () => {
    const { key, modRevision } = await registered("shared", "a");
    await registered("shared", "b");
    await caughtUp(stranger);
    expect((await stranger.send("POST", "/drains", { key, modRevision, reason: "disk" })).status).toBe(200);
    await caughtUp(one);
    const drains = async (of: TestConsole) =>
      (await of.send<{ drains: unknown[] }>("GET", "/drains")).body.drains.length;
    expect([await drains(stranger), await drains(one)]).toEqual([1, 0]);
    expect((await audit(one)).entries[0]).toMatchObject({ action: "drain", actor: "admin", signed: false });
    expect((await audit(stranger)).entries[0]).toMatchObject({ action: "drain", signed: true });
    const status = (await one.send<StatusAnswer>("GET", "/status")).body;
    expect(status.records.words).toContain("the same ROLLCALL_SECRET");
    await port.delete(prefixRange("/rollcall/"));
    await caughtUp(one);
  });
});

describe("putting back", () => {
  const evict = (body: object) => one.send<Evicted>("POST", "/evictions", { ...body, reason: "test" });

  it("is not possible under a lease of the same id that was granted anew", async () => {
    const lease = (await port.grantLease(300)).leaseId;
    const member = await registered("anew", "a", lease);
    await registered("anew", "b");
    const { body } = await evict(member);
    expect(body.restorable).toBe(true);
    expect((await at(evictedKeyOf(body.auditId)))?.leaseId).toBe(lease);
    await port.revokeLease(lease);
    expect(await at(evictedKeyOf(body.auditId))).toBeNull();
    // etcd lets a client choose the id of its lease.
    const granted = await fetch(`${etcd.endpoints[0]}/v3/lease/grant`, {
      method: "POST",
      body: JSON.stringify({ TTL: "300", ID: lease }),
    });
    expect(await granted.json()).toMatchObject({ ID: lease });
    const refused = await one.send("POST", "/restorations", { auditId: body.auditId });
    expect([refused.status, await at(member.key)]).toEqual([409, null]);
    await eventually(
      async () => (await audit(one, `id=${body.auditId}`)).entries[0]?.restorable,
      (restorable) => restorable === false,
    );
  });

  it("of a copy of what was kept, made later, is refused", async () => {
    const member = await registered("copied", "a");
    await registered("copied", "b");
    const { body } = await evict(member);
    const kept = await at(evictedKeyOf(body.auditId));
    if (!kept) throw new Error("it was kept");
    expect((await one.send("POST", "/restorations", { auditId: body.auditId })).status).toBe(200);
    expect(await at(kept.key)).toBeNull();
    await port.delete({ key: member.key });
    await port.put(kept.key, kept.value, { lease: (await port.grantLease(60)).leaseId });
    expect((await one.send("POST", "/restorations", { auditId: body.auditId })).status).toBe(409);
    expect(await at(member.key)).toBeNull();
  });
});

describe("keys outside the watched prefixes", () => {
  it("that hang on the same lease are counted and not named, and are compared all the same", async () => {
    const lease = (await port.grantLease(300)).leaseId;
    const member = await registered("beside", "a", lease);
    await registered("beside", "b");
    await port.put("/private/tenant-42/token", bytes("s3cret"), { lease });
    const { body } = await one.send<EvictionPreview>("POST", "/evictions/preview", { key: member.key });
    expect(body.lease).toMatchObject({ keys: [{ key: member.key }], keyCount: 2, otherKeys: 1 });
    expect(JSON.stringify(body)).not.toContain("tenant-42");
    const ask = (leaseDigest: string | undefined) =>
      one.send("POST", "/evictions", { ...member, mode: "lease", leaseDigest, reason: "test" });
    await port.put("/private/tenant-43", bytes("x"), { lease });
    const refused = await ask(body.lease?.keysDigest);
    expect([refused.status, JSON.stringify(refused.body).includes("tenant")]).toEqual([409, false]);
    const again = await one.send<EvictionPreview>("POST", "/evictions/preview", { key: member.key });
    expect((await ask(again.body.lease?.keysDigest)).status).toBe(200);
    expect(JSON.stringify((await audit(one)).entries[0])).not.toContain("tenant");
  });
});
