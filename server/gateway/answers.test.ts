import { once } from "node:events";
import { connect, type Socket } from "node:net";
import { Agent, request } from "undici";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { type GatewayHarness, startGateway } from "./harness.testing";

/** What instances answer, byte for byte, and what arrives at the client. */
let gateway: GatewayHarness;
beforeEach(async () => {
  gateway = await startGateway({ limits: { attemptTimeoutMs: 5_000, attempts: 1 } });
});
afterEach(() => gateway.stop());

/** Two requests on one connection: the second is answered only where the first one's answer was complete. */
async function twice(method: string, path: string): Promise<string> {
  const { host, port } = new URL(gateway.origin);
  const head = (closing: boolean) =>
    `${method} ${path} HTTP/1.1\r\nHost: ${host}\r\n${closing ? "Connection: close\r\n" : ""}\r\n`;
  const socket: Socket = connect(Number(port), "127.0.0.1");
  let answer = "";
  socket.setEncoding("latin1").on("data", (part) => (answer += part));
  socket.write(head(false));
  await once(socket, "data");
  socket.write(head(true));
  await once(socket, "close");
  return answer;
}

const statuses = (answer: string) => [...answer.matchAll(/HTTP\/1\.1 (\d{3})/g)].map(([, status]) => Number(status));

describe("an answer without a body", () => {
  it.each([
    ["GET", 304, "Content-Length: 5\r\n"],
    ["GET", 304, "Transfer-Encoding: chunked\r\n"],
    ["GET", 304, "Content-Length: 0\r\n"],
    ["GET", 304, ""],
    ["GET", 204, "Content-Length: 5\r\n"],
    ["GET", 204, "Transfer-Encoding: chunked\r\n"],
    ["DELETE", 204, ""],
    ["POST", 205, "Content-Length: 5\r\n"],
    ["POST", 205, "Transfer-Encoding: chunked\r\n"],
    ["POST", 205, "Content-Length: 0\r\n"],
    ["POST", 205, ""],
    ["HEAD", 200, "Content-Length: 5\r\n"],
    ["HEAD", 200, "Transfer-Encoding: chunked\r\n"],
    ["HEAD", 304, "Content-Length: 5\r\n"],
  ])("to %s passes at once as %i, whatever it announces: %j", async (method, status, headers) => {
    await gateway.raw("web", `HTTP/1.1 ${status} Whatever\r\n${headers}ETag: "1"\r\n\r\n`);
    const answer = await twice(method, "/proxy/web/");
    expect(statuses(answer)).toEqual([status, status]);
    expect(answer.match(/ETag: "1"/g)).toHaveLength(2);
    // RFC 9110 8.6: none on 204; and on none of the others does it say anything that somebody could wait for.
    if (method !== "HEAD") expect(answer).not.toMatch(/content-length: [1-9]/i);
  });

  it("of a kept connection is not mistaken for the beginning of a body", async () => {
    const instance = await gateway.raw("web", (count) =>
      count === 1 ? "HTTP/1.1 304 N\r\nContent-Length: 5\r\n\r\n" : "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok",
    );
    expect((await request(`${gateway.origin}/proxy/web/`)).statusCode).toBe(304);
    expect(await (await request(`${gateway.origin}/proxy/web/`)).body.text()).toBe("ok");
    expect(instance.connections).toBe(2);
  });

  it("and without a length keeps its connection", async () => {
    const instance = await gateway.raw("web", "HTTP/1.1 204 N\r\n\r\n");
    for (let time = 0; time < 3; time++) await (await request(`${gateway.origin}/proxy/web/`)).body.dump();
    expect(instance.connections).toBe(1);
  });

  it("that is only on its way comes as often as it likes", async () => {
    const hint = "HTTP/1.1 103 Early Hints\r\nLink: </a.css>; rel=preload\r\nContent-Length: 5\r\n\r\n";
    await gateway.raw("web", `${hint}${hint}HTTP/1.1 102 P\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok`);
    const response = await request(`${gateway.origin}/proxy/web/`);
    expect([response.statusCode, await response.body.text()]).toEqual([200, "ok"]);
  });

  it("a client that expects 100 Continue gets it, and the instance hears nothing of it", async () => {
    const one = await gateway.http("web");
    let expected: string | undefined = "";
    one.answer = (incoming, response) => {
      expected = incoming.headers.expect;
      incoming.on("data", (part) => response.end(part));
    };
    const answer = await gateway.send(
      `POST /proxy/web/ HTTP/1.1\r\nHost: ${new URL(gateway.origin).host}\r\nExpect: 100-continue\r\nConnection: close\r\nContent-Length: 2\r\n\r\nhi`,
    );
    expect(statuses(answer)).toEqual([100, 200]);
    expect(expected).toBeUndefined();
  });
});

