import { Registry } from "prom-client";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { z } from "zod";
import { systemClock } from "@/lib/clock";
import { createLog } from "@/server/log/log";
import { createHttpMetrics } from "@/server/metrics/http";
import { createApi } from "@/server/routes/api";
import { route } from "@/server/routes/route";
import { exchange, rawConnection, statusesIn } from "@/server/testing/raw-http";
import { createAdmission } from "./admission";
import { createHandler } from "./handler";
import { createHostCheck } from "./host-check";
import { createOriginCheck } from "./origin-check";
import { createHttpServer, type HttpServer } from "./server";
import { createSocketAttempts } from "./socket-attempts";
import { createUpgrades } from "./upgrades";

let http: HttpServer;
let port: number;
/** What got as far as Next. */
const pages: string[] = [];

beforeAll(async () => {
  const origins = createOriginCheck({ allowedOrigins: ["https://portal.example.com"] });
  const admit = createAdmission({ hosts: createHostCheck({ host: "127.0.0.1", allowedHosts: [] }), origins });
  const socketAttempts = createSocketAttempts();
  const metrics = createHttpMetrics(new Registry());
  const row = route<null>({
    method: "GET",
    path: "/notes",
    id: "list",
    summary: "",
    role: "viewer",
    answer: { status: 200, description: "", schema: z.unknown() },
    handle: ({ request }) => ({ kind: "json", body: { host: request.headers.host, url: request.url } }),
  });
  const handle = createHandler({
    admit,
    api: createApi<null>({ routes: [row], context: null, origins, actorOf: () => ({ name: "test", role: "admin" }) }),
    metricsText: async () => ({ contentType: "text/plain", text: "metrics" }),
    notReady: () => null,
    async pages(request, response) {
      pages.push(`${request.method} ${request.url}`);
      response.end("page");
    },
    socketAttempts,
    turnedAway: { note: () => false },
    metrics,
    log: createLog("silent"),
  });
  http = createHttpServer({
    handle,
    upgrades: createUpgrades({
      admit,
      origins,
      socketAttempts,
      live: (_request, socket) => void socket.end("HTTP/1.1 101 Switching Protocols\r\n\r\n"),
      admitSocket: () => null,
      hotReload: null,
    }),
    clock: systemClock,
    connections: 100,
    metrics,
  });
  port = await http.listen(0, "127.0.0.1");
});
afterAll(() => http.stop());

const send = (line: string, ...headers: string[]) =>
  exchange(port, [`${line} HTTP/1.1`, ...headers, "Connection: close", "", ""].join("\r\n"));
const statusOf = async (line: string, ...headers: string[]) => statusesIn(await send(line, ...headers))[0];

describe("pages of other origins", () => {
  const HOST = "Host: localhost:3000";
  const IMAGE = ["Sec-Fetch-Mode: no-cors", "Sec-Fetch-Dest: image"];
  const LINK = ["Sec-Fetch-Mode: navigate", "Sec-Fetch-Dest: document"];
  const everything = [
    "/",
    "/api/v1/notes",
    "/metrics",
    "/healthz",
    "/readyz",
    "/_next/static/chunks/a.js",
    "/icon.svg",
  ];

  for (const site of ["cross-site", "same-site"])
    it.each(everything)(`may lead somebody to %s, and ask nothing of it themselves (${site})`, async (path) => {
      const from = `Sec-Fetch-Site: ${site}`;
      expect(await statusOf(`GET ${path}`, HOST, from, ...LINK)).toBe("200");
      const refused = await send(`GET ${path}`, HOST, from, ...IMAGE);
      expect(refused).toContain("403 Forbidden");
      expect(refused).toContain("origin-not-allowed");
      expect(await statusOf(`POST ${path}`, HOST, from, ...LINK)).toBe("403");
      expect(await statusOf(`GET ${path}`, HOST, from, ...IMAGE, "Origin: https://portal.example.com")).toBe("200");
      expect(await statusOf(`GET ${path}`, HOST, from, ...IMAGE, "Origin: http://localhost:8080")).toBe("403");
      expect(await statusOf(`GET ${path}`, HOST, "Sec-Fetch-Site: same-origin", ...IMAGE)).toBe("200");
      expect(await statusOf(`GET ${path}`, HOST)).toBe("200");
    });

  it("do not open the socket, whether the browser tells their site or their origin", async () => {
    const handshake = ["Upgrade: websocket", "Connection: Upgrade"];
    const open = (...headers: string[]) =>
      exchange(port, ["GET /live/?EIO=4 HTTP/1.1", HOST, ...handshake, ...headers, "", ""].join("\r\n"));
    expect(await open()).toContain("101");
    expect(await open("Origin: http://localhost:3000")).toContain("101");
    expect(await open("Origin: http://localhost:3001")).toContain("403 Forbidden");
    const site = ["Sec-Fetch-Site: same-site", "Sec-Fetch-Mode: websocket", "Sec-Fetch-Dest: websocket"];
    expect(await open(...site)).toContain("403 Forbidden");
    expect(await open(...site, "Origin: https://portal.example.com")).toContain("101");
  });
});

