import { request as httpRequest } from "node:http";
import type { AddressInfo } from "node:net";
import { Registry } from "prom-client";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { z } from "zod";
import { problemSchema } from "@/lib/api/problem";
import type { Role } from "@/lib/auth/roles";
import { systemClock } from "@/lib/clock";
import { createAdmission } from "@/server/http/admission";
import { createHandler } from "@/server/http/handler";
import { createHostCheck } from "@/server/http/host-check";
import { createOriginCheck } from "@/server/http/origin-check";
import { createHttpServer, type HttpServer } from "@/server/http/server";
import { createSocketAttempts } from "@/server/http/socket-attempts";
import { createLog } from "@/server/log/log";
import { createHttpMetrics } from "@/server/metrics/http";
import { createApi } from "./api";
import { route } from "./route";

/** A table of its own: rows that write do not exist yet, and what guards them does. */
const noteSchema = z.strictObject({ text: z.string().max(1000), count: z.int().min(1) });
const answer = { status: 200, description: "", schema: z.unknown() };
const rows = [
  route({
    method: "GET",
    path: "/notes",
    id: "list",
    summary: "",
    role: "viewer",
    answer,
    handle: () => ({ kind: "json", body: { text: "x".repeat(5000) } }),
  }),
  route<null, z.ZodObject, z.ZodObject, typeof noteSchema>({
    method: "POST",
    path: "/notes",
    id: "add",
    summary: "",
    role: "operator",
    body: noteSchema,
    answer,
    handle: ({ body }) => ({ kind: "json", status: 201, body: { got: body.text } }),
  }),
  route({
    method: "DELETE",
    path: "/notes/:name",
    id: "remove",
    summary: "",
    role: "admin",
    params: z.object({ name: z.string() }),
    answer,
    handle: ({ params }) => ({ kind: "json", body: params }),
  }),
  route({
    method: "GET",
    path: "/broken",
    id: "broken",
    summary: "",
    role: "viewer",
    answer,
    handle: () => {
      throw new Error("a secret of the house");
    },
  }),
];

let http: HttpServer;
let port: number;
let role: Role = "admin";

beforeAll(async () => {
  const metrics = createHttpMetrics(new Registry());
  const origins = createOriginCheck({ allowedOrigins: [] });
  const handle = createHandler({
    admit: createAdmission({ hosts: createHostCheck({ host: "127.0.0.1", allowedHosts: [] }), origins }),
    api: createApi<null>({
      routes: rows,
      context: null,
      origins,
      actorOf: () => ({ name: "test", role }),
      bodyLimitBytes: 10_000,
    }),
    metricsText: async () => ({ contentType: "text/plain", text: "" }),
    notReady: () => "Not yet.",
    pages: async (_request, response) => void response.end("page"),
    socketAttempts: createSocketAttempts(),
    turnedAway: { note: () => false },
    metrics,
    log: createLog("silent"),
  });
  http = createHttpServer({
    handle,
    upgrades: { speaks: () => false, upgrade: (_request, socket) => void socket.destroy() },
    clock: systemClock,
    connections: 100,
    metrics,
  });
  port = await http.listen(0, "127.0.0.1");
  expect((http.server.address() as AddressInfo).address).toBe("127.0.0.1");
});
afterAll(() => http.stop());

const url = (path: string) => `http://127.0.0.1:${port}${path}`;
const origin = () => `http://127.0.0.1:${port}`;
const post = (body: string, headers: Record<string, string> = {}) =>
  fetch(url("/api/v1/notes"), {
    method: "POST",
    body,
    headers: { "content-type": "application/json", origin: origin(), ...headers },
  });
const codeOf = async (response: Response) => {
  expect(response.headers.get("content-type")).toContain("application/problem+json");
  const problem = problemSchema.parse(await response.json());
  expect(problem.status).toBe(response.status);
  expect(problem.instance).toBe(response.headers.get("x-request-id"));
  return problem.code;
};

describe("writes", () => {
  it("pass with JSON and the console's own origin", async () => {
    const response = await post('{"text":"hello","count":1}');
    expect([response.status, await response.json()]).toEqual([201, { got: "hello" }]);
  });

  it.each([
    ["another origin", '{"text":"a","count":1}', { origin: "http://evil.example.com" }, "origin-not-allowed"],
    ["a form's content type", '{"text":"a","count":1}', { "content-type": "text/plain" }, "unsupported-media-type"],
    ["a compressed body", '{"text":"a","count":1}', { "content-encoding": "gzip" }, "unsupported-media-type"],
    ["half a JSON document", '{"text":', {}, "invalid-request"],
    ["a body beyond the limit", `{"text":"${"a".repeat(20_000)}"}`, {}, "body-too-large"],
    ["fields nobody knows", '{"text":"a","count":1,"admin":true}', {}, "invalid-request"],
  ] as const)("refuse %s", async (_what, body, headers, code) => {
    expect(await codeOf(await post(body, headers))).toBe(code);
  });

  it("refuse a program without a token, and take one with", async () => {
    const headers = { "content-type": "application/json" };
    const body = '{"text":"a","count":1}';
    const bare = await fetch(url("/api/v1/notes"), { method: "POST", body, headers });
    expect(await codeOf(bare)).toBe("origin-not-allowed");
    const token = await fetch(url("/api/v1/notes"), {
      method: "POST",
      body,
      headers: { ...headers, authorization: "Bearer t" },
    });
    expect(token.status).toBe(201);
  });

  it("name every wrong field at once", async () => {
    const response = await post('{"text":1,"count":0}');
    const { fields } = problemSchema.parse(await response.json());
    expect(fields?.map(({ field }) => field)).toEqual(["/text", "/count"]);
  });

  it("stop reading as soon as the body is too large", async () => {
    const status = await new Promise<number | undefined>((resolve, reject) => {
      const sent = httpRequest(url("/api/v1/notes"), {
        method: "POST",
        headers: { "content-type": "application/json", origin: origin(), "transfer-encoding": "chunked" },
      });
      sent.on("response", (response) => {
        resolve(response.statusCode);
        sent.destroy();
      });
      sent.on("error", reject);
      sent.write("a".repeat(11_000));
      // Never ended: who waits for the end waits for ever.
    });
    expect(status).toBe(413);
  });

  it("need their role", async () => {
    role = "viewer";
    expect(await codeOf(await post('{"text":"a","count":1}'))).toBe("forbidden");
    role = "admin";
  });
});

