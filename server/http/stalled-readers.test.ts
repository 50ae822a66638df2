import type { AddressInfo, Socket } from "node:net";
import { afterEach, expect, it } from "vitest";
import { createManualClock } from "@/lib/manual-clock";
import { eventually } from "@/server/testing/console";
import { rawConnection } from "@/server/testing/raw-http";
import { type BoundedServer, createBoundedServer, STALL_MS } from "./bounded-server";

/** More than the system takes of a connection nobody reads from. */
const LARGE = 32 * 1024 * 1024;

let bounded: BoundedServer | null = null;
afterEach(() => {
  bounded?.stop();
  bounded?.server.closeAllConnections();
  bounded?.server.close();
});

async function start(pieces: number) {
  const clock = createManualClock();
  let stalled = 0;
  const made = createBoundedServer({
    http: {},
    clock,
    connections: { most: 100, setting: "X" },
    handle(request, response) {
      if (request.url === "/small") return void response.end("small");
      for (let piece = 0; piece < pieces; piece++) response.write(Buffer.alloc(LARGE / pieces));
      response.end();
    },
    speaks: () => false,
    upgrade: () => {},
    onStalled: () => {
      stalled += 1;
    },
  });
  bounded = made;
  const sockets: Socket[] = [];
  made.server.on("connection", (socket) => sockets.push(socket));
  await new Promise<void>((resolve) => made.server.listen(0, "127.0.0.1", resolve));
  const { port } = made.server.address() as AddressInfo;
  /** The server's side of a connection that asked, once the system takes nothing more of the answer. */
  async function stuck() {
    const connection = rawConnection(port);
    connection.socket.pause();
    connection.write("GET /large HTTP/1.1\r\nHost: x\r\n\r\n");
    await eventually(
      () => sockets.at(-1)?.writableLength ?? 0,
      (waiting) => waiting > 0,
    );
    const socket = sockets.at(-1);
    if (!socket) throw new Error("There is no connection");
    return { connection, socket };
  }
  return { clock, port, stuck, stalled: () => stalled, sockets };
}

/** Reads so much, more than the system keeps back, and then nothing more. */
function take(socket: Socket, bytes: number): Promise<void> {
  return new Promise((resolve) => {
    let taken = 0;
    socket.on("data", function count(text: string) {
      taken += text.length;
      if (taken < bytes) return;
      socket.off("data", count);
      socket.pause();
      resolve();
    });
    socket.resume();
  });
}

it.each([1, 64])("cuts a connection of whose answer, in %i pieces, nothing is read for 30 seconds", async (pieces) => {
  const { clock, stuck, stalled } = await start(pieces);
  const { socket } = await stuck();
  clock.advance(STALL_MS);
  // The first look takes the measure.
  expect(socket.destroyed).toBe(false);
  clock.advance(STALL_MS);
  expect([socket.destroyed, stalled()]).toEqual([true, 1]);
});

it.each([1, 64])("keeps a slow reader of an answer in %i pieces, who takes a little now and then", async (pieces) => {
  const { clock, stuck, stalled } = await start(pieces);
  const { connection, socket } = await stuck();
  const left = () => {
    const handle: unknown = Reflect.get(socket, "_handle");
    return `${socket.writableLength} ${typeof handle === "object" && handle ? Reflect.get(handle, "writeQueueSize") : ""}`;
  };
  for (let round = 0; round < 5; round++) {
    clock.advance(STALL_MS * 0.9);
    const before = left();
    await take(connection.socket, LARGE / 8);
    await eventually(left, (now) => now !== before);
  }
  expect([socket.destroyed, stalled()]).toEqual([false, 0]);
});

it("leaves alone who waits, who reads, and who has nothing to read", async () => {
  const { clock, port, stalled, sockets } = await start(1);
  const idle = rawConnection(port);
  const reads = rawConnection(port);
  reads.write("GET /small HTTP/1.1\r\nHost: x\r\n\r\n");
  await reads.until("small");
  await eventually(
    () => sockets.length,
    (count) => count === 2,
  );
  clock.advance(10 * STALL_MS);
  expect([idle.socket.destroyed, reads.socket.destroyed, stalled()]).toEqual([false, false, 0]);
});

it("looks after nobody once nobody is connected", async () => {
  const { clock, port, sockets } = await start(1);
  const one = rawConnection(port);
  await eventually(
    () => sockets.length,
    (count) => count === 1,
  );
  expect(clock.pending()).toBe(1);
  one.socket.destroy();
  await eventually(
    () => sockets[0]?.closed,
    (closed) => closed === true,
  );
  clock.advance(STALL_MS);
  expect(clock.pending()).toBe(0);
});
