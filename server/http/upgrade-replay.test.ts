import type { IncomingMessage, ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";
import { afterEach, expect, it } from "vitest";
import { systemClock } from "@/lib/clock";
import { exchange, rawConnection, statusesIn } from "@/server/testing/raw-http";
import { type BoundedServer, createBoundedServer } from "./bounded-server";
import { upgradesAreChosen } from "./upgrade-replay";

/**
 * `curl --http2` and Java's HttpClient offer HTTP/2 with every request to an http address. Nobody here speaks it; what
 * they asked is answered all the same.
 */
const OFFER = "Connection: Upgrade, HTTP2-Settings\r\nUpgrade: h2c\r\nHTTP2-Settings: AAMAAABkAAQAoAAAAAIAAAAA\r\n";

let bounded: BoundedServer | null = null;
afterEach(() => {
  bounded?.stop();
  bounded?.server.closeAllConnections();
  bounded?.server.close();
});

/** Answers with what arrived, so that nothing is read as something else unnoticed. */
async function echo(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const body = await text(request).catch(() => null);
  if (body === null) return;
  const {
    "content-length": length,
    "transfer-encoding": transfer,
    connection,
    upgrade,
    expect: wish,
  } = request.headers;
  response.end(
    `${JSON.stringify({ method: request.method, url: request.url, body, length, transfer, connection, upgrade, wish, note: request.headers["x-note"], trailers: request.trailers })}\n`,
    "latin1",
  );
}

async function start(handle: (request: IncomingMessage, response: ServerResponse) => unknown = echo): Promise<number> {
  const made = createBoundedServer({
    http: {},
    clock: systemClock,
    connections: { most: 100, setting: "X" },
    handle: (request, response) => void handle(request, response),
    speaks: ({ headers }) => headers.upgrade === "spoken",
    upgrade: (_request, socket, head) => {
      socket.write(`HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: spoken\r\n\r\n`);
      socket.end(`spoken with ${head.length}\n`);
    },
  });
  bounded = made;
  await new Promise<void>((resolve) => made.server.listen(0, "127.0.0.1", resolve));
  return (made.server.address() as AddressInfo).port;
}

const bodies = (received: string) =>
  [...received.matchAll(/^\{.*\}$/gm)].map(([line]) => JSON.parse(line) as Record<string, unknown>);

it("answers what offers another protocol, as if it had not", async () => {
  const port = await start();
  const received = await exchange(
    port,
    `GET /a?b HTTP/1.1\r\nHost: x\r\nX-Note: caf\xe9\r\nConnection: Upgrade, close, HTTP2-Settings\r\nUpgrade: h2c\r\nHTTP2-Settings: A\r\n\r\n`,
  );
  expect(statusesIn(received)).toEqual(["200"]);
  expect(bodies(received)).toMatchObject([{ method: "GET", url: "/a?b", body: "", note: "caf\xe9" }]);
});

it.skipIf(upgradesAreChosen)(
  "keeps the connection and still speaks what is spoken (from Node 26 on it is closed)",
  async () => {
    const port = await start();
    const connection = rawConnection(port);
    for (let count = 1; count <= 20; count++) {
      connection.write(`GET /${count} HTTP/1.1\r\nHost: x\r\n${count % 2 ? OFFER : ""}\r\n`);
      const received = await connection.until("HTTP/1.1", count);
      expect(statusesIn(received)).toHaveLength(count);
    }
    connection.write("GET /x HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: spoken\r\n\r\n");
    const received = await connection.end();
    expect(received).toContain("spoken with 0");
    expect(statusesIn(received)).toEqual([...Array(20).fill("200"), "101"]);
  },
);

it.skipIf(upgradesAreChosen)(
  "reads bodies of any kind and what comes after (from Node 26 on the connection is closed)",
  async () => {
    const port = await start();
    const connection = rawConnection(port);
    connection.write(`POST /length HTTP/1.1\r\nHost: x\r\n${OFFER}Content-Length: 10\r\n\r\n12345`);
    connection.write("67890");
    await connection.until("/length");
    connection.write(
      `POST /chunks HTTP/1.1\r\nHost: x\r\n${OFFER}Transfer-Encoding: chunked\r\nTrailer: X-Sum\r\n\r\n3\r\nabc\r\n`,
    );
    connection.write("2\r\nde\r\n0\r\nX-Sum: 5\r\n\r\n");
    await connection.until("/chunks");
    connection.write(`POST /waits HTTP/1.1\r\nHost: x\r\n${OFFER}Expect: 100-continue\r\nContent-Length: 4\r\n\r\n`);
    await connection.until("HTTP/1.1 100");
    connection.write("done");
    await connection.until("/waits");
    connection.write("GET /last HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
    const received = await connection.end();
    expect(statusesIn(received)).toEqual(["200", "200", "100", "200", "200"]);
    expect(bodies(received)).toMatchObject([
      { url: "/length", body: "1234567890", length: "10" },
      { url: "/chunks", body: "abcde", transfer: "chunked", trailers: { "x-sum": "5" } },
      { url: "/waits", body: "done" },
      { url: "/last", body: "" },
    ]);
  },
);

it.skipIf(upgradesAreChosen)(
  "answers a pipeline in its order (from Node 26 on the connection is closed instead)",
  async () => {
    let release = () => {};
    const port = await start(async (request, response) => {
      if (request.url === "/0")
        await new Promise<void>((resolve) => {
          release = resolve;
        });
      return echo(request, response);
    });
    const connection = rawConnection(port);
    const one = (name: number, offer: string) =>
      `POST /${name} HTTP/1.1\r\nHost: x\r\n${offer}Content-Length: 4\r\n\r\n${String(name).padStart(4, "0")}`;
    const arrived = new Promise<void>((resolve) => bounded?.server.once("request", () => resolve()));
    connection.write([0, 1, 2, 3, 4, 5].map((name) => one(name, name % 2 ? OFFER : "")).join(""));
    await arrived;
    release();
    connection.write(`GET /6 HTTP/1.1\r\nHost: x\r\nConnection: close, Upgrade\r\nUpgrade: h2c\r\n\r\n`);
    const received = await connection.end();
    expect(bodies(received).map(({ url, body }) => [url, body])).toEqual([
      ["/0", "0000"],
      ["/1", "0001"],
      ["/2", "0002"],
      ["/3", "0003"],
      ["/4", "0004"],
      ["/5", "0005"],
      ["/6", ""],
    ]);
  },
);

it.runIf(upgradesAreChosen)("closes the connection after a request whose upgrade is not taken", async () => {
  const port = await start();
  const received = await exchange(
    port,
    `POST /a HTTP/1.1\r\nHost: x\r\n${OFFER}Content-Length: 4\r\n\r\nbodyGET /b HTTP/1.1\r\nHost: x\r\n\r\n`,
  );
  expect(received).toContain("Connection: close");
  expect(bodies(received)).toMatchObject([{ url: "/a", body: "body" }]);
});

it.each([
  ["two lengths", "Content-Length: 4\r\nContent-Length: 5\r\n\r\nabcd"],
  ["a length and chunks", "Content-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n"],
  ["a folded header", "X-A: 1\r\n Content-Length: 30\r\n\r\n"],
  ["a carriage return alone", "X-A: 1\rContent-Length: 30\r\n\r\n"],
  [
    "a length named by Connection",
    "Connection: Content-Length, Upgrade\r\nContent-Length: 30\r\n\r\nGET /hidden HTTP/1.1\r\nHost: x\r\n\r\n",
  ],
])("reads nothing else into a request with %s", async (_what, rest) => {
  const port = await start();
  const seen: (string | undefined)[] = [];
  bounded?.server.on("request", ({ url }) => void seen.push(url));
  const connection = rawConnection(port);
  connection.write(`POST /outer HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: h2c\r\n${rest}`);
  connection.socket.end();
  await connection.end();
  expect(seen.filter((url) => url !== "/outer")).toEqual([]);
});

it("a client that leaves in the middle of it ends nothing but its connection", async () => {
  const port = await start();
  const connection = rawConnection(port);
  const closed = new Promise((resolve) => bounded?.server.once("request", (request) => request.once("close", resolve)));
  connection.write(`POST /gone HTTP/1.1\r\nHost: x\r\n${OFFER}Content-Length: 10\r\n\r\n123`);
  await new Promise((resolve) => bounded?.server.once("request", resolve));
  connection.socket.destroy();
  await closed;
  expect(statusesIn(await exchange(port, "GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"))).toEqual(["200"]);
});
