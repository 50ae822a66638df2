import { once } from "node:events";
import { connect } from "node:net";
import { Readable } from "node:stream";
import { text } from "node:stream/consumers";
import { request } from "undici";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { systemClock } from "@/lib/clock";
import { candidatesFrom } from "@/lib/discovery/calls/from-discovery";
import { hang, startInstance, status, type TestInstance } from "@/lib/discovery/calls/instances.testing";
import { discover } from "@/lib/discovery/discover";
import type { Discovery } from "@/lib/discovery/discovery.types";
import { assembleEtcd, type Etcd } from "@/lib/discovery/etcd";
import { recordKey } from "@/lib/discovery/signer";
import { TEST_SECRET, testRecords } from "@/lib/records/testing";
import { drainKeyOf, encodeDrain } from "@/lib/registry/marks";
import { createLog } from "@/server/log/log";
import { createReach } from "@/server/reach/reach";
import { createFakeEtcd, type FakeEtcd } from "@/server/testing/fake-etcd";
import { createGateway, type Gateway } from "./gateway";
import type { GatewayOptions } from "./gateway.types";

const PATIENT = { timeout: 20_000 };
let fake: FakeEtcd;
let etcd: Etcd;
let discovery: Discovery;
let one: TestInstance;
const instances: TestInstance[] = [];
const gateways: Gateway[] = [];
let origin = "";

beforeEach(async () => {
  fake = createFakeEtcd({ clock: systemClock });
  etcd = assembleEtcd({ connect: fake.connect, clock: systemClock, random: Math.random });
  one = await registered("web", "one");
  discovery = discover({ etcd, drainsKey: recordKey(TEST_SECRET, "drains").toString("base64") });
  await discovery.ready();
  origin = await gatewayWith({});
});
afterEach(async () => {
  await Promise.all(gateways.splice(0).map((gateway) => gateway.stop(0)));
  discovery.stop();
  await Promise.all(instances.splice(0).map((instance) => instance.kill()));
  etcd.close();
  fake.stop();
});

async function registered(service: string, name: string): Promise<TestInstance> {
  const instance = await startInstance(name);
  instances.push(instance);
  fake.put(`/services/${service}/eu/${name}`, JSON.stringify({ hostname: "127.0.0.1", port: instance.port }));
  return instance;
}

async function gatewayWith(options: Partial<GatewayOptions>): Promise<string> {
  const offLimits = { check: async () => null };
  const gateway = createGateway({
    source: candidatesFrom(discovery, systemClock.now),
    reach: createReach({ rules: { allow: null, deny: [], loopback: true }, offLimits }),
    policy: "random",
    allowedHosts: [],
    allowedOrigins: [],
    accessLog: null,
    log: createLog("silent"),
    clock: systemClock,
    ...options,
  });
  gateways.push(gateway);
  return `http://127.0.0.1:${await gateway.listen(0, "127.0.0.1")}`;
}

/** What goes over the wire, byte for byte. Resolves to everything that came back when the connection has ended. */
async function raw(bytes: string): Promise<string> {
  const { port } = new URL(origin);
  const socket = connect(Number(port), "127.0.0.1");
  socket.write(bytes);
  let answer = "";
  socket.setEncoding("latin1").on("data", (part) => (answer += part));
  await once(socket, "close");
  return answer;
}

const problem = async (response: Awaited<ReturnType<typeof request>>) => [
  response.statusCode,
  ((await response.body.json()) as { code: string }).code,
];

