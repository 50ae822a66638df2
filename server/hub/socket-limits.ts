import type { IncomingMessage } from "node:http";
import type { Duplex } from "node:stream";
import type { Clock } from "@/lib/clock";
import { Problem } from "@/lib/errors";

/** What one socket may send, and what may wait in this process for those that do not read. */
export interface SocketBounds {
  /** Open at once. */
  sockets: number;
  /** Packets of any kind within `windowMs`: events, answers, pongs, requests for a namespace. A page sends a handful. */
  packets: number;
  /** Bytes within `windowMs`, framing included: also what makes no packet, like WebSocket's own pings. */
  bytes: number;
  windowMs: number;
  /** Written for one client and not taken by its kernel yet. */
  waitingBytes: number;
  /** The same for all clients together: those with the most are cut first. */
  waitingBytesInAll: number;
  /** A client that takes nothing for so long, while something waits for it, is cut. */
  stalledMs: number;
}

export const SOCKET_BOUNDS: SocketBounds = {
  sockets: 1_000,
  packets: 200,
  bytes: 512 * 1024,
  windowMs: 3_000,
  // One step of a storm may be as large as the hub's ring.
  waitingBytes: 24 << 20,
  waitingBytesInAll: 256 << 20,
  stalledMs: 30_000,
};

const LOOK_EVERY_MS = 1_000;

/** What is needed of a TCP or TLS socket: `node:net`'s has all of it. */
export interface RawSocket extends Duplex {
  readonly bytesRead: number;
  /** What was written, also what still waits here. */
  readonly bytesWritten: number;
}

/** What is needed of engine.io's socket: its own state is hidden by its types. */
export interface Connection {
  readonly request: IncomingMessage;
  on(event: "packet", listener: () => void): unknown;
  on(event: "packetCreate", listener: (packet: { data?: unknown }) => void): unknown;
  on(event: "flush", listener: () => void): unknown;
}

export type CutReason = "packets" | "bytes" | "waiting" | "stalled";

export interface SocketLimits {
  /** Before the handshake: why this socket is refused, or null; then it counts until it closes. */
  admit(socket: Duplex): Problem | null;
  /** After the handshake: what it sends and what waits for it is bounded from here on. */
  watch(connection: Connection): void;
  stats(): { open: number; most: number; refused: number; waitingBytes: number; cut: Record<CutReason, number> };
  stop(): void;
}

interface Watched {
  socket: RawSocket;
  packets: number;
  /** `bytesRead` when the window began. */
  readBefore: number;
  windowSince: number;
  /** Bytes in engine.io's own buffer, which it hands on when the socket takes more. */
  buffered: number;
  /** Bytes the kernel had taken when it last took some, and when that was. */
  taken: number;
  takenAt: number;
}

/**
 * Bounds that hold below Socket.IO: its middlewares see events only, while connecting to a namespace that does not exist,
 * answers and pongs cost as much.
 */
export function createSocketLimits(clock: Clock, given: Partial<SocketBounds> = {}): SocketLimits {
  const bounds = { ...SOCKET_BOUNDS, ...given };
  const open = new Set<Duplex>();
  const watched = new Map<Duplex, Watched>();
  const cut: Record<CutReason, number> = { packets: 0, bytes: 0, waiting: 0, stalled: 0 };
  let refused = 0;
  let cancel: (() => void) | null = null;

  function end(one: Watched, reason: CutReason): void {
    if (!watched.delete(one.socket)) return;
    cut[reason]++;
    one.socket.destroy();
  }

  function onPacket(one: Watched): void {
    const now = clock.now();
    if (now - one.windowSince >= bounds.windowMs) beginWindow(one, now);
    if (++one.packets > bounds.packets) end(one, "packets");
  }

  function beginWindow(one: Watched, now: number): void {
    one.windowSince = now;
    one.packets = 0;
    one.readBefore = one.socket.bytesRead;
  }

  function look(): void {
    const now = clock.now();
    for (const one of [...watched.values()]) {
      if (one.socket.bytesRead - one.readBefore > bounds.bytes) end(one, "bytes");
      else if (waitingOf(one) > bounds.waitingBytes) end(one, "waiting");
      else if (isStalled(one, now)) end(one, "stalled");
      else if (now - one.windowSince >= bounds.windowMs) beginWindow(one, now);
    }
    let inAll = waitingInAll();
    if (inAll > bounds.waitingBytesInAll)
      for (const one of [...watched.values()].sort((a, b) => waitingOf(b) - waitingOf(a))) {
        if (inAll <= bounds.waitingBytesInAll) break;
        inAll -= waitingOf(one);
        end(one, "waiting");
      }
    cancel = watched.size > 0 ? clock.setTimeout(look, LOOK_EVERY_MS) : null;
  }

  function isStalled(one: Watched, now: number): boolean {
    const taken = one.socket.bytesWritten - one.socket.writableLength;
    if (taken !== one.taken || waitingOf(one) === 0) {
      one.taken = taken;
      one.takenAt = now;
    }
    return now - one.takenAt >= bounds.stalledMs;
  }

  function waitingInAll(): number {
    let sum = 0;
    for (const one of watched.values()) sum += waitingOf(one);
    return sum;
  }

  return {
    admit(socket) {
      if (open.size >= bounds.sockets) {
        refused++;
        return new Problem(
          "overloaded",
          `The console holds ${bounds.sockets} live connections, which is as many as it may. Close pages that nobody looks at, or raise ROLLCALL_LIVE_SOCKETS.`,
          { retryAfterSeconds: 10 },
        );
      }
      open.add(socket);
      socket.once("close", () => open.delete(socket));
      return null;
    },
    watch(connection) {
      // The server listens over TCP or TLS only; Node types the request's socket for both.
      const socket: RawSocket = connection.request.socket;
      const now = clock.now();
      const one: Watched = {
        socket,
        packets: 0,
        readBefore: socket.bytesRead,
        windowSince: now,
        buffered: 0,
        taken: 0,
        takenAt: now,
      };
      watched.set(socket, one);
      socket.once("close", () => watched.delete(socket));
      connection.on("packet", () => onPacket(one));
      connection.on("packetCreate", ({ data }) => {
        if (waitingOf(one) > bounds.waitingBytes) end(one, "waiting");
        else one.buffered += lengthOf(data);
      });
      connection.on("flush", () => {
        one.buffered = 0;
      });
      cancel ??= clock.setTimeout(look, LOOK_EVERY_MS);
    },
    stats: () => ({
      open: open.size,
      most: bounds.sockets,
      refused,
      waitingBytes: waitingInAll(),
      cut: { ...cut },
    }),
    stop() {
      cancel?.();
      cancel = null;
      watched.clear();
    },
  };
}

function waitingOf({ socket, buffered }: Watched): number {
  return socket.writableLength + buffered;
}

function lengthOf(data: unknown): number {
  return typeof data === "string" || data instanceof Uint8Array ? data.length : 0;
}
