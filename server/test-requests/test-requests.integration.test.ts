import { createServer as createHttp, type RequestListener, type Server } from "node:http";
import { createServer as createSecure } from "node:https";
import { type AddressInfo, createServer as createTcp } from "node:net";
import { Server as GrpcServer, ServerCredentials } from "@grpc/grpc-js";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { type AttemptLine, type TestLine, type TestRequestsInput, testLineSchema } from "@/lib/api/test-requests";
import { trafficAnswerSchema } from "@/lib/api/traffic";
import { type App, createApp } from "@/server/app";
import { readConfig } from "@/server/config/config";
import { createLog } from "@/server/log/log";
import { createTestCertificates } from "@/server/testing/certificates";
import { startEtcd, type TestEtcd } from "@/server/testing/etcd-process";

/** The whole console but its pages, over a real etcd and real servers. */
let etcd: TestEtcd;
let app: App;
let base: string;
const closers: (() => void)[] = [];

beforeAll(async () => {
  etcd = await startEtcd();
  const config = readConfig({
    ETCD_ENDPOINTS: etcd.endpoints.join(","),
    PORT: "0",
    ROLLCALL_REACH_ALLOW: "127.0.0.0/8",
    ROLLCALL_TEST_METHODS: "POST",
  });
  app = createApp({
    config,
    version: "0.0.0",
    log: createLog("silent"),
    pages: async (_request, response) => void response.end(),
    hotReload: null,
  });
  base = `http://127.0.0.1:${await app.listen()}/api/v1`;
  app.follow({ endpoints: etcd.endpoints });
  await until(() => app.registry.view() !== null);
});
afterEach(() => {
  for (const close of closers.splice(0)) close();
});
afterAll(async () => {
  await app?.stop();
  await etcd?.cleanup();
});

