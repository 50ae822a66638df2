import { spawn } from "node:child_process";
import { request } from "node:http";
import { createServer } from "node:net";
import { join } from "node:path";
import { forgetProcess, guardProcess, temporaryFolder } from "@/server/testing/leftovers";
import { expect, test } from "./support/test";

interface Answer {
  status: number;
  headers: Record<string, string | string[] | undefined>;
  body: string;
}

/** Headers exactly as given: a browser would not send them so. */
function ask(port: number, path: string, headers: Record<string, string> = {}, method = "GET"): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const asked = request({ host: "127.0.0.1", port, path, method, headers, agent: false }, (response) => {
      let body = "";
      response.setEncoding("utf8").on("data", (text: string) => {
        body += text;
      });
      response.once("end", () => resolve({ status: response.statusCode ?? 0, headers: response.headers, body }));
    });
    asked.once("upgrade", (response, socket) => {
      socket.destroy();
      resolve({ status: response.statusCode ?? 0, headers: response.headers, body: "" });
    });
    asked.once("error", reject).end();
  });
}

const socketHeaders = {
  Connection: "Upgrade",
  Upgrade: "websocket",
  "Sec-WebSocket-Version": "13",
  "Sec-WebSocket-Key": "dGhlIHNhbXBsZSBub25jZQ==",
};
const SOCKET = "/live/?EIO=4&transport=websocket";

test("another name in Host gets nothing: no page, no data, no socket", async ({ console: own }) => {
  for (const path of ["/services", "/api/v1/snapshot", "/api/v1/status", "/healthz", "/metrics", "/nowhere"]) {
    const refused = await ask(own.port, path, { Host: `evil.example:${own.port}` });
    expect([path, refused.status]).toEqual([path, 403]);
    expect(refused.body).toContain("ROLLCALL_ALLOWED_HOSTS");
    expect((await ask(own.port, path, { Host: `localhost:${own.port}` })).status).not.toBe(403);
  }
  const good = { ...socketHeaders, Host: `127.0.0.1:${own.port}` };
  expect((await ask(own.port, SOCKET, good)).status).toBe(101);
  expect((await ask(own.port, SOCKET, { ...good, Origin: `http://127.0.0.1:${own.port}` })).status).toBe(101);
  expect((await ask(own.port, SOCKET, { ...good, Host: "evil.example" })).status).not.toBe(101);
  expect((await ask(own.port, SOCKET, { ...good, Origin: "http://evil.example" })).status).not.toBe(101);
  expect((await ask(own.port, SOCKET, { ...good, Origin: "null" })).status).not.toBe(101);
  expect((await ask(own.port, SOCKET, { ...good, Origin: `http://127.0.0.1:${own.port + 1}` })).status).not.toBe(101);
});

test("every answer carries its guards, and every page a nonce of its own", async ({ console: own, page, shell }) => {
  const nonces = new Set<string>();
  for (const path of [
    "/services",
    "/services",
    "/services/a%2Fb",
    "/instances/x",
    "/events",
    "/unrecognized",
    "/nowhere",
  ]) {
    const { headers, body } = await ask(own.port, path, {
      "X-Nonce": "mine",
      "Content-Security-Policy": "script-src 'nonce-mine'",
    });
    const policy = String(headers["content-security-policy"]);
    const [, nonce = ""] = /script-src[^;]*'nonce-([^']+)'/.exec(policy) ?? [];
    expect(nonce.length, `${path} has a nonce`).toBeGreaterThan(20);
    nonces.add(nonce);
    expect(policy).toContain("default-src 'none'");
    expect(policy).toContain("frame-ancestors 'none'");
    expect(policy).not.toMatch(/script-src[^;]*unsafe/);
    for (const [tag] of body.matchAll(/<script(?=[\s>])[^>]*>/g)) expect(tag).toContain(`nonce="${nonce}"`);
    expect(headers).toMatchObject({
      "x-content-type-options": "nosniff",
      "x-frame-options": "DENY",
      "referrer-policy": "no-referrer",
      "cross-origin-opener-policy": "same-origin",
    });
    expect(headers["x-powered-by"]).toBeUndefined();
  }
  expect(nonces.size, "no nonce comes twice").toBe(7);
  const { headers } = await ask(own.port, "/api/v1/status");
  expect(headers).toMatchObject({
    "content-security-policy": expect.stringContaining("default-src 'none'"),
    "x-content-type-options": "nosniff",
    "cross-origin-resource-policy": "same-origin",
  });
  expect(headers["access-control-allow-origin"]).toBeUndefined();

  const foreign: string[] = [];
  page.on("request", (asked) => {
    const { hostname, protocol } = new URL(asked.url());
    if (hostname !== "127.0.0.1" && /^(http|ws)/.test(protocol)) foreign.push(asked.url());
  });
  for (const path of ["/services", "/events", "/unrecognized"]) {
    await page.goto(path);
    await shell.expectLive();
  }
  expect(foreign, "the pages ask nobody but their console").toEqual([]);
});

/** The built server as somebody starts it by hand; resolves when it has ended by itself. */
async function startAndEnd(env: Record<string, string>): Promise<{ code: number | null; said: string }> {
  const dataDir = await temporaryFolder("console");
  const child = spawn(process.execPath, [join(process.cwd(), "dist", "server.js")], {
    stdio: ["ignore", "pipe", "pipe"],
    env: { PATH: process.env.PATH ?? "", NODE_ENV: "production", ROLLCALL_DATA_DIR: dataDir, ...env },
  });
  guardProcess(child);
  let said = "";
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding("utf8").on("data", (text: string) => {
      said += text;
    });
  const tooLong = setTimeout(() => child.kill("SIGKILL"), 30_000);
  const code = await new Promise<number | null>((resolve) => child.once("close", resolve));
  clearTimeout(tooLong);
  forgetProcess(child);
  return { code, said };
}

test.describe("what keeps it from starting", () => {
  test("an address that others reach", async () => {
    const { code, said } = await startAndEnd({ HOST: "0.0.0.0", PORT: "0" });
    expect(code).toBe(1);
    expect(said).toContain("HOST is 0.0.0.0, where others could reach the console, and sign-in does not exist yet.");
    expect(said).not.toContain("    at ");
  });

  test("a port that is taken", async () => {
    const server = createServer().listen(0, "127.0.0.1");
    await new Promise((resolve) => server.once("listening", resolve));
    const address = server.address();
    const port = typeof address === "object" && address !== null ? address.port : 0;
    const { code, said } = await startAndEnd({ PORT: String(port) });
    server.close();
    expect(code).toBe(1);
    expect(said).toContain(`Port ${port} is taken by another program. Choose another one: PORT=`);
    expect(said).not.toContain("    at ");
  });

  test("every mistake in the configuration, all at once", async () => {
    const { code, said } = await startAndEnd({
      PORT: "99999",
      ETCD_ENDPOINTS: "somewhere",
      ETCD_USERNAME: "root",
      ROLLCALL_PREFIXES: "/svc=path;/other/=consul",
      ROLLCALL_ENVIRONMENT: "production:crimson",
      ROLLCALL_ALLOWED_HOST: "x",
    });
    expect(code).toBe(1);
    for (const part of [
      /The configuration has \d+ mistakes/,
      "PORT must be a whole number",
      "ETCD_ENDPOINTS",
      "ETCD_USERNAME and ETCD_PASSWORD go together",
      "/svc does not end at a separator",
      'no layout "consul"',
      "ROLLCALL_ENVIRONMENT",
      "did you mean ROLLCALL_ALLOWED_HOSTS?",
    ])
      expect(said).toMatch(part);
  });
});
