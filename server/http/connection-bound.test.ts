import type { ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, expect, it } from "vitest";
import { systemClock } from "@/lib/clock";
import { exchange, rawConnection, statusesIn } from "@/server/testing/raw-http";
import { type BoundedServer, createBoundedServer } from "./bounded-server";

const MOST = 5;
const GET = "GET / HTTP/1.1\r\nHost: x\r\n\r\n";
const UPGRADE = "GET / HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: spoken\r\n\r\n";

let bounded: BoundedServer | null = null;
afterEach(() => {
  bounded?.stop();
  bounded?.server.closeAllConnections();
  bounded?.server.close();
});

async function start() {
  const held: ServerResponse[] = [];
  let refused = 0;
  const made = createBoundedServer({
    http: {},
    clock: systemClock,
    connections: { most: MOST, setting: "ROLLCALL_CONNECTIONS" },
    handle(request, response) {
      if (request.url === "/hold") held.push(response);
      else response.end("answered");
    },
    speaks: () => true,
    upgrade: (_request, socket) => void socket.end("HTTP/1.1 101 Switching Protocols\r\n\r\n"),
    onRefused: () => {
      refused += 1;
    },
  });
  bounded = made;
  await new Promise<void>((resolve) => made.server.listen(0, "127.0.0.1", resolve));
  const { port } = made.server.address() as AddressInfo;
  /** Takes every place, each with an answer that is still being made. */
  async function fill() {
    const connections = Array.from({ length: MOST }, () => rawConnection(port));
    for (const [index, connection] of connections.entries()) {
      const arrived = new Promise((resolve) => made.server.once("request", resolve));
      connection.write("GET /hold HTTP/1.1\r\nHost: x\r\n\r\n");
      await arrived;
      expect(held).toHaveLength(index + 1);
    }
    return connections;
  }
  return { port, fill, held, refused: () => refused };
}

it("refuses a connection beyond the bound and says which setting allows more, upgrades too", async () => {
  const { port, fill, refused } = await start();
  await fill();
  for (const bytes of [GET, UPGRADE]) {
    const received = await exchange(port, bytes);
    expect(statusesIn(received)).toEqual(["503"]);
    expect(received).toContain('"code":"overloaded"');
    expect(received).toContain("ROLLCALL_CONNECTIONS");
    expect(received).toMatch(/connection: close/i);
  }
  expect(refused()).toBe(2);
});

it("takes connections again when one has ended", async () => {
  const { port, fill, held } = await start();
  const [first] = await fill();
  const ended = new Promise((resolve) => held[0]?.once("close", resolve));
  first?.socket.destroy();
  await ended;
  const connection = rawConnection(port);
  connection.write(GET);
  expect(await connection.until("answered")).toContain("200 OK");
});

it("closes those that wait for nothing before it refuses anybody", async () => {
  const { port, refused } = await start();
  const idle = Array.from({ length: MOST }, () => rawConnection(port));
  for (const connection of idle) {
    connection.write(GET);
    await connection.until("answered");
  }
  const connection = rawConnection(port);
  const closed = Promise.all(idle.map((one) => one.end()));
  await new Promise((resolve) => connection.socket.once("connect", resolve));
  await closed;
  connection.write(GET);
  expect(await connection.until("answered")).toContain("200 OK");
  expect(refused()).toBe(0);
});
