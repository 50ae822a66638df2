import { PassThrough } from "node:stream";
import { afterEach, expect, test } from "vitest";
import { type Interest, PROTOCOL_VERSION } from "@/lib/live/protocol";
import { createManualClock } from "@/lib/manual-clock";
import { createSocketLimits } from "./socket-limits";
import { type RawClient, startTestHub, type TestHubOptions } from "./testing";

const stops: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const stop of stops.splice(0)) await stop();
});

async function start(options: TestHubOptions = {}) {
  const hub = await startTestHub(options);
  stops.push(hub.stop);
  return hub;
}

const HELLO = `40${JSON.stringify({ version: PROTOCOL_VERSION, position: null })}`;

async function greet(client: RawClient): Promise<void> {
  const answered = client.said('40{"sid"');
  client.send(HELLO);
  await answered;
}

/** What one client sent without end, and Socket.IO's middlewares never saw. */
const FLOODS: Record<string, (at: number) => string> = {
  events: () => `42["nothing",{}]`,
  "looks at this and that": (at) => `42["interest",{"services":["web-${at}"]}]`,
  "pings that want an answer": (at) => `42${at}["ping",1]`,
  "answers that nobody asked for": (at) => `43${at}[1]`,
  "namespaces that do not exist": (at) => `40/nowhere-${at},`,
  pongs: () => "3",
};

for (const [what, packet] of Object.entries(FLOODS))
  test(`a socket that floods the console is ended: ${what}`, async () => {
    const { rawSocket, limits } = await start({ bounds: { packets: 50 } });
    const client = await rawSocket();
    expect(client.head).toContain("101 Switching Protocols");
    await greet(client);
    client.send(...Array.from({ length: 60 }, (_, at) => packet(at)));
    await client.closed;
    expect(limits.stats().cut).toMatchObject({ packets: 1 });
    expect(limits.stats().open).toBe(0);
  });

test("what makes no packet is counted by its bytes", async () => {
  const { rawSocket, limits } = await start({ bounds: { bytes: 10_000, packets: 1_000_000 } });
  const client = await rawSocket();
  await greet(client);
  client.ping(1_000);
  await client.closed;
  expect(limits.stats().cut).toMatchObject({ bytes: 1 });
});

test("a page that says what a page says stays, however long", () => {
  const clock = createManualClock();
  const limits = createSocketLimits(clock);
  const { connection, emit, socket } = fakeConnection();
  expect(limits.admit(socket)).toBeNull();
  limits.watch(connection);
  for (let second = 0; second < 600; second++) {
    for (let packet = 0; packet < 20; packet++) emit("packet");
    socket.bytesRead += 20_000;
    clock.advance(1_000);
  }
  expect(socket.destroyed).toBe(false);
  limits.stop();
  expect(clock.pending()).toBe(0);
});

test("who does not read is ended before much waits for it, and others are not", async () => {
  const bounds = { waitingBytes: 2 << 20, packets: 1_000_000, bytes: 1 << 30 };
  const { rawSocket, limits, hub, connect, write, view } = await start({ bounds });
  const reader = connect({ epoch: view().epoch, seq: view().seq }, view());
  await expect.poll(() => hub.stats().inStep).toBe(1);
  const client = await rawSocket();
  await greet(client);
  client.socket.pause();
  // Each is answered with its own name. Kernels take some megabytes before anything waits here.
  const name = "x".repeat(60_000);
  for (let at = 0; at < 1_000 && limits.stats().cut.waiting === 0; at++) {
    client.send(`40/${name}${at},`);
    await new Promise((resolve) => setImmediate(resolve));
  }
  await expect.poll(() => limits.stats()).toMatchObject({ open: 1, waitingBytes: 0, cut: { waiting: 1 } });
  write({ key: "/s/web/a", value: "1" });
  await expect.poll(() => reader.view?.seq, { timeout: 20_000 }).toBe(view().seq);
  expect(reader.closed).toBeNull();
});