describe("the table", () => {
  it("answers 404 for what it does not know and 405 with Allow for another method", async () => {
    expect(await codeOf(await fetch(url("/api/v1/nothing")))).toBe("not-found");
    const response = await fetch(url("/api/v1/notes"), { method: "PUT", headers: { origin: origin() } });
    expect(response.headers.get("allow")).toBe("GET, HEAD, POST, OPTIONS");
    expect(await codeOf(response)).toBe("method-not-allowed");
  });

  it("answers OPTIONS and HEAD without a body, and never names another origin", async () => {
    const options = await fetch(url("/api/v1/notes"), {
      method: "OPTIONS",
      headers: { origin: "http://evil.example.com" },
    });
    expect([options.status, options.headers.get("allow")]).toEqual([204, "GET, HEAD, POST, OPTIONS"]);
    expect(options.headers.get("access-control-allow-origin")).toBeNull();
    const head = await fetch(url("/api/v1/notes"), { method: "HEAD" });
    expect([head.status, await head.text()]).toEqual([200, ""]);
  });

  it("decodes parameters, slashes and all", async () => {
    const response = await fetch(url(`/api/v1/notes/${encodeURIComponent("a/b c%2Fü?")}`), {
      method: "DELETE",
      headers: { origin: origin() },
    });
    expect(await response.json()).toEqual({ name: "a/b c%2Fü?" });
  });

  it("answers a parameter that is no encoding with a problem", async () => {
    const response = await fetch(url("/api/v1/notes/%E0%A4%A"), { method: "DELETE", headers: { origin: origin() } });
    expect(response.status).toBeGreaterThanOrEqual(400);
    expect(response.status).toBeLessThan(500);
  });

  it("compresses what is worth it", async () => {
    for (const encoding of ["br", "gzip"]) {
      const response = await fetch(url("/api/v1/notes"), { headers: { "accept-encoding": encoding } });
      expect(response.headers.get("content-encoding")).toBe(encoding);
      expect(await response.json()).toEqual({ text: "x".repeat(5000) });
    }
  });

  it("answers pages of no valid path with a problem, not with Next's 500", async () => {
    expect(await codeOf(await fetch(url("/services/%E0%A4%A")))).toBe("invalid-request");
  });

  it("hides what broke inside", async () => {
    const response = await fetch(url("/api/v1/broken"));
    const text = await response.text();
    expect(response.status).toBe(500);
    expect(text).not.toContain("secret");
  });

  it("refuses a strange Accept", async () => {
    expect(await codeOf(await fetch(url("/api/v1/notes"), { headers: { accept: "image/png" } }))).toBe(
      "not-acceptable",
    );
  });
});

describe("every answer", () => {
  it.each(["/api/v1/notes", "/api/v1/nothing", "/healthz", "/readyz", "/metrics", "/", "/api/v2"])(
    "of %s carries the security headers",
    async (path) => {
      const { headers } = await fetch(url(path));
      expect(headers.get("x-content-type-options")).toBe("nosniff");
      expect(headers.get("content-security-policy")).toContain("frame-ancestors 'none'");
      expect(headers.get("cross-origin-resource-policy")).toBe("same-origin");
      expect(headers.get("strict-transport-security")).toBeNull();
      expect(headers.get("x-powered-by")).toBeNull();
    },
  );

  it("to a foreign host name is a refusal, whatever was asked", async () => {
    for (const path of ["/", "/healthz", "/metrics", "/api/v1/notes"]) {
      const status = await new Promise((resolve, reject) => {
        httpRequest(url(path), { headers: { host: "evil.example.com" } }, (response) => {
          response.resume();
          resolve(response.statusCode);
        })
          .on("error", reject)
          .end();
      });
      expect(status).toBe(403);
    }
  });

  it("says why it is not ready", async () => {
    const response = await fetch(url("/readyz"));
    expect([response.status, await response.text()]).toEqual([503, "Not yet.\n"]);
  });
});
