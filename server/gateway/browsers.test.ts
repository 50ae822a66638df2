import type { IncomingHttpHeaders } from "node:http";
import { request } from "undici";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { TestInstance } from "@/lib/discovery/calls/instances.testing";
import { type GatewayHarness, startGateway } from "./harness.testing";

/** Services share one origin behind the gateway: what keeps them apart in a browser. */
let gateway: GatewayHarness;
let web: TestInstance;
beforeEach(async () => {
  gateway = await startGateway();
  web = await gateway.http("web");
});
afterEach(() => gateway.stop());

const ask = (path: string, headers: Record<string, string> = {}, method = "GET", origin = gateway.origin) =>
  request(`${origin}${path}`, { method: method as "GET", headers });
async function codeOf(response: Awaited<ReturnType<typeof ask>>): Promise<string> {
  const body = await response.body.text();
  return response.statusCode < 400 ? body : (JSON.parse(body) as { code: string }).code;
}

const SAME = { "sec-fetch-site": "same-origin" };
const PAGES: [string, Record<string, string>][] = [
  ["a page", { "sec-fetch-dest": "document", "sec-fetch-mode": "navigate", "sec-fetch-site": "none" }],
  ["a frame", { ...SAME, "sec-fetch-dest": "iframe", "sec-fetch-mode": "navigate" }],
  ["an old frame", { ...SAME, "sec-fetch-dest": "frame" }],
  ["an object", { ...SAME, "sec-fetch-dest": "object" }],
  ["an embedded one", { ...SAME, "sec-fetch-dest": "embed" }],
  ["a fenced frame", { ...SAME, "sec-fetch-dest": "fencedframe" }],
  ["whatever is navigated to", { ...SAME, "sec-fetch-dest": "empty", "sec-fetch-mode": "navigate" }],
  ["a service worker", { ...SAME, "sec-fetch-dest": "serviceworker", "service-worker": "script" }],
  ["a service worker, as old browsers say it", { "service-worker": "script" }],
];

describe("a browser's request", () => {
  it.each(PAGES)("for %s is refused before the instance is asked", async (_what, headers) => {
    const response = await ask("/proxy/web/", headers);
    expect([response.statusCode, await codeOf(response)]).toEqual([403, "document-not-allowed"]);
    expect(web.seen).toBe(0);
  });

  it.each([
    ["a script's", { ...SAME, "sec-fetch-dest": "empty", "sec-fetch-mode": "cors" }],
    ["an image's", { ...SAME, "sec-fetch-dest": "image", "sec-fetch-mode": "no-cors" }],
    ["a program's", {}],
  ])("%s is answered, and what it gets runs nowhere", async (_whose, headers) => {
    web.answer = (_incoming, response) => {
      response.setHeader("Content-Type", "text/html");
      response.setHeader("X-Content-Type-Options", "none");
      response.setHeader("Content-Security-Policy", "sandbox allow-scripts allow-same-origin");
      response.end("<script>1</script>");
    };
    const response = await ask("/proxy/web/", headers as Record<string, string>);
    expect(response.statusCode).toBe(200);
    expect(response.headers["content-security-policy"]).toEqual(["sandbox allow-scripts allow-same-origin", "sandbox"]);
    expect(response.headers["x-content-type-options"]).toBe("nosniff");
    await response.body.dump();
  });

  it("is told nothing by an instance that would hold for the whole origin", async () => {
    const names = [
      "Service-Worker-Allowed",
      "Clear-Site-Data",
      "Alt-Svc",
      "Strict-Transport-Security",
      "Public-Key-Pins",
      "NEL",
      "Report-To",
      "Reporting-Endpoints",
      "Origin-Agent-Cluster",
      "Set-Login",
      "Accept-CH",
      "Critical-CH",
      "Use-As-Dictionary",
      "Refresh",
      "Link",
    ];
    web.answer = (_incoming, response) => {
      for (const name of names) response.setHeader(name.toUpperCase(), "x");
      response.setHeader("WWW-Authenticate", 'Basic realm="x"');
      response.setHeader("X-Own", "yes");
      response.end();
    };
    const browser = await ask("/proxy/web/", { ...SAME, "sec-fetch-dest": "empty" });
    for (const name of names) expect(browser.headers).not.toHaveProperty(name.toLowerCase());
    expect(browser.headers).not.toHaveProperty("www-authenticate");
    expect(browser.headers["x-own"]).toBe("yes");
    // A program asks for what it wants, and keeps nothing for an origin.
    expect((await ask("/proxy/web/")).headers).toHaveProperty("www-authenticate");
  });

  it("gets none of the gateway's own answers without their policy", async () => {
    for (const path of ["/", "/send/web", "/healthz", "/metrics", "/nothing", "/proxy/none/"]) {
      const { headers, body } = await ask(path);
      expect([path, headers["x-content-type-options"]]).toEqual([path, "nosniff"]);
      expect(headers["content-security-policy"]).toContain("default-src 'none'");
      await body.dump();
    }
  });
});

