import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { z } from "zod";
import { eventsAnswerSchema } from "@/lib/api/events";
import { instancesAnswerSchema } from "@/lib/api/instances";
import { keyAnswerSchema } from "@/lib/api/keys";
import { problemSchema } from "@/lib/api/problem";
import { registryEventSchema } from "@/lib/api/registry";
import { serviceAnswerSchema, servicesAnswerSchema } from "@/lib/api/services";
import { statusAnswerSchema } from "@/lib/api/status";
import { type App, createApp } from "@/server/app";
import { readConfig } from "@/server/config/config";
import { createLog } from "@/server/log/log";
import { routes } from "@/server/routes/table";
import { startEtcd, type TestEtcd } from "@/server/testing/etcd-process";

/** The whole console but its pages, over a real etcd. */
let etcd: TestEtcd;
let app: App;
let base: string;

const HOSTILE = "/services/<img src=x onerror=alert(1)>/e\u202Eu/\"'=cmd()";

beforeAll(async () => {
  etcd = await startEtcd();
  await put("/services/web/eu/1", '{"hostname":"10.0.0.1","port":8080,"password":"hunter2"}');
  await put("/services/web/us/2", '{"hostname":"10.0.0.2","port":8080,"tags":"blue"}');
  await put(HOSTILE, '{"hostname":"=1+1","port":80}');
  await put("/services/garbage/eu/1", "not json");
  await put("/elsewhere/secret", "hidden");
  for (let index = 0; index < 25; index++)
    await put(`heartbeat|many|http://10.1.0.${index}:80`, `http://10.1.0.${index}:80`);
  const config = readConfig({ ETCD_ENDPOINTS: etcd.endpoints.join(","), PORT: "0", ROLLCALL_ENVIRONMENT: "test:teal" });
  app = createApp({
    config,
    version: "0.0.0",
    log: createLog("silent"),
    pages: async (_request, response) => void response.end(),
    hotReload: null,
  });
  base = `http://127.0.0.1:${await app.listen()}`;
});
afterAll(async () => {
  await app?.stop();
  await etcd?.cleanup();
});

const put = (key: string, value: string, ...more: string[]) => etcd.etcdctl(["put", ...more, key, value]);
const get = (path: string, headers: Record<string, string> = {}) => fetch(`${base}/api/v1${path}`, { headers });

/** Held to its schema, and nothing beside it. */
async function read<T extends z.ZodType>(schema: T, path: string): Promise<z.output<T>> {
  const response = await get(path);
  const body = await response.json();
  expect([path, response.status, response.status === 200 ? null : body]).toEqual([path, 200, null]);
  const parsed = schema.parse(body);
  expect(parsed).toEqual(body);
  return parsed;
}

async function codeOf(path: string): Promise<string> {
  const response = await get(path);
  expect(response.headers.get("content-type")).toContain("application/problem+json");
  return problemSchema.parse(await response.json()).code;
}

