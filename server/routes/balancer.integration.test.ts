import { createServer } from "node:http";
import { type AddressInfo, connect } from "node:net";
import { request } from "undici";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { MOST_PICKS, picksAnswerSchema, policiesAnswerSchema } from "@/lib/api/policies";
import { problemSchema } from "@/lib/api/problem";
import { testLineSchema } from "@/lib/api/test-requests";
import { POLICY_IDS } from "@/lib/balancer/policies";
import { type App, createApp } from "@/server/app";
import { readConfig } from "@/server/config/config";
import { createLog } from "@/server/log/log";
import { startEtcd, type TestEtcd } from "@/server/testing/etcd-process";

/** The routes of balancing, asked by people who know how and by people who mean harm. Nobody else may be asked by that. */
let etcd: TestEtcd;
let app: App;
let origin = "";
let asked = 0;
const instance = createServer((_request, response) => {
  asked += 1;
  response.end("hello");
});

beforeAll(async () => {
  etcd = await startEtcd();
  await new Promise<void>((resolve) => instance.listen(0, "127.0.0.1", resolve));
  const { port } = instance.address() as AddressInfo;
  app = createApp({
    config: readConfig({
      ETCD_ENDPOINTS: etcd.endpoints.join(","),
      PORT: "0",
      ROLLCALL_GATEWAY_PORT: "off",
      ROLLCALL_REACH_ALLOW: "127.0.0.0/8",
    }),
    version: "0.0.0",
    log: createLog("silent"),
    pages: async (_request, response) => void response.end(),
    hotReload: null,
  });
  origin = `http://127.0.0.1:${await app.listen()}`;
  app.follow({ endpoints: etcd.endpoints });
  for (const name of ["a", "b"])
    await etcd.etcdctl(["put", `/services/web/eu/${name}`, JSON.stringify({ hostname: "127.0.0.1", port })]);
  await vi.waitUntil(() => app.registry.view()?.instances.size === 2, { timeout: 30_000 });
});
afterAll(async () => {
  instance.closeAllConnections();
  instance.close();
  await app?.stop();
  await etcd?.cleanup();
});

const post = (path: string, body: unknown, headers: Record<string, string> = {}) =>
  request(`${origin}/api/v1${path}`, {
    method: "POST",
    headers: { "content-type": "application/json", origin, ...headers },
    body: typeof body === "string" ? body : JSON.stringify(body),
  });

async function problemOf(response: Awaited<ReturnType<typeof post>>) {
  expect(response.headers["content-type"]).toContain("application/problem+json");
  const problem = problemSchema.parse(await response.body.json());
  expect(problem.status).toBe(response.statusCode);
  return problem;
}

it("policies are told with what test requests may do here", async () => {
  const { body } = await request(`${origin}/api/v1/policies`);
  const { policies, testRequests } = policiesAnswerSchema.parse(await body.json());
  expect(policies.map(({ id }) => id)).toEqual(POLICY_IDS);
  expect(testRequests.methods).toEqual(["GET", "HEAD"]);
});

it.each(POLICY_IDS)("picks by %s are the same for the same seed, and nobody is asked", async (policy) => {
  const picks = async () =>
    picksAnswerSchema.parse(await (await post("/picks", { service: "web", policy, count: 50, seed: 3 })).body.json());
  const [one, other] = [await picks(), await picks()];
  expect(one.next).toEqual(other.next);
  expect(one.members.reduce((sum, { picked }) => sum + picked, 0)).toBe(50);
  expect(one.members.reduce((sum, { share }) => sum + share, 0)).toBeCloseTo(1);
  expect(asked).toBe(0);
});

it("a run of requests is told line by line, each of them as its schema says", async () => {
  const response = await post("/test-requests", { service: "web", count: 4, against: ["rendezvous"] });
  const lines = (await response.body.text()).trim().split("\n");
  const kinds = lines.map((line) => testLineSchema.parse(JSON.parse(line)).kind);
  expect([kinds[0], kinds.at(-1), kinds.filter((kind) => kind === "attempt").length]).toEqual(["start", "summary", 8]);
  expect(asked).toBe(8);
  asked = 0;
});

