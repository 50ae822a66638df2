import { once } from "node:events";
import { connect, createServer, type Server, type Socket } from "node:net";
import { afterEach, beforeEach, expect, it } from "vitest";
import { createFaultProxy, type FaultProxy } from "./fault-proxy";

let echo: Server;
let proxy: FaultProxy;
let clients: Socket[] = [];

beforeEach(async () => {
  echo = createServer((socket) => void socket.on("error", () => {}).pipe(socket));
  await new Promise<void>((resolve) => echo.listen(0, "127.0.0.1", resolve));
  proxy = await createFaultProxy({ targetPort: portOf(echo) });
});

afterEach(async () => {
  for (const client of clients) client.destroy();
  clients = [];
  await proxy.stop();
  await new Promise((resolve) => echo.close(resolve));
});

function portOf(server: Server): number {
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("not listening");
  return address.port;
}

async function client() {
  const socket = connect(proxy.port, "127.0.0.1");
  clients.push(socket);
  let received = "";
  socket.on("data", (chunk) => {
    received += chunk;
  });
  const closed = new Promise<void>((resolve) => socket.on("error", () => {}).once("close", () => resolve()));
  await once(socket, "connect");
  const has = (length: number) => expect.poll(() => received.length, { interval: 5 }).toBeGreaterThanOrEqual(length);
  return { socket, closed, has, received: () => received };
}

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

it("passes bytes both ways, and an end", async () => {
  const one = await client();
  one.socket.end("x".repeat(1_000_000));
  await one.closed;
  expect(one.received().length).toBe(1_000_000);
  expect(proxy.bytes()).toEqual({ up: 1_000_000, down: 1_000_000 });
  await expect.poll(() => proxy.connections()).toBe(0);
});

it("cuts what is open and lets new connections in", async () => {
  const one = await client();
  one.socket.write("a");
  await one.has(1);
  proxy.cut();
  await one.closed;
  const two = await client();
  two.socket.write("b");
  await two.has(1);
  expect(proxy.accepted()).toBe(2);
});

it("is a black hole while stalled, for old and new connections, and delivers what it held", async () => {
  const old = await client();
  old.socket.write("a");
  await old.has(1);
  proxy.stall();
  const late = await client();
  old.socket.write("b");
  late.socket.write("c");
  await pause(150);
  expect(old.received() + late.received()).toBe("a");
  expect(proxy.connections()).toBe(2);
  proxy.resume();
  await old.has(2);
  await late.has(1);
  expect(old.received()).toBe("ab");
});

it("hides the server's end while stalled", async () => {
  const one = await client();
  one.socket.write("a");
  await one.has(1);
  proxy.stall();
  await pause(20);
  let closed = false;
  void one.closed.then(() => {
    closed = true;
  });
  const target = portOf(echo);
  await pause(100);
  expect(closed).toBe(false);
  expect(target).toBe(portOf(echo));
  proxy.cut();
  await one.closed;
});

it("refuses connections until healed, on the same port", async () => {
  const one = await client();
  await proxy.refuse();
  await one.closed;
  await expect(client()).rejects.toThrow(/ECONNREFUSED/);
  await proxy.heal();
  const two = await client();
  two.socket.write("a");
  await two.has(1);
});

it("cuts after exactly so many bytes from the server, once", async () => {
  const one = await client();
  const cut = proxy.cutAfterBytes(10);
  one.socket.write("0123456789abcdef");
  await cut;
  await one.closed;
  expect(one.received().length).toBeLessThanOrEqual(10);
  expect(proxy.bytes().down).toBe(10);
  const two = await client();
  two.socket.write("0123456789abcdef");
  await two.has(16);
});

it("delays in order", async () => {
  proxy.delay(60);
  const one = await client();
  const sentAt = performance.now();
  one.socket.write("a");
  await pause(10);
  one.socket.write("b");
  await one.has(2);
  expect(performance.now() - sentAt).toBeGreaterThanOrEqual(115);
  expect(one.received()).toBe("ab");
});

it("sends new connections to another server when retargeted", async () => {
  const other = createServer((socket) => void socket.on("error", () => {}).write("other"));
  await new Promise<void>((resolve) => other.listen(0, "127.0.0.1", resolve));
  proxy.retarget(portOf(other));
  const one = await client();
  await one.has(5);
  one.socket.destroy();
  proxy.cut();
  await new Promise((resolve) => other.close(resolve));
  expect(one.received()).toBe("other");
});
