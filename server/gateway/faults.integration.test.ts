import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { setTimeout as delay } from "node:timers/promises";
import { Agent, request } from "undici";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { systemClock } from "@/lib/clock";
import { createClient } from "@/lib/discovery/calls/client";
import type { Client } from "@/lib/discovery/calls/client.types";
import type { Decision } from "@/lib/discovery/calls/decisions";
import { candidatesFrom } from "@/lib/discovery/calls/from-discovery";
import { discover } from "@/lib/discovery/discover";
import type { Discovery } from "@/lib/discovery/discovery.types";
import { recordSigner } from "@/lib/discovery/signer";
import { createEtcdClient } from "@/lib/etcd/client";
import { prefixRange } from "@/lib/etcd/key-range";
import type { EtcdPort } from "@/lib/etcd/port";
import { TEST_SECRET, testRecords } from "@/lib/records/testing";
import { drainKeyOf, encodeDrain } from "@/lib/registry/marks";
import { createLog } from "@/server/log/log";
import { createReach } from "@/server/reach/reach";
import { startEtcd, type TestEtcd } from "@/server/testing/etcd-process";
import { freshForEachTry } from "@/server/testing/fresh";
import { forgetProcess, guardProcess } from "@/server/testing/leftovers";
import { createGateway, type Gateway } from "./gateway";

/** Real processes behind a real etcd, five of them, under a steady load; one meets its fate in the middle. */
const INSTANCE = `require("node:http").createServer((q, s) => s.end(process.argv[1])).listen(0, "127.0.0.1", function () { process.send(this.address().port) })`;
/** Half of them through the gateway, half through the client. */
const CALLS_PER_SECOND = 300;
/** One that hangs holds a fifth of them for an attempt's time: 150. */
const MOST_UNDER_WAY = 200;
const BEFORE_MS = 1_000;
const AFTER_MS = 4_000;
/** A machine that has something else to do as well goes on until it has made so many. */
const LEAST_CALLS = ((BEFORE_MS + AFTER_MS) / 1_000) * CALLS_PER_SECOND * 0.7;
/** A minute by hand; in the suite so long as it takes to see it. */
const OUTAGE_MS = Number(process.env.ROLLCALL_TEST_OUTAGE_MS ?? AFTER_MS);

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
let retries = 0;
/** Attempts that met somebody who was not there any more: its connections broke, or came about no more. */
let broken = 0;
const agent = new Agent();

const limits = { attemptTimeoutMs: 2_500 };
const bytes = (text: string) => new TextEncoder().encode(text);

freshForEachTry({
  async start() {
    etcd = await startEtcd();
    port = createEtcdClient({ endpoints: etcd.endpoints });
  },
  async stop() {
    await agent.close();
    port?.close();
    await etcd?.cleanup();
  },
});

beforeEach(async () => {
  members = await Promise.all(["a", "b", "c", "d", "e"].map(startMember));
  discovery = discover({ etcd: { endpoints: etcd.endpoints }, signer: recordSigner(TEST_SECRET) });
  await discovery.ready();
  const offLimits = { check: async () => null };
  gateway = createGateway({
    source: candidatesFrom(discovery, systemClock.now),
    reach: createReach({ rules: { allow: null, deny: [], loopback: true }, offLimits }),
    policy: "round-robin",
    onDecision: note,
    allowedHosts: [],
    allowedOrigins: [],
    accessLog: null,
    log: createLog("silent"),
    clock: systemClock,
    limits,
  });
  origin = `http://127.0.0.1:${await gateway.listen(0, "127.0.0.1")}`;
  client = createClient({ discovery, service: "web", policy: "round-robin", ...limits });
  client.onDecision(note);
  retries = 0;
  broken = 0;
});
afterEach(async () => {
  client.close();
  await gateway.stop(0);
  discovery.stop();
  for (const { process } of members) process.kill("SIGKILL");
  await port.delete(prefixRange("/services/"));
  await port.delete(prefixRange("/rollcall/"));
});

function note(decision: Decision): void {
  if (decision.kind === "retrying") retries += 1;
  // On a machine that stands still for seconds everybody is late: that says nothing about who was asked.
  if (decision.kind === "failed" && !["timeout", "left"].includes(decision.failure.code)) broken += 1;
}