describe("a request through the gateway", () => {
  it("keeps its method, path, query, headers and body, and so does its answer", async () => {
    one.answer = async (incoming, response) => {
      const body = await text(incoming);
      response.writeHead(201, "Made", { "X-Answer": "yes", "Set-Cookie": ["a=1", "b=2"] });
      response.end(`${incoming.method} ${incoming.url} ${incoming.headers["x-asked"]} ${body}`);
    };
    const response = await request(`${origin}/proxy/web/a/b%2Fc?q=1&q=2`, {
      method: "PUT",
      headers: { "X-Asked": "it" },
      body: "something",
    });
    expect([response.statusCode, response.headers["x-answer"], response.headers["set-cookie"]]).toEqual([
      201,
      "yes",
      ["a=1; Path=/proxy/web/a", "b=2; Path=/proxy/web/a"],
    ]);
    expect(await response.body.text()).toBe("PUT /a/b%2Fc?q=1&q=2 it something");
    expect(await (await request(`${origin}/proxy/web?x=1`)).body.text()).toContain("GET /?x=1");
  });

  it("says where it comes from, believes nobody about it, and keeps to itself what is of one connection", async () => {
    one.answer = (incoming, response) => {
      response.writeHead(200, { Connection: "X-Mine", "X-Mine": "1", "Keep-Alive": "timeout=9" });
      response.end(JSON.stringify(incoming.headers));
    };
    const { host } = new URL(origin);
    const answer = await raw(
      `GET /proxy/web/ HTTP/1.1\r\nHost: ${host}\r\nConnection: close, X-Hop\r\nX-Hop: 1\r\nX-Forwarded-For: 6.6.6.6\r\nForwarded: for=6.6.6.6\r\nTE: trailers\r\nProxy-Authorization: x\r\nX-Request-Id: forged\r\n\r\n`,
    );
    const seen = JSON.parse(/\{.*\}/.exec(answer)?.[0] ?? "{}");
    expect(seen).toMatchObject({
      host: `127.0.0.1:${one.port}`,
      "x-forwarded-for": "127.0.0.1",
      "x-forwarded-host": host,
      "x-forwarded-proto": "http",
      forwarded: `for=127.0.0.1;host="${host}";proto=http`,
      via: "1.1 rollcall",
    });
    for (const name of ["x-hop", "te", "proxy-authorization"]) expect(seen).not.toHaveProperty(name);
    expect(seen["x-request-id"]).not.toBe("forged");
    expect(answer).toContain(`x-request-id: ${seen["x-request-id"]}`);
    expect(answer.toLowerCase()).not.toContain("x-mine");
    expect(answer).not.toContain("timeout=9");
  });

  it("hands no cookie of the console on, in either direction", async () => {
    one.answer = (incoming, response) => {
      response.setHeader("Set-Cookie", ["rollcall_session=stolen", "__Host-rollcall=stolen", "own=1"]);
      response.end(incoming.headers.cookie ?? "none");
    };
    const cookies = "a=1; rollcall_session=secret; __Host-rollcall=secret; b=2";
    const response = await request(`${origin}/proxy/web/`, { headers: { Cookie: cookies } });
    expect(await response.body.text()).toBe("a=1; b=2");
    expect(response.headers["set-cookie"]).toBe("own=1; Path=/proxy/web");
    const alone = await request(`${origin}/proxy/web/`, { headers: { Cookie: "rollcall_session=secret" } });
    expect(await alone.body.text()).toBe("none");
  });

  it("streams bodies in both directions, as they come", async () => {
    one.answer = (incoming, response) => incoming.pipe(response);
    async function* pieces() {
      for (let piece = 0; piece < 200; piece++) yield Buffer.alloc(10_000, piece);
    }
    const response = await request(`${origin}/proxy/web/`, { method: "POST", body: Readable.from(pieces()) });
    expect((await response.body.bytes()).length).toBe(2_000_000);
  });

  it("answers HEAD, 204 and 304 without a body", async () => {
    one.answer = (incoming, response) =>
      response.writeHead(Number(incoming.url?.slice(1) || 200), { "X-A": "1" }).end();
    expect((await request(`${origin}/proxy/web/204`)).statusCode).toBe(204);
    expect((await request(`${origin}/proxy/web/304`)).statusCode).toBe(304);
    one.answer = (_incoming, response) => response.writeHead(200, { "Content-Length": "5" }).end("12345");
    const head = await request(`${origin}/proxy/web/`, { method: "HEAD" });
    expect([head.statusCode, head.headers["content-length"], await head.body.text()]).toEqual([200, "5", ""]);
  });
});

