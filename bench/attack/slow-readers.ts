/** Clients that ask for much and read nothing, and sockets that send more than anybody needs to. */
import { setMaxListeners } from "node:events";
import { connect, type Socket } from "node:net";
import { setTimeout as pause } from "node:timers/promises";
import { LIVE_PATH, PROTOCOL_VERSION } from "@/lib/live/protocol";

export interface SlowReaders {
  start(): void;
  /** How many of each kind were opened. */
  stop(): Promise<Record<string, number>>;
}

const HTTP_READERS = 20;
const LIVE_READERS = 10;
/** Longer than the console waits for somebody who reads nothing; then they come again. */
const HELD_MS = 60_000;
/** A console that is busy has so long to open a socket and to notice. */
const FLOOD_MS = 20_000;
const FLOOD_EVERY_MS = 3_000;
const FLOOD_PACKETS = 2_000;

export function createSlowReaders(url: string): SlowReaders {
  const { hostname, port, host } = new URL(url);
  const sockets = new Set<Socket>();
  const opened: Record<string, number> = {};
  const ending = new AbortController();
  // Everything that is under way listens to it.
  setMaxListeners(0, ending.signal);
  let running: Promise<unknown> = Promise.resolve();

  /** Without a listener for data nothing is ever read from it. */
  function open(kind: string, ...lines: readonly string[]): Socket {
    opened[kind] = (opened[kind] ?? 0) + 1;
    const socket = connect(Number(port), hostname);
    sockets.add(socket);
    socket.on("error", () => {
      // Being cut is what it came for.
    });
    socket.once("close", () => sockets.delete(socket));
    socket.write([...lines, `Host: ${host}`, "", ""].join("\r\n"));
    return socket;
  }

  function openLive(kind: string): Socket {
    return open(
      kind,
      `GET ${LIVE_PATH}/?EIO=4&transport=websocket HTTP/1.1`,
      "Connection: Upgrade",
      "Upgrade: websocket",
      "Sec-WebSocket-Version: 13",
      `Sec-WebSocket-Key: ${Buffer.alloc(16, 1).toString("base64")}`,
    );
  }

  async function hold(make: () => Socket): Promise<void> {
    while (!ending.signal.aborted) {
      const socket = make();
      await moment(HELD_MS);
      socket.destroy();
    }
  }

  async function moment(milliseconds: number): Promise<void> {
    await pause(milliseconds, undefined, { signal: ending.signal }).catch(() => {});
  }

  async function flood(): Promise<void> {
    for (let turn = 0; !ending.signal.aborted; turn++) {
      const socket = openLive("live sockets that flood");
      const packet = FLOODS[turn % FLOODS.length] ?? pong;
      socket.write(Buffer.concat(Array.from({ length: FLOOD_PACKETS }, (_, index) => textFrame(packet(index)))));
      socket.resume();
      await Promise.race([moment(FLOOD_MS), new Promise<void>((resolve) => socket.once("close", () => resolve()))]);
      socket.destroy();
      await moment(FLOOD_EVERY_MS);
    }
  }

  return {
    start() {
      running = Promise.all([
        ...Array.from({ length: HTTP_READERS }, (_, index) =>
          hold(() => open("answers that nobody reads", `GET ${LARGE[index % LARGE.length]} HTTP/1.1`)),
        ),
        ...Array.from({ length: LIVE_READERS }, () =>
          hold(() => {
            const socket = openLive("live sockets that nobody reads");
            socket.write(textFrame(`40${JSON.stringify({ version: PROTOCOL_VERSION, position: null })}`));
            return socket;
          }),
        ),
        flood(),
      ]);
    },
    async stop() {
      ending.abort();
      for (const socket of sockets) socket.destroy();
      await running;
      return opened;
    },
  };
}

const LARGE = ["/api/v1/snapshot", "/api/v1/exports", "/api/v1/instances?limit=1000", "/map"] as const;
const pong = () => "3";
/** Answers to pings, connections to namespaces that do not exist, and interest in ever other services. */
const FLOODS = [
  pong,
  (index: number) => `40/nowhere-${index},`,
  (index: number) => `42["interest",{"services":["crowd-${index % 100}"]}]`,
] as const;

/** A text frame of a client (RFC 6455), masked with zeros. */
function textFrame(text: string): Buffer {
  const payload = Buffer.from(text);
  const head =
    payload.length < 126
      ? Buffer.from([0x81, 0x80 | payload.length])
      : Buffer.from([0x81, 0xfe, payload.length >> 8, payload.length & 255]);
  return Buffer.concat([head, Buffer.alloc(4), payload]);
}