describe("pages", () => {
  const HOST = "Host: localhost";

  it.each(["POST", "PUT", "DELETE", "PATCH", "OPTIONS", "TRACE", "PROPFIND", "QUERY"])(
    "take no %s, which never gets to Next",
    async (method) => {
      const before = pages.length;
      const received = await send(`${method} /services`, HOST, "Content-Length: 0");
      expect(received).toContain("405 Method Not Allowed");
      expect(received).toMatch(/allow: GET, HEAD/i);
      expect(pages.length).toBe(before);
    },
  );

  it.each([
    ["a length", "Content-Length: 10000000"],
    ["chunks", "Transfer-Encoding: chunked"],
  ])("take no body of %s: the connection is closed without waiting for it", async (_what, header) => {
    for (const method of ["GET", "HEAD", "POST"]) {
      const before = pages.length;
      const connection = rawConnection(port);
      connection.write(`${method} / HTTP/1.1\r\n${HOST}\r\n${header}\r\n\r\n`);
      // Nothing of the body was sent: whoever waits for it waits for ever.
      const received = await connection.end();
      expect(statusesIn(received)).toEqual([method === "POST" ? "405" : "400"]);
      expect(received).toMatch(/connection: close/i);
      expect(pages.length).toBe(before);
    }
  });
});

describe("request lines as a proxy gets them", () => {
  const HOST = "Host: other.example.com";

  it("are answered, and name the host instead of the Host header (RFC 9112 3.2.2)", async () => {
    expect(await send("GET http://localhost:3000/healthz", HOST)).toContain("200 OK");
    expect(await send("GET HTTP://LOCALHOST:3000/api/v1/notes", HOST)).toContain(
      '{"host":"LOCALHOST:3000","url":"/api/v1/notes"}',
    );
    expect(await send("GET http://[::1]:3000/api/v1/notes", HOST)).toContain('"url":"/api/v1/notes"');
    expect(await send("GET http://localhost/services?q=a?b", HOST)).toContain("page");
    expect(pages.at(-1)).toBe("GET /services?q=a?b");
    expect(await send("GET https://localhost?q=a", HOST)).toContain("page");
    expect(pages.at(-1)).toBe("GET /?q=a");
    expect(await send("GET http://localhost", HOST)).toContain("page");
    expect(pages.at(-1)).toBe("GET /");
  });

  it("are refused for another host, whatever the Host header says", async () => {
    expect(await statusOf("GET http://evil.example.com/healthz", "Host: localhost:3000")).toBe("403");
  });

  it("open the socket, too", async () => {
    const handshake = [HOST, "Upgrade: websocket", "Connection: Upgrade", "Origin: http://localhost:3000", "", ""];
    expect(
      await exchange(port, ["GET http://localhost:3000/live/?EIO=4 HTTP/1.1", ...handshake].join("\r\n")),
    ).toContain("101");
    expect(
      await exchange(port, ["GET http://localhost:3001/live/?EIO=4 HTTP/1.1", ...handshake].join("\r\n")),
    ).toContain("403");
  });

  it.each([
    "http://user@localhost/",
    "ftp://localhost/",
    "http:///healthz",
    "http://local host/",
    "localhost/",
    "*",
    "http://localhost/a#b",
  ])("%s is refused", async (target) => {
    expect(await statusOf(`GET ${target}`, "Host: localhost")).toBe("400");
  });
});

describe("requests that could be read in two ways", () => {
  it.each([
    ["the same host twice", ["Host: localhost", "Host: localhost"]],
    ["two hosts", ["Host: localhost", "hOsT: evil.example.com"]],
    ["no host", []],
  ])("are refused: %s", async (_what, headers) => {
    for (const path of ["/healthz", "/", "/api/v1/notes", "http://localhost/healthz"])
      expect(await statusOf(`GET ${path}`, ...headers)).toBe("400");
  });

  it("are refused with more than 2,000 headers, which Node would not all read", async () => {
    const headers = (count: number) => Array.from({ length: count }, (_, index) => `a${index}:1`);
    // Host and Connection are two of them.
    expect(await statusOf("GET /healthz", "Host: localhost", ...headers(1_998))).toBe("200");
    const received = await send("POST /api/v1/notes", ...headers(1_998), "Host: localhost", "Content-Length: 4");
    expect(received).toContain("431 Request Header Fields Too Large");
    expect(received).toContain("headers-too-large");
  });
});

it("is no difference whether HTTP/2 is offered: curl --http2, and Java's HttpClient with every request", async () => {
  const offer = ["Connection: Upgrade, HTTP2-Settings", "Upgrade: h2c", "HTTP2-Settings: AAMAAABkAAQAoAAAAAIAAAAA"];
  const connection = rawConnection(port);
  for (const path of ["/healthz", "/metrics", "/api/v1/notes", "/services"])
    connection.write([`GET ${path} HTTP/1.1`, "Host: localhost:3000", ...offer, "", ""].join("\r\n"));
  connection.write("GET /live/ HTTP/1.1\r\nHost: localhost\r\nConnection: Upgrade, close\r\nUpgrade: h2c\r\n\r\n");
  expect(statusesIn(await connection.end())).toEqual(["200", "200", "200", "200", "404"]);
});