describe("when nobody answers", () => {
  it("tells an unknown service, no instance, a failing and a slow one apart", async () => {
    expect(await problem(await request(`${origin}/proxy/nobody/`))).toEqual([404, "unknown-service"]);
    const impatient = await gatewayWith({ limits: { attemptTimeoutMs: 150 } });
    one.answer = hang;
    expect(await problem(await request(`${impatient}/proxy/web/`))).toEqual([504, "upstream-timeout"]);
    one.answer = (incoming) => incoming.socket.resetAndDestroy();
    expect(await problem(await request(`${origin}/proxy/web/`))).toEqual([502, "upstream-failed"]);
    fake.delete("/services/web/eu/one");
    await expect.poll(() => discovery.current.instances.length, PATIENT).toBe(0);
    const none = await request(`${origin}/proxy/web/`);
    expect([none.statusCode, none.headers["retry-after"]]).toEqual([503, "1"]);
  });

  it("an address that may not be asked is a problem of its own", async () => {
    fake.put("/services/evil/eu/x", '{"hostname":"169.254.169.254","port":80}');
    await expect.poll(async () => (await request(`${origin}/send/evil`)).statusCode, PATIENT).toBe(502);
    expect(await problem(await request(`${origin}/proxy/evil/`))).toEqual([502, "upstream-refused"]);
  });

  it("an answer that breaks off is broken off", async () => {
    one.answer = (incoming, response) => {
      response.writeHead(200, { "Content-Length": "100" });
      response.write("half", () => incoming.socket.resetAndDestroy());
    };
    const response = await request(`${origin}/proxy/web/`);
    await expect(response.body.text()).rejects.toThrow();
  });
});

