import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { problemSchema } from "@/lib/api/problem";
import { createEtcdClient } from "@/lib/etcd/client";
import { prefixRange } from "@/lib/etcd/key-range";
import type { EtcdPort } from "@/lib/etcd/port";
import { routes } from "@/server/routes/table";
import { eventually, startConsole, type TestConsole } from "@/server/testing/console";
import { startEtcd, type TestEtcd } from "@/server/testing/etcd-process";

let etcd: TestEtcd;
let port: EtcdPort;
let writing: TestConsole;
let reading: TestConsole;

beforeAll(async () => {
  etcd = await startEtcd();
  port = createEtcdClient({ endpoints: etcd.endpoints });
  await port.put("/services/web/eu/1", new TextEncoder().encode('{"hostname":"a","port":80}'));
  await port.put("/elsewhere/secret", new TextEncoder().encode("hidden"));
  writing = await startConsole(etcd.endpoints);
  reading = await startConsole(etcd.endpoints, { ROLLCALL_READ_ONLY: "1" });
});
afterAll(async () => {
  await writing?.stop();
  await reading?.stop();
  port?.close();
  await etcd?.cleanup();
});

/** Everything but the trail, which records what was refused. */
async function contents(): Promise<string[]> {
  const { keyValues } = await port.range({ range: prefixRange("") });
  return keyValues
    .filter(({ key }) => !key.startsWith("/rollcall/audit/"))
    .map(({ key, modRevision }) => `${key} ${modRevision}`);
}

const writes = routes.filter((row) => row.writes);
const key = "/services/web/eu/1";
const body: Record<string, Record<string, unknown>> = {
  "/evictions": { key, modRevision: "2", reason: "x" },
  "/restorations": { auditId: "0000000000000-00000000" },
  "/drains": { key, modRevision: "2", reason: "x" },
  "/registrations": { layout: "path", service: "web", host: "a", port: 1 },
  "/registrations/pause": { key },
  "/registrations/resume": { key },
  "/registrations/release": { key },
  "/imports": { file: "rollcall: 1\nregistrations: []\n" },
  "/minimums": { service: "web", minimum: 1 },
  "/tombstones/dismiss": { ids: ["x"] },
};

describe("every route that writes", () => {
  it.each(writes.map((row) => [`${row.method} ${row.path}`, row] as const))(
    "%s is closed on a console that does not write, and says why",
    async (_name, row) => {
      const answer = await reading.send(row.method, row.path, row.body ? body[row.path] : undefined);
      expect(answer).toMatchObject({ status: 403, body: { code: "read-only", detail: "ROLLCALL_READ_ONLY is set." } });
    },
  );

  it.each(writes.filter((row) => row.body).map((row) => [row.path, row] as const))(
    "%s refuses wrong types, unknown fields, oversized and nested values, and writes nothing",
    async (path, row) => {
      const good = body[path];
      expect(good).toBeDefined();
      const before = await contents();
      const deep = JSON.parse(`${"[".repeat(2_000)}${"]".repeat(2_000)}`);
      const hostile: unknown[] = [null, [], "text", 7, {}, { ...good, surprise: 1 }, { ...good, __proto__x: {} }];
      for (const name of Object.keys(good ?? {}))
        for (const wrong of [null, -1.5, [], { $ne: "" }, deep, "x".repeat(245_000)])
          hostile.push({ ...good, [name]: wrong });
      for (const one of hostile) {
        const answer = await writing.send(row.method, path, one);
        // A minimum of null takes it away, and a text of that length may be a file's, a layout's, or a service's name.
        expect([path, JSON.stringify(one).slice(0, 80), answer.status]).toEqual([
          path,
          JSON.stringify(one).slice(0, 80),
          expect.toSatisfy((status: number) => status >= 400 && status < 500),
        ]);
        problemSchema.parse(answer.body);
      }
      expect(await contents()).toEqual(before);
    },
  );

  it.each([
    ["/rollcall/drains/x", 400],
    ["/elsewhere/secret", 400],
    ["", 400],
    ["/services/../rollcall/audit/1", 409],
    ["/services/web/eu/1\u0000", 409],
    ["/services/web/eu/\\xff", 409],
  ])("takes no key like %j", async (wrong, status) => {
    const before = await contents();
    for (const [path, more] of [
      ["/evictions", { modRevision: "2", reason: "x" }],
      ["/evictions", { modRevision: "2", reason: "x", mode: "lease", leaseKeys: [wrong] }],
      ["/drains", { modRevision: "2", reason: "x" }],
      ["/evictions/preview", {}],
    ] as const) {
      const answer = await writing.send("POST", path, { key: wrong, ...more });
      expect([path, answer.status]).toEqual([path, status]);
    }
    expect(await contents()).toEqual(before);
  });

  it("wants an allowed origin", async () => {
    const response = await fetch(`${writing.base}/api/v1/evictions`, {
      method: "POST",
      headers: { Origin: "http://evil.example", "Content-Type": "application/json" },
      body: JSON.stringify(body["/evictions"]),
    });
    expect(response.status).toBe(403);
  });

  it("refuses a file that refers to itself until it is huge", async () => {
    const bomb = `a: &a [x,x,x,x,x,x,x,x,x]\nb: &b [*a,*a,*a,*a,*a,*a,*a,*a,*a]\nc: &c [*b,*b,*b,*b,*b,*b,*b,*b,*b]\nd: [*c,*c,*c,*c,*c,*c,*c,*c,*c]\n`;
    expect((await writing.send("POST", "/imports?dryRun=true", { file: bomb })).status).toBe(400);
  });
});

it("a role of etcd that may not write closes the routes, and names the prefixes", async () => {
  const root = { username: "root", password: "root-secret" };
  await etcd.etcdctl(["user", "add", `root:${root.password}`]);
  await etcd.etcdctl(["user", "grant-role", "root", "root"]).catch(() => etcd.etcdctl(["role", "add", "root"]));
  await etcd.etcdctl(["user", "grant-role", "root", "root"]);
  await etcd.etcdctl(["role", "add", "reader"]);
  await etcd.etcdctl(["role", "grant-permission", "reader", "read", "", "--prefix=true"]);
  await etcd.etcdctl(["user", "add", "reader:reader-secret"]);
  await etcd.etcdctl(["user", "grant-role", "reader", "reader"]);
  await etcd.etcdctl(["auth", "enable"]);
  const closed = await startConsole(etcd.endpoints, { ETCD_USERNAME: "reader", ETCD_PASSWORD: "reader-secret" });
  try {
    const answer = await eventually(
      () => closed.send("POST", "/evictions", body["/evictions"]),
      ({ status }) => status === 403,
    );
    expect(answer).toMatchObject({
      status: 403,
      body: { code: "read-only", detail: expect.stringContaining("/services/") },
    });
  } finally {
    await closed.stop();
  }
});