async function startMember(name: string): Promise<Member> {
  const process = spawn(globalThis.process.execPath, ["-e", INSTANCE, name], {
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

/** The numbers themselves, for whoever wants to read them. */
function say(line: string): void {
  if (process.env.ROLLCALL_TEST_FIGURES) process.stderr.write(`${line}\n`);
}

interface Outcome {
  calls: number;
  failures: string[];
  /** Calls begun after the discovery knew that the first had left or drained, and answered by it all the same. */
  misled: number;
}

async function underLoad(
  fate: (underWay: () => Promise<unknown>) => Promise<unknown>,
  afterMs = AFTER_MS,
): Promise<Outcome> {
  const failures: string[] = [];
  const running: Promise<void>[] = [];
  let out = false;
  let misled = 0;
  let underWay = 0;
  const off = discovery.onChange(() => {
    const { instances, draining } = discovery.current;
    out = !instances.some(({ id }) => id === first().key && !draining.has(id));
  });
  const throughGateway = async () => {
    const { statusCode, body } = await request(`${origin}/proxy/web/`, { dispatcher: agent });
    return { status: statusCode, text: await body.text() };
  };
  const throughClient = async () => {
    const response = await client.fetch("/");
    return { status: response.status, text: await response.text() };
  };
  async function call(through: typeof throughGateway): Promise<void> {
    const wasOut = out;
    underWay += 1;
    try {
      const { status, text } = await through();
      if (status !== 200) failures.push(`${through.name} ${status} ${text}`);
      else if (wasOut && text === "a") misled += 1;
    } catch (error) {
      failures.push(`${through.name}: ${error instanceof Error ? error.message : error}`);
    } finally {
      underWay -= 1;
    }
  }
  const startedAt = performance.now();
  let met: Promise<unknown> | null = null;
  const goesOn = (elapsedMs: number) => elapsedMs < BEFORE_MS + afterMs || running.length <= LEAST_CALLS || !met;
  for (let elapsedMs = 0; goesOn(elapsedMs); elapsedMs = performance.now() - startedAt) {
    // By the clock, so that a slow moment is made up for; but a machine that cannot keep up gets no avalanche.
    while (running.length < (elapsedMs / 1_000) * CALLS_PER_SECOND && underWay < MOST_UNDER_WAY)
      running.push(call(running.length % 2 ? throughGateway : throughClient));
    if (!met && elapsedMs > BEFORE_MS) met = fate(() => Promise.all([...running]));
    await delay(5);
  }
  await Promise.all(running);
  await met;
  off();
  return { calls: running.length, failures, misled };
}

const first = (): Member => members[0] as Member;

describe(`no idempotent call of ${CALLS_PER_SECOND} a second fails, through the gateway or the client, while one of five`, () => {
  /** How many attempts may break at most: none where whoever left was known to have left. */
  const fates: [string, number, (underWay: () => Promise<unknown>) => Promise<unknown>][] = [
    ["is killed", 100, async () => first().process.kill("SIGKILL")],
    ["hangs", 0, async () => first().process.kill("SIGSTOP")],
    [
      "is evicted, and is gone a moment later",
      0,
      async (underWay) => {
        await port.delete({ key: first().key });
        await expect.poll(() => discovery.current.instances.length).toBe(4);
        // The moment is as long as the calls take that had been given to it before.
        await underWay();
        first().process.kill("SIGKILL");
      },
    ],
    [
      "is drained",
      0,
      async () => {
        const drain = { until: null, reason: "", actor: "x", at: 0, createRevision: "1" };
        await port.put(drainKeyOf(first().key), encodeDrain(first().key, drain, testRecords()));
      },
    ],
    [
      "is left to expire",
      0,
      async () => {
        // On a lease of two seconds that nobody renews.
        const { keyValues } = await port.range({ range: { key: first().key } });
        const { leaseId } = await port.grantLease(2);
        await port.put(first().key, keyValues[0]?.value ?? bytes(""), { lease: leaseId });
        await expect.poll(() => discovery.current.instances.length, { timeout: 20_000 }).toBe(4);
      },
    ],
  ];
  it.each(fates)("%s", { timeout: 300_000 }, async (fate, mostBroken, meet) => {
    const { calls, failures, misled } = await underLoad(meet);
    say(`${fate}: ${calls} calls, ${failures.length} failed, ${retries} retried, ${broken} broken, ${misled} misled`);
    expect(failures).toEqual([]);
    expect(calls).toBeGreaterThan(LEAST_CALLS);
    expect(broken).toBeLessThanOrEqual(mostBroken);
    expect(misled).toBe(0);
  });
});

it("and while etcd itself is down the last view serves, marked stale", { timeout: OUTAGE_MS + 300_000 }, async () => {
  const { failures, calls } = await underLoad(async () => {
    await etcd.kill9();
    await expect.poll(() => discovery.stale, { timeout: 20_000 }).toBe(true);
  }, OUTAGE_MS);
  say(`etcd down ${OUTAGE_MS} ms: ${calls} calls, ${failures.length} failed, ${retries} retried`);
  expect(failures).toEqual([]);
  expect(calls).toBeGreaterThan(LEAST_CALLS);
  const health = await request(`${origin}/healthz`, { dispatcher: agent });
  expect(await health.body.json()).toMatchObject({ stale: true });
  await etcd.restart();
  await expect.poll(() => discovery.stale, { timeout: 30_000 }).toBe(false);
});
