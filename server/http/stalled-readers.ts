import type { Server } from "node:http";
import type { Socket } from "node:net";
import type { Clock } from "@/lib/clock";

export interface StalledReaders {
  stop(): void;
}

interface Options {
  clock: Clock;
  /** How long what was written may wait without the machine taking a byte of it. */
  stallMs: number;
  onCut?: () => void;
}

/** How often is looked, within `stallMs`. */
const LOOKS = 6;

interface Reading {
  /** How far the connection has come; anything else than before is progress. */
  mark: string;
  since: number;
}

/**
 * Cuts connections whose other end does not read: whatever was made for them would be kept for as long as they like. Only
 * what waits to be sent counts, so connections that are idle, or on which an answer is still being made, stay; a slow
 * reader, of whom now and then a byte is taken, stays too. What the other end sends meanwhile changes nothing, which is
 * why `socket.setTimeout` would not do.
 */
export function cutStalledReaders(server: Server, { clock, stallMs, onCut }: Options): StalledReaders {
  const sockets = new Set<Socket>();
  const waiting = new WeakMap<Socket, Reading>();
  let cancel: (() => void) | null = null;

  function look(): void {
    cancel = null;
    const now = clock.now();
    for (const socket of sockets) {
      if (socket.writableLength === 0) {
        waiting.delete(socket);
        continue;
      }
      const mark = markOf(socket);
      const before = waiting.get(socket);
      if (before?.mark !== mark) waiting.set(socket, { mark, since: now });
      else if (now - before.since >= stallMs) {
        onCut?.();
        socket.destroy();
      }
    }
    plan();
  }

  function plan(): void {
    if (sockets.size > 0) cancel ??= clock.setTimeout(look, stallMs / LOOKS);
  }

  server.on("connection", (socket) => {
    if (sockets.has(socket)) return;
    sockets.add(socket);
    socket.once("close", () => sockets.delete(socket));
    plan();
  });
  return {
    stop() {
      cancel?.();
      cancel = null;
      sockets.clear();
    },
  };
}

/**
 * Bytes of the pieces that are through, and what the system has left to take of the one under way. The second is not in
 * Node's documentation, which gives no other way to see a large piece move; its own socket timeout looks at it, too
 * (`_onTimeout` in lib/net.js). Without it a piece counts when it is through.
 */
function markOf(socket: Socket): string {
  const through = socket.bytesWritten - socket.writableLength;
  const handle: unknown = Reflect.get(socket, "_handle");
  const left = typeof handle === "object" && handle !== null ? Reflect.get(handle, "writeQueueSize") : undefined;
  return `${through}/${typeof left === "number" ? left : "?"}`;
}