async function until(what: () => Promise<boolean>): Promise<void> {
  const giveUpAt = performance.now() + 60_000;
  while (!(await what())) {
    if (performance.now() > giveUpAt) throw new Error("It did not come about within 60 s");
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
}

describe("before etcd answered", () => {
  it("the process is healthy, not ready, and says why everywhere", async () => {
    expect((await fetch(`${base}/healthz`)).status).toBe(200);
    const ready = await fetch(`${base}/readyz`);
    expect([ready.status, await ready.text()]).toEqual([503, expect.stringContaining("listed")]);
    expect(await codeOf("/services")).toBe("not-ready");
    expect(await codeOf("/snapshot")).toBe("not-ready");
    const status = await read(statusAnswerSchema, "/status");
    expect(status.view.state).toBe("listing");
    expect(status.cluster.error?.code).toBe("unavailable");
  });
});

describe("over a live view", () => {
  beforeAll(async () => {
    app.follow({ endpoints: etcd.endpoints });
    await until(async () => (await fetch(`${base}/readyz`)).ok);
  });

  const valid: Record<string, string[]> = {
    "/status": ["/status"],
    "/connection": ["/connection", "/connection?origin=https://console.example.com"],
    "/snapshot": ["/snapshot"],
    "/services": [
      "/services",
      "/services?limit=1",
      "/services?q=WE",
      "/services?q=",
      "/services?q=service:web%20-layout:grpc",
    ],
    "/services/:service": ["/services/web", `/services/${encodeURIComponent("<img src=x onerror=alert(1)>")}`],
    "/instances": [
      "/instances",
      "/instances?service=web&service=many&limit=3",
      "/instances?liveness=gone&liveness=static",
      "/instances?datacenter=eu&layout=path",
      "/instances?q=10.1.0.2",
      "/instances?q=state:static,late%20port:%3E1",
      "/instances?at=3",
    ],
    "/keys": [
      "/keys?key=/services/web/eu/1",
      `/keys?key=${encodeURIComponent(HOSTILE)}`,
      "/keys?key=/services/garbage/eu/1",
    ],
    "/events": [
      "/events",
      "/events?type=registered&since=2020-01-01T00:00:00Z&until=99999999999999",
      "/events?q=type:registered%20web",
    ],
    "/unrecognized": ["/unrecognized", "/unrecognized?reason=value-not-json&q=garbage"],
    "/leases": ["/leases", "/leases?service=web", "/leases?limit=1", "/leases?q=state:alive"],
    "/leases/hygiene": ["/leases/hygiene"],
    "/layouts": ["/layouts"],
    "/policies": ["/policies"],
    "/traffic": ["/traffic"],
    "/drains": ["/drains"],
    "/registrations": ["/registrations"],
    "/restorations": ["/restorations"],
    "/sightings": ["/sightings"],
    "/audit": ["/audit", "/audit?action=evict&outcome=done&since=2020-01-01T00:00:00Z&q=web", "/audit?q=-rule:*"],
    "/exports": ["/exports", "/exports?service=web"],
    "/openapi.json": ["/openapi.json"],
  };

  // What writes has a matrix of its own: server/actions/hostile.integration.test.ts.
  const reads = routes.filter(({ method }) => method === "GET");

  it.each(reads.map((row) => [row.path, row] as const))("%s answers what its schema says", async (path, row) => {
    expect(valid[path]?.length).toBeGreaterThan(0);
    for (const request of valid[path] ?? []) await read(row.answer.schema, request);
  });

  it.each(reads.map((row) => [row.path] as const))(
    "%s refuses parameters it does not know, naming those it does",
    async (path) => {
      const [request = ""] = valid[path] ?? [];
      const response = await get(`${request}${request.includes("?") ? "&" : "?"}serivce=web`);
      const problem = problemSchema.parse(await response.json());
      expect([response.status, problem.fields?.[0]?.field]).toEqual([400, "serivce"]);
    },
  );

  it.each([
    "/services?limit=0",
    "/services?limit=1001",
    "/services?limit=1e9x",
    "/services?limit=1&limit=2",
    "/services?cursor=%00",
    "/instances?liveness=dead",
    "/instances?at=-1",
    "/instances?at=0",
    "/instances?at=99999999",
    "/keys",
    "/keys?key=",
    "/events?since=yesterday",
    "/events?type=exploded",
    "/events?cursor=zzz",
    "/unrecognized?reason=none",
  ])("refuses %s as not valid", async (path) => {
    expect(await codeOf(path)).toBe("invalid-request");
  });

  it("refuses a query that is wrong, with the place of every mistake", async () => {
    const response = await get("/instances?q=web%20boredom:yes%20state:tired&limit=0");
    const problem = problemSchema.parse(await response.json());
    expect(response.status).toBe(400);
    expect(problem.fields).toMatchObject([
      { field: "limit" },
      { field: "q", span: [4, 15], message: expect.stringContaining("no field boredom") },
      { field: "q", span: [22, 27], message: expect.stringContaining("state is one of alive") },
    ]);
  });

  it("answers a query as the typed parameters do, and exports what fits", async () => {
    const typed = await read(instancesAnswerSchema, "/instances?service=web&liveness=static&liveness=alive");
    const asked = await read(instancesAnswerSchema, "/instances?q=service:web%20liveness:static,alive");
    expect(asked.instances.length).toBeGreaterThan(0);
    expect(asked.instances).toEqual(typed.instances);
    const others = await read(instancesAnswerSchema, "/instances?q=-service:web");
    expect(others.instances.every(({ service }) => service !== "web")).toBe(true);
    const csv = await fetch(`${base}/api/v1/events?q=service:web`, { headers: { accept: "text/csv" } });
    const [, ...lines] = (await csv.text()).trim().split(/\r?\n/);
    for (const line of lines) expect(line).toContain(",web,");
  });

  it("refuses a search text of 11,000 characters", async () => {
    expect(await codeOf(`/instances?q=${"a".repeat(11_000)}`)).toBe("invalid-request");
  });

  it.each([
    "/services/none",
    "/services/%00",
    "/services/..%2F..%2Fetc%2Fpasswd",
    "/keys?key=/services/none/x/y",
    "/keys?key=/elsewhere/secret",
    "/keys?key=/services",
    "/keys?key=%00",
    "/keys?key=/rollcall/x",
    "/nothing",
    "//",
  ])("finds nothing at %s", async (path) => {
    expect(await codeOf(path)).toBe("not-found");
  });

  it("survives whatever stands in a key", async () => {
    for (const key of ["\\xff", "\\", "\\xZZ", "\u0000\u0000", "a".repeat(9000), "/services/\\xff/a/b", "../", "%"]) {
      const response = await get(`/keys?key=${encodeURIComponent(key)}`);
      expect([key.slice(0, 20), response.status < 500]).toEqual([key.slice(0, 20), true]);
    }
  });

  it("pages through every instance exactly once", async () => {
    const all = (await read(instancesAnswerSchema, "/instances")).instances.map(({ id }) => id);
    const seen: string[] = [];
    let cursor = "";
    do {
      const page = await read(instancesAnswerSchema, `/instances?limit=7&cursor=${cursor}`);
      seen.push(...page.instances.map(({ id }) => id));
      cursor = page.nextCursor ?? "";
    } while (cursor);
    expect(seen).toEqual(all);
    expect(all).toHaveLength(28);
  });

  it("hides secrets in the value and in the instance, and gives no bytes to read them from", async () => {
    const key = await read(keyAnswerSchema, "/keys?key=/services/web/eu/1");
    expect(key.value).toMatchObject({ base64: null, redacted: true });
    const everything = await Promise.all(
      ["/keys?key=/services/web/eu/1", "/instances", "/snapshot", "/events"].map(async (path) =>
        (await get(path)).text(),
      ),
    );
    expect(everything.join()).not.toContain("hunter2");
  });

  it("shows a key's lease with its other keys, and only counts those it may not show", async () => {
    const lease = (await etcd.etcdctl(["lease", "grant", "60"])).split(" ")[1] ?? "";
    await put("/services/leased/eu/1", '{"hostname":"h","port":1}', `--lease=${lease}`);
    await put("/services/leased/eu/2", '{"hostname":"h","port":2}', `--lease=${lease}`);
    await put("/elsewhere/mine", "x", `--lease=${lease}`);
    const key = await read(keyAnswerSchema, "/keys?key=/services/leased/eu/1");
    expect(key.lease).toMatchObject({
      id: BigInt(`0x${lease}`).toString(),
      grantedTtl: 60,
      keys: ["/services/leased/eu/1", "/services/leased/eu/2"],
      otherKeys: 1,
    });
    expect(key.lease?.remainingTtl).toBeGreaterThan(50);
  });

  it("follows etcd: what is put and deleted shows in lists, events and the past", async () => {
    await put("/services/brief/eu/1", '{"hostname":"h","port":1}');
    await until(async () => (await get("/services/brief")).ok);
    const { revision } = await read(serviceAnswerSchema, "/services/brief");
    await etcd.etcdctl(["del", "/services/brief/eu/1"]);
    await until(async () => (await read(instancesAnswerSchema, "/instances?service=brief")).instances.length === 0);
    const gone = await read(instancesAnswerSchema, "/instances?service=brief&liveness=gone");
    expect(gone.instances[0]?.removal?.evidence).toBeTruthy();
    const past = await read(instancesAnswerSchema, `/instances?service=brief&at=${revision}`);
    expect(past.instances.map(({ id }) => id)).toEqual(["/services/brief/eu/1"]);
    const { events } = await read(eventsAnswerSchema, "/events?service=brief");
    expect(events.map(({ type }) => type)).toEqual(["removed", "registered"]);
    const { services } = await read(servicesAnswerSchema, "/services?q=brief");
    expect(services[0]).toMatchObject({ total: 0, counts: { gone: 1 } });
  });

  it("says 410 for a revision that etcd has compacted", async () => {
    const { view } = await read(statusAnswerSchema, "/status");
    await etcd.etcdctl(["compact", view.revision]);
    const response = await get("/instances?at=2");
    expect([response.status, problemSchema.parse(await response.json()).code]).toEqual([410, "compacted"]);
  });

  it("exports events as CSV without formulas, and as lines of JSON", async () => {
    const key = "/services/=cmd()/eu/=HYPERLINK(1)";
    await put(key, '{"hostname":"h","port":1}');
    await until(
      async () => (await get(`/events?key=${encodeURIComponent(key)}`).then((one) => one.json())).events.length === 1,
    );
    const csv = await get("/events", { accept: "text/csv" });
    expect(csv.headers.get("content-disposition")).toBe('attachment; filename="events.csv"');
    const text = await csv.text();
    expect(text.split("\r\n")[0]).toBe(
      "at,revision,type,service,instance,key,cause,certainty,evidence,actor,auditId,id",
    );
    expect(text).toContain(",'=cmd(),'=HYPERLINK(1),");
    const lines = (await (await get("/events", { accept: "application/x-ndjson" })).text()).trimEnd().split("\n");
    expect(lines.map((line) => registryEventSchema.parse(JSON.parse(line))).length).toBeGreaterThan(4);
    expect((await get("/events", { accept: "image/png" })).status).toBe(406);
  });

  it("answers the snapshot once per position, in the encoding asked for", async () => {
    for (const encoding of ["br", "gzip", "identity"]) {
      const response = await get("/snapshot", { "accept-encoding": encoding });
      expect(response.headers.get("content-encoding") ?? "identity").toBe(encoding);
      expect((await response.json()).instances.length).toBeGreaterThan(25);
    }
    const first = await get("/snapshot");
    const again = await get("/snapshot", { "if-none-match": first.headers.get("etag") ?? "" });
    expect(again.status).toBe(304);
  });

  it("counts for Prometheus, by route and never by name", async () => {
    const text = await (await fetch(`${base}/metrics`)).text();
    expect(text).toContain('rollcall_view_state{state="live"} 1');
    expect(text).toMatch(
      /rollcall_http_requests_total\{method="GET",route="\/api\/v1\/services\/:service",status="200"\} \d/,
    );
    expect(text).not.toContain("passwd");
  });

  it("keeps answering what it knows while etcd is away, and says how old that is", async () => {
    await etcd.kill9();
    await until(async () => !(await fetch(`${base}/readyz`)).ok);
    const status = await read(statusAnswerSchema, "/status");
    expect(status.view.state).toBe("stale");
    expect(status.view.source.state).toBe("backing-off");
    expect(status.cluster.error).not.toBeNull();
    expect((await read(instancesAnswerSchema, "/instances")).instances.length).toBeGreaterThan(25);
    expect(["etcd-unavailable", "etcd-timeout"]).toContain(await codeOf("/keys?key=/services/web/eu/1"));
    await etcd.restart();
    await until(async () => (await fetch(`${base}/readyz`)).ok);
    await read(keyAnswerSchema, "/keys?key=/services/web/eu/1");
  });
});
