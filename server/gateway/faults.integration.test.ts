import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { setTimeout as delay } from "node:timers/promises";
import { Agent, request } from "undici";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { systemClock } from "@/lib/clock";
import { createClient } from "@/lib/discovery/calls/client";
import type { Client } from "@/lib/discovery/calls/client.types";
import { candidatesFrom } from "@/lib/discovery/calls/from-discovery";
import { discover } from "@/lib/discovery/discover";
import type { Discovery } from "@/lib/discovery/discovery.types";
import { createEtcdClient } from "@/lib/etcd/client";
import { prefixRange } from "@/lib/etcd/key-range";
import type { EtcdPort } from "@/lib/etcd/port";
import { drainKeyOf, encodeDrain } from "@/lib/registry/marks";
import { createReach } from "@/server/reach/reach";
import { startEtcd, type TestEtcd } from "@/server/testing/etcd-process";
import { forgetProcess, guardProcess } from "@/server/testing/leftovers";
import { createGateway, type Gateway } from "./gateway";

/** Real processes behind a real etcd, five of them, under a steady load; one meets its fate in the middle. */
const INSTANCE = `require("node:http").createServer((q, s) => s.end("ok")).listen(0, "127.0.0.1", function () { process.send(this.address().port) })`;
const CALLS_PER_SECOND = 60;
const BEFORE_MS = 1_000;
const AFTER_MS = 4_000;

interface Member {
  key: string;
  process: ChildProcess;
  leaseId: string;
}

let etcd: TestEtcd;
let port: EtcdPort;
let discovery: Discovery;
let gateway: Gateway;
let client: Client;
let origin = "";
let members: Member[] = [];
const agent = new Agent();

const limits = { attemptTimeoutMs: 1_000 };
const bytes = (text: string) => new TextEncoder().encode(text);

beforeAll(async () => {
  etcd = await startEtcd();
  port = createEtcdClient({ endpoints: etcd.endpoints });
});
afterAll(async () => {
  await agent.close();
  port?.close();
  await etcd?.cleanup();
});

beforeEach(async () => {
  members = await Promise.all(["a", "b", "c", "d", "e"].map(startMember));
  discovery = discover({ etcd: { endpoints: etcd.endpoints } });
  await discovery.ready();
  const offLimits = { check: async () => null };
  gateway = createGateway({
    source: candidatesFrom(discovery, systemClock.now),
    reach: createReach({ rules: { allow: null, deny: [], loopback: true }, offLimits }),
    policy: "round-robin",
    allowedHosts: [],
    allowedOrigins: [],
    accessLog: null,
    clock: systemClock,
    limits,
  });
  origin = `http://127.0.0.1:${await gateway.listen(0, "127.0.0.1")}`;
  client = createClient({ discovery, service: "web", policy: "round-robin", ...limits });
});
afterEach(async () => {
  client.close();
  await gateway.stop(0);
  discovery.stop();
  for (const { process } of members) process.kill("SIGKILL");
  await port.delete(prefixRange("/services/"));
  await port.delete(prefixRange("/rollcall/"));
});

async function startMember(name: string): Promise<Member> {
  const process = spawn(globalThis.process.execPath, ["-e", INSTANCE], {
    stdio: ["ignore", "ignore", "inherit", "ipc"],
  });
  guardProcess(process);
  process.once("exit", () => forgetProcess(process));
  const [listening] = (await once(process, "message")) as [number];
  const key = `/services/web/eu/${name}`;
  const { leaseId } = await port.grantLease(600);
  await port.put(key, bytes(JSON.stringify({ hostname: "127.0.0.1", port: listening })), { lease: leaseId });
  return { key, process, leaseId };
}

/** Statuses through the gateway and the client, and who answered whom after the fate was known everywhere. */
async function underLoad(fate: () => Promise<unknown>): Promise<{ calls: number; failures: string[] }> {
  const failures: string[] = [];
  const running: Promise<void>[] = [];
  const throughGateway = async () => {
    const { statusCode, body } = await request(`${origin}/proxy/web/`, { dispatcher: agent });
    const text = await body.text();
    if (statusCode !== 200) failures.push(`gateway ${statusCode} ${text}`);
  };
  const throughClient = async () => {
    const response = await client.fetch("/");
    await response.text();
    if (response.status !== 200) failures.push(`client ${response.status}`);
  };
  const endAt = Date.now() + BEFORE_MS + AFTER_MS;
  let met: Promise<unknown> | null = null;
  for (let call = 0; Date.now() < endAt; call++) {
    const one = call % 2 ? throughGateway : throughClient;
    running.push(one().catch((error: Error) => void failures.push(`${one.name}: ${error.message}`)));
    if (!met && Date.now() > endAt - AFTER_MS) met = fate();
    await delay(1000 / CALLS_PER_SECOND);
  }
  await Promise.all(running);
  await met;
  return { calls: running.length, failures };
}

const first = (): Member => members[0] as Member;

describe("no idempotent call fails, through the gateway or the client, while one of five", () => {
  const fates: [string, () => Promise<unknown>][] = [
    ["is killed", async () => first().process.kill("SIGKILL")],
    ["hangs", async () => first().process.kill("SIGSTOP")],
    [
      "is evicted, and is gone a moment later",
      async () => {
        await port.delete({ key: first().key });
        await delay(200);
        first().process.kill("SIGKILL");
      },
    ],
    [
      "is drained",
      async () => {
        const drain = { until: null, reason: "", actor: "x", at: 0, createRevision: "1" };
        await port.put(drainKeyOf(first().key), encodeDrain(drain));
      },
    ],
    [
      "is left to expire",
      async () => {
        // On a lease of two seconds that nobody renews.
        const { keyValues } = await port.range({ range: { key: first().key } });
        const { leaseId } = await port.grantLease(2);
        await port.put(first().key, keyValues[0]?.value ?? bytes(""), { lease: leaseId });
        await expect.poll(() => discovery.current.instances.length, { timeout: 20_000 }).toBe(4);
      },
    ],
  ];
  it.each(fates)("%s", async (_fate, meet) => {
    const { calls, failures } = await underLoad(meet);
    expect(calls).toBeGreaterThan(40);
    expect(failures).toEqual([]);
  });
});

it("and while etcd itself is down the last view serves, marked stale", async () => {
  const { failures } = await underLoad(async () => {
    await etcd.kill9();
    await expect.poll(() => discovery.stale, { timeout: 20_000 }).toBe(true);
  });
  expect(failures).toEqual([]);
  const health = await request(`${origin}/healthz`, { dispatcher: agent });
  expect(await health.body.json()).toMatchObject({ stale: true });
  await etcd.restart();
  await expect.poll(() => discovery.stale, { timeout: 30_000 }).toBe(false);
});
