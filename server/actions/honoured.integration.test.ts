import { once } from "node:events";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { Agent, request } from "undici";
import { describe, expect, it } from "vitest";
import type { Evicted } from "@/lib/api/evictions";
import type { ProblemAnswer } from "@/lib/api/problem";
import { createEtcdClient } from "@/lib/etcd/client";
import type { EtcdPort } from "@/lib/etcd/port";
import { testRecords } from "@/lib/records/testing";
import { encodeGatewayNews, GATEWAYS_PREFIX } from "@/lib/registry/gateways";
import { eventually, startConsole, type TestConsole } from "@/server/testing/console";
import { startEtcd, type TestEtcd } from "@/server/testing/etcd-process";
import { freshForEachTry } from "@/server/testing/fresh";

/** What an eviction's answer promises: who stopped sending, and how many had to stay. Two consoles on one real etcd. */
let etcd: TestEtcd;
let port: EtcdPort;
let one: TestConsole;
let two: TestConsole;
let gateway = "";
const servers: Server[] = [];
const agent = new Agent();

freshForEachTry({
  async start() {
    etcd = await startEtcd();
    port = createEtcdClient({ endpoints: etcd.endpoints });
    const settings = {
      ROLLCALL_GUARD_EVICTIONS_PER_MINUTE: "10000",
      ROLLCALL_GUARD_MIN_PERCENT: "0",
      ROLLCALL_REACH_ALLOW: "127.0.0.0/8",
    };
    one = await startConsole(etcd.endpoints, settings);
    two = await startConsole(etcd.endpoints, settings);
    gateway = `http://127.0.0.1:${await one.app.listenGateway()}`;
  },
  async stop() {
    await agent.close();
    await one?.stop();
    await two?.stop();
    for (const server of servers) server.close();
    port?.close();
    await etcd?.cleanup();
  },
});

const bytes = (content: unknown) => new TextEncoder().encode(JSON.stringify(content));

async function seen(key: string, revision: string): Promise<void> {
  for (const { app } of [one, two])
    await eventually(
      () => app.registry.view()?.instances.get(key)?.modRevision,
      (found) => found === revision,
    );
}

async function registered(service: string, name: string, listening = 80) {
  const key = `/services/${service}/eu/${name}`;
  const { revision } = await port.put(key, bytes({ hostname: "127.0.0.1", port: listening }));
  return { key, modRevision: revision };
}

describe("an eviction's acknowledgement", () => {
  it("means that in this process not one request more is sent to the instance", async () => {
    const arrived = new Map<string, number>();
    const members = await Promise.all(
      Array.from({ length: 12 }, async (_, index) => {
        const name = `i${index}`;
        const server = createServer((_request, response) => {
          arrived.set(name, (arrived.get(name) ?? 0) + 1);
          response.end("ok");
        }).listen(0, "127.0.0.1");
        await once(server, "listening");
        servers.push(server);
        return { name, ...(await registered("loaded", name, (server.address() as AddressInfo).port)) };
      }),
    );
    for (const { key, modRevision } of members) await seen(key, modRevision);
    let loading = true;
    const statuses: number[] = [];
    const load = Array.from({ length: 8 }, async () => {
      while (loading) {
        const { statusCode, body } = await request(`${gateway}/proxy/loaded/`, { dispatcher: agent });
        await body.dump();
        statuses.push(statusCode);
      }
    });
    const atAnswer: { name: string; count: number }[] = [];
    for (const { name, key, modRevision } of members.slice(0, 10)) {
      await eventually(
        () => arrived.get(name) ?? 0,
        (count) => count > 0,
      );
      const { status, body } = await one.send<Evicted>("POST", "/evictions", { key, modRevision, reason: "test" });
      atAnswer.push({ name, count: arrived.get(name) ?? 0 });
      expect([status, body.laggards]).toEqual([200, []]);
    }
    const before = statuses.length;
    await eventually(
      () => statuses.length,
      (count) => count > before + 100,
    );
    loading = false;
    await Promise.all(load);
    expect(atAnswer.map(({ name }) => ({ name, count: arrived.get(name) }))).toEqual(atAnswer);
    expect(new Set(statuses)).toEqual(new Set([200]));
  });

  it("names a gateway that is behind, and waits for one that catches up", async () => {
    const [first, second] = [await registered("late", "a"), await registered("late", "b")];
    const third = await registered("late", "c");
    await seen(third.key, third.modRevision);
    const lease = (await port.grantLease(60)).leaseId;
    const publish = (revision: string) => {
      const news = { name: "slow", revision, address: "10.0.0.9:4001", at: Date.now(), lease };
      return port.put(`${GATEWAYS_PREFIX}slow`, encodeGatewayNews(news, testRecords()), { lease });
    };
    await publish("1");
    const named = await one.send<Evicted>("POST", "/evictions", { ...first, reason: "test" });
    expect(named.body.laggards).toEqual([{ name: "slow", address: "10.0.0.9:4001", revision: "1" }]);
    const answer = one.send<Evicted>("POST", "/evictions", { ...second, reason: "test" });
    await eventually(
      async () => (await port.range({ range: { key: second.key } })).keyValues.length,
      (length) => length === 0,
    );
    const { header } = await port.range({ range: { key: second.key } });
    await publish(header.revision);
    expect((await answer).body.laggards).toEqual([]);
    await port.revokeLease(lease);
  });
});

describe("many evictions at the same moment", () => {
  it("take exactly as many as may go, and the rest are told the one reason, whichever console they sit at", async () => {
    for (const round of ["x", "y", "z"]) {
      const service = `crowd-${round}`;
      const members = [];
      for (let index = 0; index < 20; index++) members.push(await registered(service, `i${index}`));
      for (const { key, modRevision } of members) await seen(key, modRevision);
      expect((await one.send("PUT", "/minimums", { service, minimum: 7 })).status).toBe(200);
      for (const { app } of [one, two])
        await eventually(
          () => app.registry.view()?.minimums.get(service)?.minimum,
          (minimum) => minimum === 7,
        );
      const answers = await Promise.all(
        members.map((member, index) =>
          (index % 2 ? one : two).send<ProblemAnswer>("POST", "/evictions", { ...member, reason: "test" }),
        ),
      );
      expect(answers.filter(({ status }) => status === 200)).toHaveLength(13);
      const refused = answers.filter(({ status }) => status !== 200);
      expect(new Set(refused.map(({ status, body }) => `${status} ${body.detail}`))).toEqual(
        new Set([`412 ${service} would have 6 instances in service, of 7 now; it has to keep 7 (its minimum is 7).`]),
      );
    }
  });
});
