import { setTimeout as delay } from "node:timers/promises";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { systemClock } from "@/lib/clock";
import { createFakeEtcd, type FakeEtcd } from "@/server/testing/fake-etcd";
import { assembleEtcd, type Etcd } from "../etcd";
import { createClient } from "./client";
import type { Client, ClientOptions } from "./client.types";
import type { Decision } from "./decisions";
import { hang, startInstance, status, type TestInstance } from "./instances.testing";

let fake: FakeEtcd;
let etcd: Etcd;
let instances: TestInstance[];
const clients: Client[] = [];
const PATIENT = { timeout: 20_000 };

beforeEach(async () => {
  fake = createFakeEtcd({ clock: systemClock });
  etcd = assembleEtcd({ connect: fake.connect, clock: systemClock, random: Math.random });
  instances = await Promise.all(["one", "two", "three"].map((name) => startInstance(name)));
  for (const instance of instances) register(instance);
});
afterEach(async () => {
  for (const client of clients.splice(0)) client.close();
  await Promise.all(instances.map((instance) => instance.kill()));
  etcd.close();
  fake.stop();
});

const key = (name: string) => `/services/web/eu/${name}`;
function register({ name, port }: TestInstance): void {
  fake.put(key(name), JSON.stringify({ hostname: "127.0.0.1", port }));
}

function client(options: Partial<ClientOptions> = {}): Client {
  const one = createClient({ etcd, service: "web", ...options });
  clients.push(one);
  return one;
}

function decisionsOf(one: Client): Decision[] {
  const decisions: Decision[] = [];
  one.onDecision((decision) => decisions.push(decision));
  return decisions;
}

async function answers(one: Client, count: number, options = {}): Promise<string[]> {
  return Promise.all(Array.from({ length: count }, async () => (await one.fetch("/", options)).text()));
}

const [first, second, third] = [0, 1, 2].map((index) => () => {
  const instance = instances[index];
  if (!instance) throw new Error("not started");
  return instance;
}) as [() => TestInstance, () => TestInstance, () => TestInstance];

describe("a call", () => {
  it("reaches an instance, and the answer says which and after how many attempts", async () => {
    first().answer =
      second().answer =
      third().answer =
        (request, response) => {
          response.setHeader("Set-Cookie", ["a=1", "b=2"]);
          response.end(`${request.method} ${request.url} ${request.headers["x-asked"]} ${request.headers.host}`);
        };
    const response = await client().fetch("/path?q=1", { headers: { "X-Asked": "yes" } });
    const { port } = response.instance.endpoints[0] ?? {};
    expect(await response.text()).toBe(`GET /path?q=1 yes 127.0.0.1:${port}`);
    expect([response.status, response.attempts, response.instance.service]).toEqual([200, 1, "web"]);
    expect(response.headers.getSetCookie()).toEqual(["a=1", "b=2"]);
  });

  it("sends bodies of every kind", async () => {
    for (const instance of instances)
      instance.answer = async (request, response) => {
        let text = "";
        for await (const part of request) text += part;
        response.end(`${request.headers["content-type"] ?? "-"}: ${text}`);
      };
    const one = client();
    const post = async (body: NonNullable<Parameters<Client["fetch"]>[1]>["body"]) =>
      (await one.fetch("/", { method: "POST", ...(body === undefined ? {} : { body }) })).text();
    expect(await post("text")).toBe("text/plain;charset=UTF-8: text");
    expect(await post(new URLSearchParams({ a: "1" }))).toBe("application/x-www-form-urlencoded;charset=UTF-8: a=1");
    expect(await post(Buffer.from("bytes"))).toBe("-: bytes");
    async function* pieces() {
      yield Buffer.from("pie");
      yield Buffer.from("ces");
    }
    expect(await post(pieces())).toBe("-: pieces");
    expect(await post(null)).toBe("-: ");
  });

  it("streams a large answer at the reader's pace, and cancelling it ends the request", async () => {
    let closed = 0;
    for (const instance of instances)
      instance.answer = (_request, response) => {
        response.on("close", () => closed++);
        const piece = Buffer.alloc(64 * 1024);
        const more = () => {
          while (response.write(piece));
          response.once("drain", more);
        };
        more();
      };
    const response = await client().fetch("/");
    const reader = (response.body as ReadableStream<Uint8Array>).getReader();
    let bytes = 0;
    while (bytes < 1_000_000) bytes += (await reader.read()).value?.length ?? 0;
    await reader.cancel();
    await expect.poll(() => closed, PATIENT).toBe(1);
  });

  it("does not follow redirects", async () => {
    for (const instance of instances)
      instance.answer = (_request, response) => response.writeHead(302, { Location: "http://169.254.169.254/" }).end();
    expect((await client().fetch("/")).status).toBe(302);
  });

  it("is refused where the path is none, or no service is named so", async () => {
    await expect(client().fetch("http://elsewhere/")).rejects.toMatchObject({ code: "invalid-request" });
    await expect(client({ service: "nobody" }).fetch("/")).rejects.toMatchObject({ code: "unknown-service" });
    expect(() => createClient({ service: "web" })).toThrow("etcd or discovery has to be given");
  });
});