describe("where pages are allowed", () => {
  let open: GatewayHarness;
  beforeEach(async () => {
    open = await startGateway({ documents: true });
    const instance = await open.http("web");
    instance.answer = (incoming, response) => {
      response.setHeader("Content-Type", incoming.url === "/data" ? "application/json" : "text/html; charset=utf-8");
      response.setHeader("Service-Worker-Allowed", "/");
      response.end("{}");
    };
  });
  afterEach(() => open.stop());

  it.each(PAGES)("%s passes as the instance sent it", async (_what, headers) => {
    const response = await ask("/proxy/web/", headers, "GET", open.origin);
    expect(response.statusCode).toBe(200);
    expect(response.headers["content-security-policy"]).toBeUndefined();
    expect(response.headers["service-worker-allowed"]).toBeUndefined();
    expect(response.headers.vary).toBe("Sec-Fetch-Dest");
    await response.body.dump();
  });

  it("a worker's script whose folder were all services' is refused all the same", async () => {
    const headers = { ...SAME, "service-worker": "script", "sec-fetch-dest": "serviceworker" };
    for (const path of ["/proxy/web", "/proxy/web?sw.js"])
      expect(await codeOf(await ask(path, headers, "GET", open.origin))).toBe("document-not-allowed");
  });

  it("without a word from the browser, what the answer is decides", async () => {
    expect((await ask("/proxy/web/", {}, "GET", open.origin)).headers["content-security-policy"]).toBeUndefined();
    expect((await ask("/proxy/web/data", {}, "GET", open.origin)).headers["content-security-policy"]).toBe("sandbox");
  });

  it("another site may lead to one, and do nothing else", async () => {
    const link = { "sec-fetch-site": "cross-site", "sec-fetch-mode": "navigate", "sec-fetch-dest": "document" };
    expect((await ask("/proxy/web/", link, "GET", open.origin)).statusCode).toBe(200);
    for (const [path, headers, method] of [
      ["/proxy/web/", { ...link, "sec-fetch-dest": "iframe" }, "GET"],
      ["/proxy/web/", { ...link, origin: "http://evil.example" }, "POST"],
      ["/send/web", link, "GET"],
      ["/", link, "GET"],
    ] as const)
      expect(await codeOf(await ask(path, headers, method, open.origin))).toBe("origin-not-allowed");
  });
});

describe("a page of another origin", () => {
  it.each([
    ["cross-site", { "sec-fetch-site": "cross-site" }],
    ["another port of this host", { "sec-fetch-site": "same-site" }],
    ["a word that nobody knows", { "sec-fetch-site": "next-door" }],
    ["another port, by its origin alone", { origin: "http://127.0.0.1:1" }],
    ["plain http, by its origin alone", { origin: "http://evil.example" }],
    ["a page without an origin", { origin: "null" }],
    ["one that claims to be the same", { origin: "http://evil.example", "sec-fetch-site": "same-origin" }],
  ])("is refused, reading and writing: %s", async (_what, headers) => {
    for (const method of ["GET", "POST", "PUT", "DELETE"])
      for (const path of ["/proxy/web/", ...(method === "GET" ? ["/send/web", "/"] : [])])
        expect(await codeOf(await ask(path, headers as Record<string, string>, method))).toBe("origin-not-allowed");
    expect(web.seen).toBe(0);
  });

  it("our own, allowed ones and programs are not", async () => {
    const allowing = await startGateway({ allowedOrigins: ["https://ops.example"] });
    await allowing.http("web");
    const asks: Record<string, string>[] = [
      {},
      { origin: allowing.origin },
      { origin: allowing.origin, "sec-fetch-site": "same-origin" },
      { origin: "https://ops.example", "sec-fetch-site": "cross-site" },
      { origin: "https://OPS.example:443" },
    ];
    for (const headers of asks)
      expect((await ask("/proxy/web/", headers, "POST", allowing.origin)).statusCode).toBe(200);
    await allowing.stop();
  });
});