describe("clients that mean harm", () => {
  const line = (host: string) => `POST /proxy/web/ HTTP/1.1\r\nHost: ${host}\r\nConnection: close\r\n`;

  it.each([
    ["two lengths", "Content-Length: 5\r\nContent-Length: 6\r\n\r\nhello"],
    ["a length and chunks", "Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n"],
    ["an encoding that is not chunked alone", "Transfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n"],
    ["chunked twice", "Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n"],
    ["a space before the colon", "Content-Length : 5\r\n\r\nhello"],
    ["a folded header", "X-A: b\r\n c\r\n\r\n"],
    ["a bare line feed", "X-A: b\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n"],
    ["two hosts", "Host: 127.0.0.1\r\n\r\n"],
  ])("are not handed on: %s", async (_what, rest) => {
    const answer = await raw(line(new URL(origin).host) + rest);
    expect(answer).toMatch(/^HTTP\/1\.1 400 /);
    expect(one.seen).toBe(0);
  });

  it("are refused under a foreign name, from other sites, as proxies of anything, and for tunnels", async () => {
    expect(await raw("GET /proxy/web/ HTTP/1.1\r\nHost: evil.example\r\nConnection: close\r\n\r\n")).toContain(
      "403 Forbidden",
    );
    const cross = await request(`${origin}/proxy/web/`, { headers: { "Sec-Fetch-Site": "cross-site" } });
    expect(await problem(cross)).toEqual([403, "origin-not-allowed"]);
    expect(await raw("GET http://169.254.169.254/ HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n")).toContain(
      "400 Bad",
    );
    expect(await raw("CONNECT 10.0.0.1:22 HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n")).toContain("501 Not Implemented");
    expect(
      await raw("GET /proxy/web/ HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n"),
    ).toContain("upgrade-not-supported");
    expect(one.seen).toBe(0);
  });

  it("are answered over HTTP/1.1 where they offer HTTP/2, as curl --http2 and Java's HttpClient do", async () => {
    one.answer = (incoming, response) => {
      let body = "";
      incoming.on("data", (part) => {
        body += part;
      });
      incoming.on("end", () =>
        response.end(`got ${body} with ${incoming.headers.upgrade} ${incoming.headers["http2-settings"]}`),
      );
    };
    const { host } = new URL(origin);
    const offer = `Host: ${host}\r\nConnection: Upgrade, close, HTTP2-Settings\r\nUpgrade: h2c\r\nHTTP2-Settings: AAMA\r\n`;
    const answer = await raw(`POST /proxy/web/ HTTP/1.1\r\n${offer}Content-Length: 5\r\n\r\nhello`);
    expect(answer).toContain("200 OK");
    expect(answer).toContain("got hello with undefined undefined");
    expect(await raw(`GET /healthz HTTP/1.1\r\n${offer}\r\n`)).toContain("200 OK");
  });

  it("may name the gateway in the request line, as clients of a proxy do", async () => {
    const { host } = new URL(origin);
    const get = (target: string) => raw(`GET ${target} HTTP/1.1\r\nHost: ${host}\r\nConnection: close\r\n\r\n`);
    expect(await get(`http://${host}/healthz`)).toContain("200 OK");
    // It counts instead of the Host header (RFC 9112 3.2.2) and is judged as one, as at the console.
    expect(await get("http://localhost/healthz")).toContain("200 OK");
    expect(await get("http://127.0.0.1:1/healthz")).toContain("200 OK");
    expect(await get("http://evil.example/healthz")).toContain("403 Forbidden");
    expect(await get("http://10.0.0.1/healthz")).toContain("400 Bad");
    const foreign = `GET http://${host}/healthz HTTP/1.1\r\nHost: evil.example\r\nConnection: close\r\n\r\n`;
    expect(await raw(foreign)).toContain("200 OK");
  });

  it("cannot send more than is allowed, announced or not", async () => {
    const small = await gatewayWith({ limits: { bodyBytes: 1_000 } });
    const announced = await request(`${small}/proxy/web/`, { method: "POST", body: Buffer.alloc(1_001) });
    expect(await problem(announced)).toEqual([413, "body-too-large"]);
    one.answer = (incoming, response) => incoming.resume().on("end", () => response.end("took it"));
    async function* endless() {
      for (;;) yield Buffer.alloc(500);
    }
    const streamed = await request(`${small}/proxy/web/`, { method: "POST", body: Readable.from(endless()) }).then(
      problem,
      () => "cut",
    );
    expect(["cut", "413,body-too-large"]).toContain(String(streamed));
    const { statusCode } = await request(`${small}/proxy/web/`, { method: "POST", body: Buffer.alloc(1_000) });
    expect(statusCode).toBe(200);
  });

  it("who never end their headers, or their body, are shown out, and serve nobody as a way in", async () => {
    const limits = { headersMs: 300, requestMs: 600 };
    origin = await gatewayWith({ limits });
    const { host } = new URL(origin);
    const slow = Array.from({ length: 50 }, () => raw(`GET /proxy/web/ HTTP/1.1\r\nHost: ${host}\r\nX-Slow: `));
    const stuck = raw(`POST /proxy/web/ HTTP/1.1\r\nHost: ${host}\r\nContent-Length: 5\r\n\r\nhe`);
    expect(await (await request(`${origin}/proxy/web/`)).body.text()).toBe("one");
    for (const answer of await Promise.all(slow)) expect(answer).toContain("408 Request Timeout");
    expect(await stuck).toContain("408 Request Timeout");
    expect(one.seen).toBe(1);
    await expect.poll(() => gateways.at(-1)?.traffic()[0]?.running, PATIENT).toBe(0);
  });

  // Their time counted as the instance's: five slow uploads had an instance that was well left alone.
  it("who send slowly, or break off, do no harm to the instance's name", async () => {
    const two = await registered("web", "two");
    await expect.poll(() => discovery.current.instances.length, PATIENT).toBe(2);
    const ejected: unknown[] = [];
    const heldBodyBytes = 0;
    origin = await gatewayWith({
      limits: { attemptTimeoutMs: 150, heldBodyBytes },
      onDecision: ({ kind }) => void (kind === "ejected" && ejected.push(kind)),
    });
    one.answer = two.answer = async (incoming, response) => {
      const received = await text(incoming).catch(() => null);
      response.end(`${received?.length}`);
    };
    async function* slowly() {
      for (let part = 0; part < 10; part++) {
        yield Buffer.alloc(10);
        await new Promise((resolve) => setTimeout(resolve, 50));
      }
    }
    const upload = () => request(`${origin}/proxy/web/`, { method: "POST", body: Readable.from(slowly()) });
    const answers = await Promise.all(Array.from({ length: 12 }, async () => (await upload()).body.text()));
    expect(new Set(answers)).toEqual(new Set(["100"]));

    const { host, port } = new URL(origin);
    const seen = one.seen + two.seen;
    for (let time = 0; time < 12; time++) {
      const socket = connect(Number(port), "127.0.0.1");
      socket.write(`POST /proxy/web/ HTTP/1.1\r\nHost: ${host}\r\nContent-Length: 1000\r\n\r\nhalf`);
      await expect.poll(() => one.seen + two.seen, PATIENT).toBe(seen + time + 1);
      socket.resetAndDestroy();
    }
    await expect.poll(() => gateways.at(-1)?.traffic()[0]?.running, PATIENT).toBe(0);
    expect(ejected).toEqual([]);
  });

  it("with more headers than may be are told so", async () => {
    const { host } = new URL(origin);
    const answer = await raw(`GET /proxy/web/ HTTP/1.1\r\nHost: ${host}\r\nX-Long: ${"x".repeat(20_000)}\r\n\r\n`);
    expect(answer).toContain("431 Request Header Fields Too Large");
    expect(one.seen).toBe(0);
  });

  it("who go away take their request with them", async () => {
    let gone = 0;
    one.answer = (_incoming, response) => response.on("close", () => gone++);
    const stop = new AbortController();
    const call = request(`${origin}/proxy/web/`, { signal: stop.signal });
    await expect.poll(() => one.seen, PATIENT).toBe(1);
    stop.abort();
    await expect(call).rejects.toThrow();
    await expect.poll(() => gone, PATIENT).toBe(1);
    expect(gateways[0]?.traffic()[0]?.running).toBe(0);
  });

  it("who read nothing hold up nobody else, and no more than a little of what they asked for", async () => {
    let written = 0;
    one.answer = (incoming, response) => {
      if (incoming.url === "/quick") return response.end("quick");
      const piece = Buffer.alloc(64 * 1024);
      const more = () => {
        while (written < 64 * 1024 * 1024 && response.write(piece)) written += piece.length;
        response.once("drain", more);
      };
      return more();
    };
    const { body } = await request(`${origin}/proxy/web/endless`);
    expect(await (await request(`${origin}/proxy/web/quick`)).body.text()).toBe("quick");
    await expect
      .poll(async () => {
        const before = written;
        await new Promise((resolve) => setTimeout(resolve, 300));
        return written - before;
      }, PATIENT)
      .toBe(0);
    expect(written).toBeLessThan(32 * 1024 * 1024);
    body.destroy();
    body.on("error", () => {});
  });
});