describe("when an instance is dead", () => {
  it("calls go to others, and it is left alone after some failures", async () => {
    const one = client();
    const decisions = decisionsOf(one);
    await one.ready();
    await first().kill();
    for (let round = 0; round < 20; round++) expect(await answers(one, 3)).not.toContain("one");
    const ejected = decisions.filter(({ kind }) => kind === "ejected");
    expect(ejected).toMatchObject([{ instance: { instance: "one" }, cause: "consecutive-failures", forMs: 5_000 }]);
    const failed = decisions.filter(({ kind }) => kind === "failed").length;
    expect(decisions.filter(({ kind }) => kind === "retrying")).toHaveLength(failed);
  });

  it("calls that may have reached it are repeated only where that does no harm", async () => {
    for (const instance of instances) instance.answer = (request) => request.socket.resetAndDestroy();
    const one = client();
    const decisions = decisionsOf(one);
    await expect(one.fetch("/", { method: "POST", body: "x" })).rejects.toMatchObject({ code: "reset", sent: true });
    expect(instances.reduce((sum, { seen }) => sum + seen, 0)).toBe(1);
    expect(decisions.at(-1)).toMatchObject({ kind: "not-retrying", why: "not-idempotent" });
    await expect(one.fetch("/", { method: "PUT", body: "x" })).rejects.toMatchObject({ code: "reset" });
    expect(instances.reduce((sum, { seen }) => sum + seen, 0)).toBe(4);
  });

  it("calls that never reached anybody are repeated, whatever their method", async () => {
    const one = client();
    await one.ready();
    await first().kill();
    await second().kill();
    for (let round = 0; round < 10; round++)
      expect(await answers(one, 1, { method: "POST", body: "x" })).toEqual(["three"]);
    expect(third().seen).toBe(10);
  });

  it("a budget keeps retries from making it worse", async () => {
    for (const instance of instances) instance.answer = (request) => request.socket.resetAndDestroy();
    const one = client({ retryBudget: { ratio: 0.1, leastPerSecond: 0 }, outliers: { mostEjected: 0 } });
    await one.ready();
    await Promise.allSettled(Array.from({ length: 100 }, () => one.fetch("/")));
    expect(instances.reduce((sum, { seen }) => sum + seen, 0)).toBe(110);
  });
});

describe("when an instance hangs", () => {
  it("calls are tried elsewhere after the attempt's time", async () => {
    first().answer = second().answer = hang;
    const one = client({ attemptTimeoutMs: 500 });
    expect(new Set(await answers(one, 10))).toEqual(new Set(["three"]));
  });

  it("a call ends at its own time, and a signal ends it at once", async () => {
    for (const instance of instances) instance.answer = hang;
    const one = client();
    await expect(one.fetch("/", { timeoutMs: 50 })).rejects.toMatchObject({ code: "timeout" });
    const stop = new AbortController();
    const seen = () => instances.reduce((sum, instance) => sum + instance.seen, 0);
    const before = seen();
    const call = one.fetch("/", { signal: stop.signal });
    await expect.poll(seen, PATIENT).toBeGreaterThan(before);
    stop.abort(new Error("enough"));
    await expect(call).rejects.toThrow("enough");
    await expect(one.fetch("/", { signal: AbortSignal.abort(new Error("before")) })).rejects.toThrow("before");
  });

  it("an answer that stops half way fails its reader", async () => {
    for (const instance of instances)
      instance.answer = (request, response) => {
        response.writeHead(200, { "Content-Length": "100" });
        response.write("half", () => request.socket.resetAndDestroy());
      };
    const response = await client().fetch("/");
    await expect(response.text()).rejects.toMatchObject({ code: "reset" });
  });
});

it("an instance that turns requests away with 503 is passed over where another is there", async () => {
  first().answer = second().answer = status(503, "busy");
  const one = client();
  expect(new Set(await answers(one, 10))).toEqual(new Set(["three"]));
  third().answer = status(503, "busy, too");
  const response = await one.fetch("/");
  expect(response.status).toBe(503);
});

describe("what the registry says", () => {
  it("is honoured at once: who left gets nothing more, not even what waits for a connection to it", async () => {
    const one = client({ connectionsPerInstance: 1 });
    await one.ready();
    const release: (() => void)[] = [];
    first().answer = (_request, response) => release.push(() => response.end("one"));
    const calls = Array.from({ length: 30 }, async () => (await one.fetch("/")).text());
    await expect.poll(() => first().seen, PATIENT).toBe(1);
    fake.delete(key("one"));
    await delay(20);
    for (const go of release) go();
    const texts = await Promise.all(calls);
    expect(first().seen).toBe(1);
    expect(texts.filter((text) => text === "one")).toHaveLength(1);
    first().answer = (_request, response) => response.end("one");
    register(first());
    await expect.poll(async () => (await one.fetch("/")).text()).toBe("one");
  });

  it("serves on while etcd is away", async () => {
    const one = client();
    await one.ready();
    fake.faults.refuse();
    await expect.poll(() => fake.openStreams, PATIENT).toBe(0);
    expect(new Set(await answers(one, 60))).toEqual(new Set(["one", "two", "three"]));
  });

  it("an instance that moved to another port is called there", async () => {
    const one = client();
    await one.ready();
    const moved = await startInstance("one, moved");
    instances.push(moved);
    for (const { name } of instances.slice(1, 3)) fake.delete(key(name));
    fake.put(key("one"), JSON.stringify({ hostname: "127.0.0.1", port: moved.port }));
    await expect.poll(async () => (await one.fetch("/")).text()).toBe("one, moved");
  });
});
