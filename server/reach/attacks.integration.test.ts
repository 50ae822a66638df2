import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { request } from "undici";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { type AttemptLine, testLineSchema } from "@/lib/api/test-requests";
import { type App, createApp } from "@/server/app";
import { readConfig } from "@/server/config/config";
import { type Gate, openGate } from "@/server/demo/gate";
import { createLog } from "@/server/log/log";
import { startEtcd, type TestEtcd } from "@/server/testing/etcd-process";
import { createOwnListeners } from "./own-listeners";

/**
 * Whoever may register tries to reach, through the console and its gateway, what is not theirs to reach. Loopback is
 * allowed here, and POST, so that nothing but the rules stands between them and etcd.
 */
let etcd: TestEtcd;
let app: App;
let consolePort = 0;
let gatewayPort = 0;
let gate: Gate;
let harmless = 0;
let asked = 0;
const honeypot = createServer((_request, response) => {
  asked += 1;
  response.end("harmless");
});

beforeAll(async () => {
  etcd = await startEtcd();
  await new Promise<void>((resolve) => honeypot.listen(0, "127.0.0.1", resolve));
  harmless = (honeypot.address() as AddressInfo).port;
  const config = readConfig({
    ETCD_ENDPOINTS: etcd.endpoints.join(","),
    PORT: "0",
    ROLLCALL_GATEWAY_PORT: "0",
    ROLLCALL_REACH_ALLOW: "127.0.0.0/8,::1",
    ROLLCALL_TEST_METHODS: "POST",
  });
  const own = createOwnListeners();
  gate = await openGate(etcd.endpoints, own);
  app = createApp({
    config,
    own,
    version: "0.0.0",
    log: createLog("silent"),
    pages: async (_request, response) => void response.end(),
    hotReload: null,
  });
  consolePort = await app.listen();
  gatewayPort = (await app.listenGateway()) ?? 0;
  app.follow({ endpoints: etcd.endpoints });
  await vi.waitUntil(() => app.registry.view() !== null, { timeout: 30_000 });
});
afterAll(async () => {
  honeypot.closeAllConnections();
  honeypot.close();
  await app?.stop();
  await gate?.stop();
  await etcd?.cleanup();
});

async function register(service: string, hosts: readonly string[], port: number): Promise<void> {
  for (const [index, hostname] of hosts.entries())
    await etcd.etcdctl(["put", `/services/${service}/eu/${index}`, JSON.stringify({ hostname, port })]);
  const last = `/services/${service}/eu/${hosts.length - 1}`;
  await expect.poll(() => app.registry.view()?.instances.has(last), { timeout: 60_000 }).toBe(true);
}

/** What would write to etcd if it arrived there, as `curl -d … /v3/kv/put` does. */
const PUT = {
  path: "/v3/kv/put",
  body: JSON.stringify({ key: Buffer.from("/owned").toString("base64"), value: Buffer.from("1").toString("base64") }),
};

async function testRequests(wanted: object): Promise<AttemptLine[]> {
  const origin = `http://127.0.0.1:${consolePort}`;
  const response = await request(`${origin}/api/v1/test-requests`, {
    method: "POST",
    headers: { "content-type": "application/json", origin },
    body: JSON.stringify(wanted),
  });
  const lines = (await response.body.text()).trim().split("\n");
  return lines.map((line) => testLineSchema.parse(JSON.parse(line))).filter((line) => line.kind === "attempt");
}

/** One address, written in every way that some resolver takes for it. */
const LOOPBACK = [
  "127.0.0.1",
  "localhost",
  "LOCALHOST.",
  "2130706433",
  "0x7f000001",
  "0x7f.1",
  "017700000001",
  "0177.0.0.01",
  "127.1",
  "127.0.1",
  "127.0.0.2",
  "::1",
  "[::1]",
  "::ffff:127.0.0.1",
  "[::ffff:7f00:1]",
  "::127.0.0.1",
  "64:ff9b::7f00:1",
  "2002:7f00:1::",
  "１２７.0.0.1",
  "127。0。0。1",
];
const ELSEWHERE = [
  "169.254.169.254",
  "2852039166",
  "0xa9fea9fe",
  "0251.0376.0251.0376",
  "::ffff:169.254.169.254",
  "[::ffff:a9fe:a9fe]",
  "fd00:ec2::254",
  "fe80::1",
  "0.0.0.0",
  "0",
  "::",
  "224.0.0.1",
  "255.255.255.255",
  "10.0.0.1",
  "user@127.0.0.1",
  "127.0.0.1#",
  "127.0.0.1/x",
  "127.0.0.1\\@x",
  "127.0.0.1%00",
];