describe("cookies of an instance", () => {
  const given = async (cookies: string[], path = "/proxy/web/a/b?c=/d/") => {
    web.answer = (_incoming, response) => response.setHeader("Set-Cookie", cookies).end();
    const response = await ask(path);
    return [response.headers["set-cookie"] ?? []].flat();
  };

  it.each([
    ["s=1", "s=1; Path=/proxy/web/a"],
    ["s=1; Path=/", "s=1; Path=/proxy/web"],
    ["s=1; Path=/x; HttpOnly; Secure; SameSite=Lax", "s=1; HttpOnly; Secure; SameSite=Lax; Path=/proxy/web/x"],
    ["s=1; path=/x; PATH = / ; Path=/y/", "s=1; Path=/proxy/web/y/"],
    ["s=1; Path=x", "s=1; Path=/proxy/web/a"],
    ["s=1; Path=; Path", "s=1; Path=/proxy/web/a"],
    ["s=1; Domain=example.com; domain=.com; Max-Age=5", "s=1; Max-Age=5; Path=/proxy/web"],
    ["__Secure-s=1; Secure; Path=/", "__Secure-s=1; Secure; Path=/proxy/web"],
    ["s=a=b; Path=/", "s=a=b; Path=/proxy/web"],
  ])("%j becomes %j", async (cookie, expected) => {
    expect(await given([cookie], cookie.includes("Domain") ? "/proxy/web" : undefined)).toEqual([expected]);
  });

  it("that cannot be kept apart are dropped", async () => {
    const kept = await given([
      "__Host-s=1; Secure; Path=/",
      "__hOsT-s=1; Secure; Path=/",
      "__Host-Http-s=1; Secure; Path=/",
      "rollcall-3000=evil; Path=/",
      "ROLLCALL=evil",
      "__Secure-rollcall-3000=evil; Secure",
      "__Http-rollcall=evil; Secure",
      "=rollcall-3000=evil",
      " = rollcall-3000=evil",
      "nameless",
      "fine=1; Path=/",
    ]);
    expect(kept).toEqual(["fine=1; Path=/proxy/web"]);
  });

  it("stay under the path as it was written, whatever the service is called", async () => {
    const other = await gateway.http("a;Path=é b");
    other.answer = (_incoming, response) => response.setHeader("Set-Cookie", "s=1; Path=/").end();
    const response = await ask("/proxy/a;Path=%C3%A9%20b/");
    expect(response.headers["set-cookie"]).toBe("s=1; Path=/proxy/a%3BPath=%C3%A9%20b");
  });

  it("of the console reach no instance", async () => {
    let seen: IncomingHttpHeaders["cookie"] = "";
    web.answer = (incoming, response) => {
      seen = incoming.headers.cookie;
      response.end();
    };
    await ask("/proxy/web/", {
      cookie: "a=1; rollcall-3000=s; __Host-rollcall-3000=s; __Http-rollcall=s; =rollcall-3000=s; b=rollcall",
    });
    expect(seen).toBe("a=1; b=rollcall");
  });
});

describe("what a client says of where it comes from", () => {
  it.each([
    "X-Forwarded-For",
    "X_Forwarded_For",
    "x-forwarded_for",
    "X.Forwarded.For",
    "X-Forwarded-Port",
    "X-Forwarded-Prefix",
    "X_Forwarded_Proto",
    "X-Real-IP",
    "X_Real_IP",
    "X-Client-IP",
    "X_CLIENT_IP",
    "True-Client-IP",
    "CF-Connecting-IP",
    "CF_Connecting_IP",
    "X-Original-URL",
    "X-Rewrite-URL",
    "X-Original-Forwarded-For",
    "X-Cluster-Client-IP",
    "Fastly-Client-IP",
    "X-Envoy-External-Address",
    "Forwarded",
    "Proxy",
    "Content_Length",
    "Transfer_Encoding",
  ])("in %s reaches no instance, but for what we say", async (name) => {
    let raw: string[] = [];
    web.answer = (incoming, response) => {
      raw = incoming.rawHeaders;
      response.end();
    };
    await gateway.send(
      `GET /proxy/web/ HTTP/1.1\r\nHost: ${new URL(gateway.origin).host}\r\nConnection: close\r\n${name}: 6.6.6.6\r\nX-Mine: 7\r\n\r\n`,
    );
    expect(raw.filter((text) => text.includes("6.6.6.6"))).toEqual([]);
    expect(raw).toContain("7");
  });
});

describe("framing", () => {
  it("HTTP/1.0 with a chunked body is refused", async () => {
    const { host } = new URL(gateway.origin);
    const answer = await gateway.send(
      `POST /proxy/web/ HTTP/1.0\r\nHost: ${host}\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nhi\r\n0\r\n\r\n`,
    );
    expect(answer).toMatch(/^HTTP\/1\.1 400 [\s\S]*HTTP\/1\.0 knows no chunked bodies/);
    expect(web.seen).toBe(0);
  });

  it.each([
    [1_990, 200],
    [2_001, 431],
    [3_000, 431],
  ])("%i headers: %i, and never a body that is lost", async (count, status) => {
    const { host } = new URL(gateway.origin);
    web.answer = async (incoming, response) => {
      let body = "";
      for await (const part of incoming) body += part;
      response.end(`got ${body}`);
    };
    const answer = await gateway.send(
      `POST /proxy/web/ HTTP/1.1\r\n${"a:\r\n".repeat(count - 3)}Host: ${host}\r\nConnection: close\r\nContent-Length: 2\r\n\r\nhi`,
    );
    expect(answer).toMatch(new RegExp(`^HTTP/1\\.1 ${status} `));
    if (status === 200) expect(answer).toContain("got hi");
    else expect(web.seen).toBe(0);
  });
});