describe("beside the proxy", () => {
  it("/send tells whom it asked, how often, how long it took and what came back", async () => {
    const response = await request(`${origin}/send/web`);
    expect(await response.body.json()).toMatchObject({
      service: "web",
      instance: "/services/web/eu/one",
      endpoint: `http://127.0.0.1:${one.port}`,
      attempts: 1,
      status: 200,
      body: "one",
      failure: null,
      stale: false,
      revision: fake.revision,
    });
    one.answer = (incoming) => incoming.socket.resetAndDestroy();
    const failed = await request(`${origin}/send/web`);
    expect([failed.statusCode, await failed.body.json()]).toMatchObject([
      502,
      { failure: { code: "reset" }, attempts: 1 },
    ]);
    expect(await problem(await request(`${origin}/send/nobody`))).toEqual([404, "unknown-service"]);
    expect(await problem(await request(`${origin}/send/web`, { method: "POST" }))).toEqual([405, "method-not-allowed"]);
  });

  it("/ asks every instance of every service", async () => {
    const two = await registered("web", "two");
    const api = await registered("api", "only");
    await expect.poll(() => discovery.current.instances.length, PATIENT).toBe(3);
    two.answer = status(500, "broken");
    await api.kill();
    const { results } = (await (await request(`${origin}/`)).body.json()) as { results: Record<string, unknown>[] };
    expect(results).toMatchObject([
      { service: "api", instance: "/services/api/eu/only", status: null, failure: { code: "connect" } },
      { service: "web", instance: "/services/web/eu/one", status: 200, body: "one", failure: null },
      { service: "web", instance: "/services/web/eu/two", status: 500, body: "broken", failure: null },
    ]);
  });

  // Each request to everybody was as many requests as there are instances.
  it("/ asks everybody once, however many want to know at the same time", async () => {
    const ask = (last: string) => `GET / HTTP/1.1\r\nHost: 127.0.0.1\r\n${last}\r\n`;
    // On one connection, so that all of them are there at once.
    const answers = await raw(ask("").repeat(19) + ask("Connection: close\r\n"));
    expect(answers.match(/"results":\[\{"service":"web"/g)).toHaveLength(20);
    expect(one.seen).toBe(1);
  });

  it("more than may be under way are turned away, by whatever way they come", async () => {
    origin = await gatewayWith({ limits: { requests: 1 } });
    let finish = () => {};
    one.answer = (_incoming, response) => (finish = () => response.end("done"));
    const first = request(`${origin}/proxy/web/`);
    await expect.poll(() => one.seen, PATIENT).toBe(1);
    for (const path of ["/proxy/web/", "/send/web"]) {
      const turnedAway = await request(origin + path);
      expect(turnedAway.headers["retry-after"]).toBe("1");
      expect(await problem(turnedAway)).toEqual([503, "overloaded"]);
    }
    finish();
    expect(await (await first).body.text()).toBe("done");
  });

  it("/metrics and the traffic count what went through", async () => {
    for (let time = 0; time < 3; time++) await (await request(`${origin}/proxy/web/`)).body.dump();
    one.answer = status(404);
    await (await request(`${origin}/proxy/web/`)).body.dump();
    await expect
      .poll(() => gateways[0]?.traffic(), PATIENT)
      .toMatchObject([{ service: "web", requests: 4, byClass: [0, 0, 3, 0, 1, 0], running: 0 }]);
    const metrics = await (await request(`${origin}/metrics`)).body.text();
    expect(metrics).toContain('rollcall_gateway_requests_total{service="web",class="2"} 3');
    expect(metrics).toContain('rollcall_gateway_requests_total{service="web",class="4"} 1');
  });
});

it("who drains gets nothing more, and comes back at the drain's own time", async () => {
  const two = await registered("web", "two");
  await expect.poll(() => discovery.current.instances.length, PATIENT).toBe(2);
  const drained = (until: number | null) => {
    const drain = { until, reason: "", actor: "x", at: 0, createRevision: "1" };
    const record = encodeDrain("/services/web/eu/one", drain, testRecords());
    fake.put(drainKeyOf("/services/web/eu/one"), new TextDecoder().decode(record));
  };
  drained(null);
  await expect.poll(() => discovery.current.draining.size, PATIENT).toBe(1);
  const before = one.seen;
  for (let time = 0; time < 20; time++) await (await request(`${origin}/proxy/web/`)).body.dump();
  expect([one.seen, two.seen]).toEqual([before, 20]);
  // Only now is its end set: however long the calls before took, none of them came after it.
  drained(Date.now() + 500);
  await expect
    .poll(async () => {
      await (await request(`${origin}/proxy/web/`)).body.dump();
      return one.seen > before;
    }, PATIENT)
    .toBe(true);
});

it("stops without cutting what is under way", async () => {
  let finish = (): void => {};
  one.answer = (_incoming, response) => {
    finish = () => response.end("done");
  };
  const call = request(`${origin}/proxy/web/`);
  await expect.poll(() => one.seen, PATIENT).toBe(1);
  const [gateway] = gateways;
  const stopped = gateway?.stop(20_000);
  finish();
  expect(await (await call).body.text()).toBe("done");
  // Its connection is kept open by the client, and closed by us: nobody waits for the grace to end.
  const startedAt = performance.now();
  await stopped;
  expect(performance.now() - startedAt).toBeLessThan(10_000);
  await expect(request(`${origin}/proxy/web/`)).rejects.toThrow();
});