async function until(what: () => boolean): Promise<void> {
  const giveUpAt = performance.now() + 60_000;
  while (!what()) {
    if (performance.now() > giveUpAt) throw new Error("It did not come about within 60 s");
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

async function listen(server: Server | ReturnType<typeof createTcp>): Promise<number> {
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  closers.push(() => {
    if ("closeAllConnections" in server) server.closeAllConnections();
    server.close();
  });
  return (server.address() as AddressInfo).port;
}

const hello: RequestListener = (_request, response) => void response.end("hello");
const serve = (listener: RequestListener = hello) => listen(createHttp(listener));

/** Registers, and waits until the console knows. */
async function registered(service: string, ports: Record<string, number>, lease?: string): Promise<void> {
  for (const [name, port] of Object.entries(ports))
    await etcd.etcdctl([
      "put",
      ...(lease ? [`--lease=${lease}`] : []),
      idOf(service, name),
      JSON.stringify({ hostname: "127.0.0.1", port }),
    ]);
  await until(() => Object.keys(ports).every((name) => app.registry.view()?.instances.has(idOf(service, name))));
}
const idOf = (service: string, name: string) => `/services/${service}/eu/${name}`;

const post = (body: object, signal: AbortSignal | null = null, path = "/test-requests") =>
  fetch(`${base}${path}`, {
    method: "POST",
    headers: { "content-type": "application/json", origin: new URL(base).origin },
    body: JSON.stringify(body),
    signal,
  });

/** Every line of a run; told to `onLine` as it comes. */
async function run(
  wanted: TestRequestsInput,
  onLine: (line: TestLine) => void = () => {},
  signal: AbortSignal | null = null,
): Promise<TestLine[]> {
  const response = await post(wanted, signal);
  if (!response.body) throw new Error("no body");
  if (response.status !== 200) throw new Error(await response.text());
  expect(response.headers.get("content-type")).toContain("application/x-ndjson");
  const lines: TestLine[] = [];
  let text = "";
  for await (const part of response.body.pipeThrough(new TextDecoderStream())) {
    text += part;
    const whole = text.split("\n");
    text = whole.pop() ?? "";
    for (const one of whole) {
      const line = testLineSchema.parse(JSON.parse(one));
      lines.push(line);
      onLine(line);
    }
  }
  return lines;
}

const attemptsOf = (lines: TestLine[]): AttemptLine[] => lines.filter((line) => line.kind === "attempt");
function summaryOf(lines: TestLine[]) {
  const last = lines.at(-1);
  if (last?.kind !== "summary") throw new Error("the run has no summary");
  return last;
}

describe("a run", () => {
  it("sends to everybody as the policy says, tells each attempt and sums them up", async () => {
    await registered("even", { a: await serve(), b: await serve(), c: await serve() });
    const lines = await run({
      ...{ service: "even", policy: "round-robin", against: ["random"], count: 30, seed: 5 },
      // Nobody fails here, however busy the machine is.
      timeoutMs: 20_000,
    });
    expect(lines[0]).toMatchObject({ kind: "start", policies: ["round-robin", "random"], seed: 5, count: 30 });
    const summary = summaryOf(lines);
    expect(summary.lanes[0]?.instances.map(({ picked, expected }) => [picked, expected])).toEqual([
      [10, 10],
      [10, 10],
      [10, 10],
    ]);
    expect(summary.lanes.map(({ answered, failed, statuses }) => [answered, failed, statuses])).toEqual([
      [30, 0, { 200: 30 }],
      [30, 0, { 200: 30 }],
    ]);
    expect(attemptsOf(lines).filter(({ shown }) => shown === "hello")).toHaveLength(6);
    const { traffic } = trafficAnswerSchema.parse(await (await fetch(`${base}/traffic`)).json());
    const seen = traffic.filter(({ service }) => service === "even");
    expect(seen.map(({ instance }) => instance).sort()).toEqual(["a", "b", "c"].map((name) => idOf("even", name)));
    expect(seen.every(({ way, caller, failed }) => way === "test-requests" && caller === null && failed === 0)).toBe(
      true,
    );
    expect(seen.reduce((sum, { answered }) => sum + answered, 0)).toBe(60);
  });

  it("chooses the same way again for the same seed", async () => {
    await registered("again", { a: await serve(), b: await serve(), c: await serve() });
    const order = async () =>
      attemptsOf(await run({ service: "again", count: 20, concurrency: 1, seed: 9 })).map(({ instance }) => instance);
    expect(await order()).toEqual(await order());
  });

  it("tells why attempts fail, and retries on another instance", async () => {
    const closed = createTcp();
    const nobody = await listen(closed);
    closed.close();
    await registered("broken", {
      fine: await serve(),
      error: await serve((_request, response) => void response.writeHead(500).end("no")),
      hung: await serve(() => {}),
      nobody,
      rude: await listen(createTcp((socket) => void socket.on("data", () => socket.destroy()))),
      babble: await listen(createTcp((socket) => void socket.on("data", () => socket.end("hello?\r\n\r\n")))),
    });
    const wanted = { service: "broken", policy: "round-robin", count: 12, timeoutMs: 300, ejection: false } as const;
    const causes = new Map<string, string | null>();
    for (const { instance, cause } of attemptsOf(await run({ ...wanted, retries: 0 })))
      causes.set(instance?.split("/").at(-1) ?? "", cause);
    expect(Object.fromEntries(causes)).toEqual({
      fine: null,
      error: "status",
      hung: "timed-out",
      nobody: "refused",
      rude: "reset",
      babble: "protocol",
    });
    const retried = attemptsOf(await run({ ...wanted, retries: 3 }));
    expect(retried.filter(({ attempt }) => attempt > 1).length).toBeGreaterThan(0);
    for (const one of retried.filter((line) => line.retried)) {
      const next = retried.find(({ request, attempt }) => request === one.request && attempt === one.attempt + 1);
      expect(next?.instance).not.toBe(one.instance);
    }
  });

  it("leaves out whoever keeps failing, and says so", async () => {
    await registered("failing", {
      a: await serve(),
      b: await serve((_request, response) => void response.writeHead(503).end()),
      c: await serve(),
    });
    const lines = await run({ service: "failing", policy: "round-robin", count: 60, concurrency: 1, retries: 1 });
    const ejected = lines.find((line) => line.kind === "change" && line.what === "ejected");
    expect(ejected).toMatchObject({ instance: idOf("failing", "b"), lane: 0 });
    const summary = summaryOf(lines).lanes[0];
    expect([summary?.answered, summary?.ejections]).toEqual([60, 1]);
    expect(summary?.causes.status).toBeLessThan(10);
  });

  it("follows the registry: a lease that runs out in mid-run is on the timeline, and its instance gets nothing more", async () => {
    const lease = (await etcd.etcdctl(["lease", "grant", "2"])).split(" ")[1] ?? "";
    await registered("mortal", { stays: await serve() });
    await registered("mortal", { dies: await serve() }, lease);
    const stop = new AbortController();
    const seen: TestLine[] = [];
    const dies = idOf("mortal", "dies");
    const removed = (line: TestLine) => line.kind === "change" && line.what === "removed" && line.instance === dies;
    await run(
      { service: "mortal", policy: "round-robin", count: 10_000, perSecond: 100 },
      (line) => {
        seen.push(line);
        // Told at first as not known yet, then with the cause.
        if (line.kind === "change" && removed(line) && line.cause === "expired") stop.abort();
      },
      stop.signal,
    ).catch(() => {});
    const at = seen.findIndex(removed);
    expect(at).toBeGreaterThan(0);
    const before = attemptsOf(seen.slice(0, at));
    expect(before.some(({ instance }) => instance === dies)).toBe(true);
    const goneAt = seen[at];
    if (goneAt?.kind !== "change") throw new Error("not a change");
    for (const { instance, atMs } of attemptsOf(seen)) if (atMs > goneAt.atMs) expect(instance).not.toBe(dies);
    const last = seen.filter((line) => line.kind === "rotation").at(-1);
    expect(last?.kind === "rotation" && last.members.map(({ instance }) => instance)).toEqual(["stays"]);
  });

  it("ends when the request is closed, and lets the next one begin", async () => {
    let asked = 0;
    await registered("stopped", {
      a: await serve((_request, response) => {
        asked += 1;
        response.end();
      }),
    });
    const stop = new AbortController();
    const wanted = { service: "stopped", count: 10_000, perSecond: 50 };
    await run(wanted, (line) => line.kind === "attempt" && stop.abort(), stop.signal).catch(() => {});
    await run({ service: "stopped", count: 1 });
    const askedThen = asked;
    await run({ service: "stopped", count: 5, perSecond: 10 });
    expect(asked).toBe(askedThen + 5);
  });

  it("is one at a time for each client", async () => {
    await registered("busy", { a: await serve() });
    const stop = new AbortController();
    const first = run({ service: "busy", count: 10_000, perSecond: 20 }, () => {}, stop.signal).catch(() => {});
    const second = await post({ service: "busy" });
    expect([second.status, second.headers.get("retry-after")]).toEqual([429, "1"]);
    stop.abort();
    await first;
  });
});

describe("what it is careful about", () => {
  it("follows no redirect and reads only the beginning of what it gets", async () => {
    let followed = 0;
    const elsewhere = await serve((_request, response) => {
      followed += 1;
      response.end();
    });
    await registered("odd", {
      redirect: await serve(
        (_request, response) => void response.writeHead(302, { location: `http://127.0.0.1:${elsewhere}/` }).end(),
      ),
      endless: await serve((_request, response) => {
        const more = () => {
          while (response.write("<script>".repeat(1_000)));
        };
        response.on("drain", more);
        more();
      }),
    });
    const lines = attemptsOf(await run({ service: "odd", policy: "round-robin", count: 2, retries: 0 }));
    const of = (name: string) => lines.find(({ instance }) => instance === idOf("odd", name));
    expect(of("redirect")).toMatchObject({ outcome: "answered", status: 302 });
    expect(of("endless")?.bytes).toBeLessThan(200_000);
    expect(of("endless")?.shown).toHaveLength(2_000);
    expect(followed).toBe(0);
  });

  it("asks neither etcd nor metadata services nor itself, whatever registers", async () => {
    const [endpoint = ""] = etcd.endpoints;
    await registered("evil", { etcd: Number(new URL(endpoint).port), self: Number(new URL(base).port) });
    await etcd.etcdctl(["put", idOf("evil", "metadata"), '{"hostname":"169.254.169.254","port":80}']);
    await until(() => app.registry.view()?.instances.has(idOf("evil", "metadata")) === true);
    for (const protocol of ["http", "tcp", "grpc"] as const) {
      const lines = attemptsOf(await run({ service: "evil", policy: "round-robin", count: 3, protocol, retries: 0 }));
      expect(lines.map(({ cause }) => cause)).toEqual(["not-allowed", "not-allowed", "not-allowed"]);
    }
  });

  it("sends other methods only where they are configured, and names every mistake at once", async () => {
    const bodies: string[] = [];
    await registered("posted", {
      a: await serve((request, response) => {
        request.setEncoding("utf8").on("data", (part) => bodies.push(part));
        request.on("end", () => response.end());
      }),
    });
    await run({ service: "posted", method: "POST", body: "one", count: 1, headers: { "x-test": "1" } });
    expect(bodies).toEqual(["one"]);
    expect((await post({ service: "posted", method: "DELETE" })).status).toBe(400);
    const wrong = await post({
      service: "posted",
      policy: "magic",
      count: 10_001,
      path: "http://elsewhere/",
      headers: { "transfer-encoding": "chunked", "x-split": "a\r\nb" },
    });
    const { fields } = (await wrong.json()) as { fields: { field: string }[] };
    expect(fields.map(({ field }) => field).sort()).toEqual([
      "/count",
      "/headers/transfer-encoding",
      "/headers/x-split",
      "/path",
      "/policy",
    ]);
    expect((await post({ service: "nobody knows it" })).status).toBe(404);
  });
});

describe("answers that are hard to read", () => {
  it("without a body count as answers at once, and what is no HTTP is told in words", async () => {
    const bytes: Record<string, string> = {
      a: "HTTP/1.1 304 N\r\nContent-Length: 5\r\n\r\n",
      b: "HTTP/1.1 204 N\r\nTransfer-Encoding: chunked\r\n\r\n",
      c: "SSH-2.0-x\r\n",
      d: "HTTP/1.1 100 Continue\r\n\r\n",
      e: "HTTP/1.1 099 Low\r\nContent-Length: 0\r\n\r\n",
    };
    const ports: Record<string, number> = {};
    for (const [name, answer] of Object.entries(bytes))
      ports[name] = await listen(
        createTcp((socket) => void socket.on("error", () => {}).once("data", () => socket.write(answer))),
      );
    await registered("hard", ports);
    const lines = attemptsOf(
      await run({ service: "hard", policy: "round-robin", count: 5, retries: 0, timeoutMs: 30_000 }),
    );
    const told = Object.fromEntries(lines.map((line) => [line.instance?.split("/").at(-1), line]));
    expect([told.a, told.b]).toMatchObject([
      { outcome: "answered", status: 304 },
      { outcome: "answered", status: 204 },
    ]);
    for (const line of [told.c, told.e])
      expect(line).toMatchObject({
        cause: "protocol",
        message: expect.stringMatching(/ answers, but not with HTTP\/1\.1/),
      });
    expect(told.d).toMatchObject({
      cause: "protocol",
      message: expect.stringMatching(/a status that nobody asked for/),
    });
  });

  it("from nobody, where none registered the protocol: the failure names what they have", async () => {
    await etcd.etcdctl(["put", idOf("mute", "a"), JSON.stringify({ hostname: "127.0.0.1", port: 9, protocol: "UDP" })]);
    await expect.poll(() => app.registry.view()?.instances.has(idOf("mute", "a"))).toBe(true);
    const [line] = attemptsOf(await run({ service: "mute", count: 1, retries: 0 }));
    expect(line).toMatchObject({
      cause: "no-endpoint",
      message: "It registered no address where http is spoken: registered is udp.",
    });
  });
});

describe("other protocols", () => {
  it("connects over TCP and sends nothing", async () => {
    const received: Buffer[] = [];
    const open = await listen(createTcp((socket) => void socket.on("data", (data) => received.push(data))));
    const closed = createTcp();
    const shut = await listen(closed);
    closed.close();
    await registered("plain", { open, shut });
    const lines = attemptsOf(
      await run({ service: "plain", policy: "round-robin", count: 2, protocol: "tcp", retries: 0 }),
    );
    expect(lines.map(({ status, cause }) => [status, cause])).toEqual([
      ["connected", null],
      [null, "refused"],
    ]);
    expect(received).toEqual([]);
  });

  it("believes no certificate that nobody vouches for, and tells it from no TLS at all", async () => {
    const { server } = await createTestCertificates();
    const secure = createSecure({ cert: server.certificate, key: server.privateKey }, hello);
    const tls = await listen(secure);
    await registered("secure", { plain: await serve(), unknown: tls });
    const lines = attemptsOf(
      await run({ service: "secure", policy: "round-robin", count: 2, protocol: "https", retries: 0 }),
    );
    const told = Object.fromEntries(lines.map((line) => [line.instance?.split("/").at(-1), line]));
    expect(told.plain).toMatchObject({ cause: "tls", message: expect.stringMatching(/ does not speak TLS$/) });
    expect(told.unknown).toMatchObject({
      cause: "tls",
      message: expect.stringContaining(`127.0.0.1:${tls} cannot be spoken to over TLS`),
    });
  });

  it("asks gRPC's health service", async () => {
    const grpc = async (status: number | null) => {
      const server = new GrpcServer();
      if (status !== null)
        server.addService(
          {
            Check: {
              path: "/grpc.health.v1.Health/Check",
              requestStream: false,
              responseStream: false,
              requestSerialize: (value: Buffer) => value,
              requestDeserialize: (value: Buffer) => value,
              responseSerialize: (value: Buffer) => value,
              responseDeserialize: (value: Buffer) => value,
            },
          },
          {
            Check: (_call: unknown, callback: (error: null, value: Buffer) => void) =>
              callback(null, Buffer.from([8, status])),
          },
        );
      closers.push(() => server.forceShutdown());
      return new Promise<number>((resolve, reject) =>
        server.bindAsync("127.0.0.1:0", ServerCredentials.createInsecure(), (error, port) =>
          error ? reject(error) : resolve(port),
        ),
      );
    };
    const closed = createTcp();
    const shut = await listen(closed);
    closed.close();
    await registered("calls", {
      a: await grpc(1),
      b: await grpc(2),
      c: await grpc(null),
      d: shut,
      e: await serve(),
    });
    const lines = attemptsOf(
      await run({ service: "calls", policy: "round-robin", count: 5, protocol: "grpc", retries: 0, timeoutMs: 3_000 }),
    ).sort((one, other) => one.request - other.request);
    expect(lines.map(({ status, cause }) => [status, cause])).toEqual([
      ["SERVING", null],
      ["NOT_SERVING", "not-serving"],
      ["UNIMPLEMENTED", "protocol"],
      ["UNAVAILABLE", "refused"],
      ["UNAVAILABLE", expect.stringMatching(/protocol|reset/)],
    ]);
  });
});

describe("picks", () => {
  it("says who would be next, without asking anybody", async () => {
    let asked = 0;
    const count: RequestListener = (_request, response) => {
      asked += 1;
      response.end();
    };
    await registered("next", { a: await serve(count), b: await serve(count) });
    const picks = async (policy: string) => {
      const answer = await post({ service: "next", policy, count: 100, seed: 1 }, null, "/picks");
      return (await answer.json()) as { next: string[]; members: { picked: number; share: number }[] };
    };
    const { next, members } = await picks("round-robin");
    expect(next.slice(0, 3)).toEqual([idOf("next", "a"), idOf("next", "b"), idOf("next", "a")]);
    expect(members.map(({ picked, share }) => [picked, share])).toEqual([
      [50, 0.5],
      [50, 0.5],
    ]);
    for (const policy of ["random", "weighted-round-robin", "least-requests", "rendezvous"])
      expect((await picks(policy)).members.reduce((sum, { picked }) => sum + picked, 0)).toBe(100);
    expect(asked).toBe(0);
  });
});