describe("what is refused", () => {
  const LONG = "x".repeat(5_000);
  /** Both routes take these fields, and neither takes these values. */
  const both: [string, object, string][] = [
    ["no service", {}, "/service"],
    ["a service that is a list", { service: ["web"] }, "/service"],
    ["an empty service", { service: "" }, "/service"],
    ["a service without end", { service: LONG }, "/service"],
    ["an unknown policy", { service: "web", policy: "constructor" }, "/policy"],
    ["no requests", { service: "web", count: 0 }, "/count"],
    ["less than none", { service: "web", count: -1 }, "/count"],
    ["half a request", { service: "web", count: 1.5 }, "/count"],
    ["a count that is a text", { service: "web", count: "100" }, "/count"],
    ["more than may be", { service: "web", count: MOST_PICKS + 1 }, "/count"],
    ["nobody at once", { service: "web", concurrency: 0 }, "/concurrency"],
    ["too many at once", { service: "web", concurrency: 1_001 }, "/concurrency"],
    ["a seed beyond 32 bits", { service: "web", seed: 2 ** 32 }, "/seed"],
    ["a key without end", { service: "web", key: LONG }, "/key"],
    ["a datacenter without end", { service: "web", datacenter: LONG }, "/datacenter"],
    ["a start as slow as a day", { service: "web", slowStartSeconds: 86_400 }, "/slowStartSeconds"],
  ];
  /** Only test requests have these. */
  const sending: [string, object, string][] = [
    ["more policies than lanes", { against: Array(5).fill("random") }, "/against"],
    ["a pace of nothing", { perSecond: 0 }, "/perSecond"],
    ["a pace beyond what may be", { perSecond: 1_001 }, "/perSecond"],
    ["another protocol", { protocol: "gopher" }, "/protocol"],
    ["a method that is two lines", { method: "GET / HTTP/1.1\r\nX: y" }, "/method"],
    ["a method that is not configured", { method: "DELETE" }, "/method"],
    ["a method in lower case", { method: "get" }, "/method"],
    ["a path of another host", { path: "//evil.example\\@x/ y" }, "/path"],
    ["a path that is a URL", { path: "http://169.254.169.254/" }, "/path"],
    ["a path of two lines", { path: "/\r\nX-Forged: 1" }, "/path"],
    ["a path without end", { path: `/${LONG}` }, "/path"],
    ["a header's name of two lines", { headers: { "x\r\ny": "z" } }, "/headers/x\r\ny"],
    ["a header's value of two lines", { headers: { x: "y\r\nz: 1" } }, "/headers/x"],
    ["a header that frames", { headers: { "Content-Length": "0" } }, "/headers/Content-Length"],
    ["a header that upgrades", { headers: { Upgrade: "websocket" } }, "/headers/Upgrade"],
    ["headers that are a list", { headers: [["a", "b"]] }, "/headers"],
    [
      "too many headers",
      { headers: Object.fromEntries(Array.from({ length: 51 }, (_, n) => [`x-${n}`, "1"])) },
      "/headers",
    ],
    ["a body with GET", { body: "x" }, "/body"],
    ["a time of nothing", { timeoutMs: 0 }, "/timeoutMs"],
    ["a time without end", { timeoutMs: 1e12 }, "/timeoutMs"],
    ["retries without end", { retries: 99 }, "/retries"],
    ["an ejection that is a word", { ejection: "yes" }, "/ejection"],
  ];

  it.each(both)("by both: %s", async (_what, body, field) => {
    for (const path of ["/picks", "/test-requests"]) {
      const { code, fields } = await problemOf(await post(path, body));
      expect([code, fields?.map((one) => one.field)]).toEqual(["invalid-request", [field]]);
    }
  });

  it.each(sending)("before anything is sent: %s", async (_what, body, field) => {
    const { code, fields } = await problemOf(await post("/test-requests", { service: "web", ...body }));
    expect([code, fields?.map((one) => one.field)]).toEqual(["invalid-request", [field]]);
  });

  it.each(["/picks", "/test-requests"])("by %s: what is no request of ours", async (path) => {
    const codeOf = async (body: unknown, headers = {}) => (await problemOf(await post(path, body, headers))).code;
    const wanted = { service: "web", count: 1 };
    expect(await codeOf("{")).toBe("invalid-request");
    expect(await codeOf("[]")).toBe("invalid-request");
    expect(await codeOf("null")).toBe("invalid-request");
    expect(await codeOf({ ...wanted, admin: true })).toBe("invalid-request");
    expect(await codeOf('{"service":"web","__proto__":{"count":1}}')).toBe("invalid-request");
    expect(await codeOf(`{"service":"web","count":1${" ".repeat(300_000)}}`)).toBe("body-too-large");
    expect(await codeOf(wanted, { "content-type": "text/plain" })).toBe("unsupported-media-type");
    expect(await codeOf(wanted, { origin: "http://evil.example" })).toBe("origin-not-allowed");
    expect(await codeOf(wanted, { host: "evil.example" })).toBe("host-not-allowed");
    expect(await codeOf({ service: "nobody", count: 1 })).toBe("not-found");
    expect((await request(`${origin}/api/v1${path}`)).statusCode).toBe(405);
  });

  it("names every mistake at once", async () => {
    const wrong = { service: "web", policy: "magic", count: 10_001, path: "x", retries: -1, headers: { te: "x" } };
    const { fields } = await problemOf(await post("/test-requests", wrong));
    expect(fields?.map(({ field }) => field).sort()).toEqual(["/count", "/headers/te", "/path", "/policy", "/retries"]);
  });

  it("and nobody was asked by any of it", () => expect(asked).toBe(0));
});

it("who asks for a run and reads nothing of it has little sent", async () => {
  const { port } = new URL(origin);
  const socket = connect(Number(port), "127.0.0.1");
  socket.pause();
  const body = JSON.stringify({
    service: "web",
    count: 10_000,
    perSecond: 1_000,
    concurrency: 64,
    against: POLICY_IDS.slice(1),
  });
  socket.write(
    `POST /api/v1/test-requests HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\nOrigin: ${origin}\r\nContent-Type: application/json\r\nContent-Length: ${body.length}\r\n\r\n${body}`,
  );
  await expect.poll(() => asked, { timeout: 20_000 }).toBeGreaterThan(0);
  let before = -1;
  await expect
    .poll(
      () => {
        const still = asked === before;
        before = asked;
        return still;
      },
      { timeout: 60_000, interval: 500 },
    )
    .toBe(true);
  expect(asked).toBeLessThan(40_000);
  socket.destroy();
});
