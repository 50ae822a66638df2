import type { IncomingMessage } from "node:http";
import { afterAll, beforeAll, expect, it, vi } from "vitest";
import { keyAnswerSchema } from "@/lib/api/keys";
import { createEtcdClient } from "@/lib/etcd/client";
import type { EtcdPort } from "@/lib/etcd/port";
import { type App, createApp } from "@/server/app";
import { readConfig } from "@/server/config/config";
import { createTurns } from "@/server/http/turns";
import { createLog } from "@/server/log/log";
import type { ApiContext } from "@/server/routes/context";
import { keysRoute } from "@/server/routes/keys";
import { startEtcd, type TestEtcd } from "@/server/testing/etcd-process";

/** Stands in every value that was put, in another disguise each time, and in nothing that is answered. */
const CANARY = "hunter2";

const SECRETS: readonly (readonly [string, string])[] = [
  ["twice", `{"hostname":"h","port":1,"a":{"password":"${CANARY}","password":""}}`],
  ["flags", `{"hostname":"h","port":1,"args":"--password ${CANARY}","words":["--token","${CANARY}"]}`],
  [
    "auth",
    `{"hostname":"h","port":1,"auth":"${CANARY}","dsn":"${CANARY}","ｐａｓｓｗｏｒｄ":"${CANARY}","jwt":"${CANARY}"}`,
  ],
  [
    "header",
    `{"hostname":"h","port":1,"header":"Cookie: a=1; b=${CANARY}","other":"Digest a=\\"b\\", response=\\"${CANARY}\\""}`,
  ],
  ["url", `{"hostname":"h","port":1,"db":"postgres://joe:${CANARY}@db/x","text":"password = ${CANARY}"}`],
  ["deep", `${'{"a":'.repeat(200)}{"password":"${CANARY}"}${"}".repeat(200)}`],
  ["broken", `{"password":"${CANARY}`],
  ["wrong", `{"hostname":"h","port":"password=${CANARY}"}`],
];

let etcd: TestEtcd;
let port: EtcdPort;
let app: App;
let base: string;

const keyOf = (name: string) => `/services/${name}/eu/1`;
const get = (path: string, headers: Record<string, string> = {}) => fetch(`${base}/api/v1${path}`, { headers });
const bytes = (text: string) => new TextEncoder().encode(text);

beforeAll(async () => {
  etcd = await startEtcd();
  port = createEtcdClient({ endpoints: etcd.endpoints });
  for (const [name, value] of SECRETS) await port.put(keyOf(name), bytes(value));
  await port.put(keyOf("binary"), Uint8Array.of(0xff, ...bytes(`{"password":"${CANARY}"}`)));
  const config = readConfig({ ETCD_ENDPOINTS: etcd.endpoints.join(","), ROLLCALL_WRITES: "1", PORT: "0" });
  const pages = async (_request: unknown, response: { end(): unknown }) => void response.end();
  app = createApp({ config, version: "0.0.0", log: createLog("silent"), pages, hotReload: null });
  base = `http://127.0.0.1:${await app.listen()}`;
  app.follow({ endpoints: etcd.endpoints });
  await vi.waitFor(() => expect(app.registry.view()?.unrecognized.size).toBe(4), { timeout: 20_000, interval: 25 });
  // A second version of each, so that events have what was before.
  for (const [name, value] of SECRETS) await port.put(keyOf(name), bytes(`${value} `));
  await port.delete({ key: keyOf("url") });
  await vi.waitFor(() => expect(app.registry.view()?.instances.has(keyOf("url"))).toBe(false), {
    timeout: 20_000,
    interval: 25,
  });
});

afterAll(async () => {
  await app?.stop();
  port?.close();
  await etcd?.cleanup();
});

it("no secret of a value is in any answer", async () => {
  const yaml = { Accept: "application/yaml" };
  const csv = { Accept: "text/csv" };
  const answers = [
    ...["/snapshot", "/instances", "/events", "/unrecognized", "/exports", "/audit", "/services", "/status"].map(
      (path) => get(path),
    ),
    ...SECRETS.map(([name]) => get(`/keys?key=${encodeURIComponent(keyOf(name))}`)),
    ...["binary", "twice"].map((name) => get(`/keys?key=${encodeURIComponent(keyOf(name))}`)),
    ...[get("/exports", yaml), get("/instances", csv), get("/events", csv)],
  ];
  for (const answer of await Promise.all(answers)) expect(await answer.text(), answer.url).not.toContain(CANARY);
});

it("no secret is in the difference that an import shows", async () => {
  const registration = `{layout: path, service: flags, instance: "1", datacenter: eu, host: h, port: 2, metadata: {auth: ${CANARY}, args: --token ${CANARY}}}`;
  const answer = await fetch(`${base}/api/v1/imports?dryRun=true`, {
    method: "POST",
    headers: { "content-type": "application/json", origin: base },
    body: JSON.stringify({ file: `rollcall: 1\nregistrations: [${registration}]`, overwrite: true }),
  });
  expect(answer.status).toBe(200);
  const text = await answer.text();
  expect(text).toContain("«redacted»");
  expect(text).not.toContain(CANARY);
});

it("bytes that are no text are given to an admin who asks, and hidden text to nobody", async () => {
  const read = async (name: string, raw = "") =>
    keyAnswerSchema.parse(await (await get(`/keys?key=${encodeURIComponent(keyOf(name))}${raw}`)).json()).value;
  expect(await read("binary")).toMatchObject({ text: null, base64: null, redacted: false });
  const asked = await read("binary", "&raw=bytes");
  expect(Buffer.from(asked.base64 ?? "", "base64").toString("latin1")).toContain(CANARY);
  expect(await read("twice", "&raw=bytes")).toMatchObject({ base64: null, redacted: true });
  expect((await get(`/keys?key=${encodeURIComponent(keyOf("binary"))}&raw=text`)).status).toBe(400);
  const wanted = {
    params: {},
    query: new URLSearchParams({ key: keyOf("binary"), raw: "bytes" }),
    body: {},
    accepts: "application/json",
  };
  const operator = {
    ...wanted,
    signal: AbortSignal.timeout(60_000),
    pace: { turns: createTurns() },
    request: {} as IncomingMessage,
    actor: { name: "operator", role: "operator" as const },
  };
  // Refused before anything is read: the context is never asked.
  await expect(keysRoute.run(operator, {} as ApiContext)).rejects.toMatchObject({ code: "forbidden" });
});

it("a key with a URL's user stays whole as the key, and nothing else has the user", async () => {
  const key = `heartbeat|web|http://joe:${CANARY}@10.0.0.1:80`;
  await port.put(key, bytes(`http://joe:${CANARY}@10.0.0.1:80`));
  await expect.poll(() => app.registry.view()?.instances.has(key), { timeout: 20_000 }).toBe(true);
  const { id, keys, ...rest } = app.registry.view()?.instances.get(key) ?? { id: "", keys: [] };
  expect([id, keys]).toEqual([key, [key]]);
  expect(JSON.stringify(rest)).not.toContain(CANARY);
  expect(await (await get("/exports", { Accept: "application/yaml" })).text()).not.toContain(CANARY);
  expect((await get(`/keys?key=${encodeURIComponent(key)}`)).status).toBe(200);
});