describe("who registers an address that is not theirs reaches nobody", () => {
  const targets: [string, readonly string[], () => number][] = [
    ["etcd's client port", LOOPBACK, () => etcd.clientPort],
    ["a way of the fleet to etcd", LOOPBACK, () => Number(new URL(gate.endpoint).port)],
    ["the console itself", LOOPBACK, () => consolePort],
    ["the gateway itself", LOOPBACK, () => gatewayPort],
    ["metadata, the wire, everybody, and hosts that are none", ELSEWHERE, () => harmless],
  ];
  it.each(targets)("%s", async (what, hosts, port) => {
    const service = what.replaceAll(/[^a-z]/g, "");
    await register(service, hosts, port());
    const before = await etcd.etcdctl(["get", "/", "--prefix", "--rev=0", "-w", "json"]);
    const count = hosts.length;
    for (const protocol of ["http", "https", "tcp", "grpc"] as const) {
      const http = protocol === "http" || protocol === "https";
      const attempts = await testRequests({
        service,
        policy: "round-robin",
        count,
        protocol,
        retries: 0,
        perSecond: 1_000,
        ejection: false,
        ...(http && { method: "POST", ...PUT }),
      });
      const causes = attempts.map(({ cause }) => cause);
      expect(causes).toEqual(Array(count).fill("not-allowed"));
    }
    for (let time = 0; time < count; time++) {
      const answer = await request(`http://127.0.0.1:${gatewayPort}/proxy/${service}${PUT.path}`, {
        method: "POST",
        body: PUT.body,
      });
      // Once all were refused and are left alone, there is nobody to ask.
      const { code } = (await answer.body.json()) as { code: string };
      expect(["upstream-refused", "no-instance"]).toContain(code);
      await (await request(`http://127.0.0.1:${gatewayPort}/send/${service}`)).body.dump();
    }
    expect(await etcd.etcdctl(["get", "/owned"])).toBe("");
    expect(JSON.parse(await etcd.etcdctl(["get", "/", "--prefix", "--rev=0", "-w", "json"])).header.revision).toBe(
      JSON.parse(before).header.revision,
    );
    expect(asked).toBe(0);
  });

  it("and the same ways lead where they may", async () => {
    await register("fine", ["127.0.0.1", "0x7f.1", "2130706433", "::ffff:127.0.0.1"], harmless);
    const attempts = await testRequests({ service: "fine", policy: "round-robin", count: 4, retries: 0 });
    expect(attempts.map(({ status }) => status)).toEqual([200, 200, 200, 200]);
    expect(asked).toBe(4);
  });
});

it("a redirect to a forbidden place is shown, not followed, by the gateway too", async () => {
  const location = `http://127.0.0.1:${etcd.clientPort}/v3/kv/put`;
  const trap = createServer((_request, response) => response.writeHead(307, { location }).end());
  await new Promise<void>((resolve) => trap.listen(0, "127.0.0.1", resolve));
  await register("trap", ["127.0.0.1"], (trap.address() as AddressInfo).port);
  const [attempt] = await testRequests({ service: "trap", count: 1, method: "POST", ...PUT });
  expect(attempt).toMatchObject({ outcome: "answered", status: 307 });
  const answer = await request(`http://127.0.0.1:${gatewayPort}/proxy/trap/`, { method: "POST", body: PUT.body });
  expect([answer.statusCode, answer.headers.location]).toEqual([307, location]);
  await answer.body.dump();
  const sent = await request(`http://127.0.0.1:${gatewayPort}/send/trap`);
  expect(await sent.body.json()).toMatchObject({ status: 307 });
  expect(await etcd.etcdctl(["get", "/owned"])).toBe("");
  trap.closeAllConnections();
  trap.close();
});