describe("an answer that cannot be handed on as it is", () => {
  it.each(["Größe – 大", "\u00e4\u0007bell", "x".repeat(2_000), ""])(
    "keeps its reason phrase to itself: %j",
    async (phrase) => {
      const bytes = Buffer.from(phrase, "utf8").toString("latin1");
      await gateway.raw("web", `HTTP/1.1 200 ${bytes}\r\nContent-Length: 2\r\n\r\nok`);
      const answer = await gateway.send(
        `GET /proxy/web/ HTTP/1.1\r\nHost: ${new URL(gateway.origin).host}\r\nConnection: close\r\n\r\n`,
      );
      expect(answer).toMatch(/^HTTP\/1\.1 (200 OK|502 Bad Gateway)\r\n/);
      if (!phrase.includes("\u0007")) expect(answer).toMatch(/^HTTP\/1\.1 200 OK\r\n[\s\S]*ok$/);
    },
  );
});

describe("an instance that does not speak HTTP", () => {
  it.each([
    ["SSH-2.0-OpenSSH_9.6\r\n", /answers, but not with HTTP/],
    ["220 mail.example ESMTP\r\n", /answers, but not with HTTP/],
    ["HTTP/1.1 099 Low\r\nContent-Length: 0\r\n\r\n", /status 99, which is none/],
    ["+PONG\r\n", /answers, but not with HTTP/],
    ["\x15\x03\x01\x00\x02\x02\x46", /answers, but not with HTTP/],
    ["HTTP/1.1 101 Switching\r\nConnection: upgrade\r\nUpgrade: x\r\n\r\n", /status that nobody asked for/],
    ["HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n", /status that nobody asked for/],
    ["HTTP/1.1 200 OK\r\nContent-Length: 5\r\nContent-Length: 6\r\n\r\nhello", /another length than it said/],
  ])("%j is told in words", async (bytes, words) => {
    await gateway.raw("web", bytes);
    const dispatcher = new Agent();
    const proxied = await request(`${gateway.origin}/proxy/web/`, { dispatcher });
    const problem = (await proxied.body.json()) as { detail: string; code: string };
    expect([proxied.statusCode, problem.code]).toEqual([502, "upstream-failed"]);
    expect(problem.detail).toMatch(words);
    const sent = await request(`${gateway.origin}/send/web`, { dispatcher });
    expect(await sent.body.json()).toMatchObject({
      failure: { code: "protocol", message: expect.stringMatching(words) },
    });
    await dispatcher.close();
  });
});

describe("protocols", () => {
  it.each(["HTTP", "Http", " http "])("%j is understood", async (protocol) => {
    const one = await gateway.http("other");
    await gateway.register("web", "one", { hostname: "127.0.0.1", port: one.port, protocol });
    const response = await request(`${gateway.origin}/send/web`);
    const body = (await response.body.json()) as { endpoint: string };
    expect(body.endpoint).toBe(`${protocol.trim().toLowerCase()}://127.0.0.1:${one.port}`);
  });

  it("that are no HTTP are named, where nobody speaks it", async () => {
    await gateway.register("web", "one", { hostname: "127.0.0.1", port: 9_000, protocol: "GRPC" });
    await gateway.register("web", "two", { hostname: "127.0.0.1", port: 9_001, protocol: "udp" });
    for (const path of ["/proxy/web/", "/send/web"]) {
      const response = await request(`${gateway.origin}${path}`);
      expect(response.statusCode).toBe(503);
      expect(await response.body.json()).toMatchObject({
        code: "no-endpoint",
        detail: "No instance of web speaks HTTP: registered is grpc, udp.",
      });
    }
    await gateway.remove("web", "one");
    await gateway.remove("web", "two");
    const response = await request(`${gateway.origin}/proxy/web/`);
    expect(await response.body.json()).toMatchObject({ code: "no-instance" });
  });
});
