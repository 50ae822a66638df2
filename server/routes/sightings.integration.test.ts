import { createServer, type Server } from "node:http";
import { expect, it } from "vitest";
import { type SightingsAnswer, sightingsAnswerSchema } from "@/lib/api/sightings";
import { createEtcdClient } from "@/lib/etcd/client";
import type { EtcdPort } from "@/lib/etcd/port";
import { eventually, startConsole, type TestConsole } from "@/server/testing/console";
import { startEtcd, type TestEtcd } from "@/server/testing/etcd-process";
import { freshForEachTry } from "@/server/testing/fresh";
import { freePort } from "@/server/testing/ports";

/** A static registration whose process is dead: etcd knows nothing of it, but whoever sends to it does. */
let etcd: TestEtcd;
let console: TestConsole;
let port: EtcdPort;
let gatewayPort: number;

freshForEachTry({
  async start() {
    etcd = await startEtcd();
    port = createEtcdClient({ endpoints: etcd.endpoints });
    const wanted = await freePort();
    console = await startConsole(etcd.endpoints, {
      ROLLCALL_GATEWAY_PORT: String(wanted),
      ROLLCALL_REACH_ALLOW: "127.0.0.0/8",
    });
    gatewayPort = (await console.app.listenGateway()) ?? 0;
  },
  async stop() {
    await console?.stop();
    port?.close();
    await etcd?.cleanup();
  },
});

async function register(key: string, address: number): Promise<void> {
  const value = new TextEncoder().encode(JSON.stringify({ hostname: "127.0.0.1", port: address }));
  const { revision } = await port.put(key, value, {});
  await eventually(
    () => console.app.registry.view()?.instances.get(key)?.modRevision,
    (seen) => seen === revision,
  );
}

const sightings = async () =>
  sightingsAnswerSchema.parse((await console.send<SightingsAnswer>("GET", "/sightings")).body).sightings;

async function test(service: string): Promise<void> {
  const response = await fetch(`${console.base}/api/v1/test-requests`, {
    method: "POST",
    headers: { "Content-Type": "application/json", Origin: console.base },
    body: JSON.stringify({ service, count: 3, retries: 0, ejection: false }),
  });
  await response.text();
}

it("tells of test requests that a dead static instance refused, and that it answered later", async () => {
  const key = "/services/dead/eu/one";
  const address = await freePort();
  await register(key, address);
  expect(await sightings()).toEqual([]);
  await test("dead");
  const [refused] = await sightings();
  expect(refused).toMatchObject({
    service: "dead",
    instance: key,
    failed: 3,
    answered: 0,
    answeredAt: null,
    lastFailure: { way: "test-requests", request: "GET /", kind: "refused" },
  });
  // etcd's word on it is the same as before.
  expect(console.app.registry.view()?.instances.get(key)?.leaseId).toBeNull();

  const server: Server = createServer((_request, response) => response.end("here"));
  await new Promise<void>((resolve) => server.listen(address, "127.0.0.1", resolve));
  await test("dead");
  const [answered] = await sightings();
  expect(answered).toMatchObject({ answered: 3, lastFailure: { kind: "refused" } });
  expect(answered?.answeredAt).toBeGreaterThanOrEqual(refused?.lastFailure.at ?? 0);
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
});

it("tells of calls of the gateway that were refused, and of answers that say that something is wrong", async () => {
  const dead = "/services/gone/eu/one";
  await register(dead, await freePort());
  const server: Server = createServer((_request, response) => {
    response.statusCode = 503;
    response.end();
  });
  const address = await new Promise<number>((resolve) =>
    server.listen(0, "127.0.0.1", () => {
      const at = server.address();
      resolve(typeof at === "object" && at ? at.port : 0);
    }),
  );
  const unwell = "/services/unwell/eu/one";
  await register(unwell, address);
  for (const service of ["gone", "unwell"]) await fetch(`http://127.0.0.1:${gatewayPort}/send/${service}`);
  const seen = new Map((await sightings()).map((one) => [one.instance, one.lastFailure]));
  expect(seen.get(dead)).toMatchObject({ way: "gateway", kind: "refused", status: null });
  expect(seen.get(unwell)).toMatchObject({ way: "gateway", kind: "status", status: 503 });
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
});