test("of what a socket says it looks at the last counts, and it is heard four times a second at most", async () => {
  const heard: string[][] = [];
  const fine = {
    look: (_socket: unknown, { services = [] }: Interest) => void heard.push(services),
    gone: () => {},
    isLookedAt: () => false,
  };
  const { connect, hub } = await start({ fine });
  const startedAt = performance.now();
  const { socket } = connect(null);
  for (let at = 0; at < 150; at++) socket.emit("interest", { services: [`web-${at}`] });
  await expect.poll(() => heard.at(-1)).toEqual(["web-149"]);
  const quarters = (performance.now() - startedAt) / 250;
  expect(heard.length).toBeLessThanOrEqual(quarters + 1);
  expect(hub.stats().clients).toBe(1);
});

test("one further socket than may be open is refused with the reason, and taken when another one has left", async () => {
  const { rawSocket, limits } = await start({ bounds: { sockets: 2 } });
  const first = await rawSocket();
  const second = await rawSocket();
  const third = await rawSocket();
  expect(third.head).toMatch(/^HTTP\/1\.1 503 Service Unavailable\r\n/);
  expect(third.head).toContain("ROLLCALL_LIVE_SOCKETS");
  await third.closed;
  expect(limits.stats()).toMatchObject({ open: 2, refused: 1 });
  expect(first.socket.destroyed || second.socket.destroyed).toBe(false);
  first.socket.destroy();
  await expect.poll(() => limits.stats().open).toBe(1);
  const fourth = await rawSocket();
  expect(fourth.head).toContain("101 Switching Protocols");
});

test("who takes nothing for half a minute while something waits is ended", () => {
  const clock = createManualClock();
  const limits = createSocketLimits(clock);
  const slow = fakeConnection();
  const stuck = fakeConnection();
  const idle = fakeConnection();
  for (const { connection } of [slow, stuck, idle]) limits.watch(connection);
  for (const { emit, socket } of [slow, stuck]) {
    emit("packetCreate", { data: "x".repeat(1_000) });
    socket.bytesWritten = 1_000;
  }
  for (let second = 0; second < 29; second++) {
    slow.socket.bytesWritten++;
    clock.advance(1_000);
  }
  expect(stuck.socket.destroyed).toBe(false);
  slow.socket.bytesWritten++;
  clock.advance(3_000);
  expect(stuck.socket.destroyed).toBe(true);
  expect(slow.socket.destroyed).toBe(false);
  expect(idle.socket.destroyed).toBe(false);
  expect(limits.stats().cut).toMatchObject({ stalled: 1 });
  limits.stop();
});

test("a client in step is sent a step of any size that the ring holds", () => {
  const limits = createSocketLimits(createManualClock(), { waitingBytes: 1_000 });
  const { connection, emit, socket } = fakeConnection();
  limits.watch(connection);
  emit("packetCreate", { data: "x".repeat(5_000) });
  emit("flush");
  emit("packetCreate", { data: "x".repeat(5_000) });
  expect(socket.destroyed).toBe(false);
  emit("packetCreate", { data: "x" });
  expect(socket.destroyed).toBe(true);
  limits.stop();
});

test("where all together wait for too much, those with the most are ended first", () => {
  const clock = createManualClock();
  const limits = createSocketLimits(clock, { waitingBytesInAll: 10_000 });
  const connections = [4_000, 1_000, 6_000, 2_000].map((bytes) => {
    const one = fakeConnection();
    limits.watch(one.connection);
    one.emit("packetCreate", { data: "x".repeat(bytes) });
    return one;
  });
  clock.advance(1_000);
  expect(connections.map(({ socket }) => socket.destroyed)).toEqual([false, false, true, false]);
  expect(limits.stats().waitingBytes).toBe(7_000);
  limits.stop();
});

/** The socket below a connection, with counters that a test sets. */
function fakeConnection() {
  const listeners = new Map<string, (packet: { data?: unknown }) => void>();
  const socket = Object.assign(new PassThrough(), { bytesRead: 0, bytesWritten: 0 });
  const connection = {
    request: { socket },
    on: (event: string, listener: (packet: { data?: unknown }) => void) => listeners.set(event, listener),
  };
  return {
    socket,
    connection: connection as unknown as Parameters<ReturnType<typeof createSocketLimits>["watch"]>[0],
    emit: (event: string, packet: { data?: unknown } = {}) => listeners.get(event)?.(packet),
  };
}
