import type { Server } from "node:http";
import type { Socket } from "node:net";
import type { Duplex } from "node:stream";
import { Problem } from "@/lib/errors";

export interface ConnectionBound {
  /** Why nothing is answered on this connection; null where it is within the bound. */
  refuse(socket: Duplex): Problem | null;
  open(): number;
}

interface Options {
  most: number;
  /** The setting that says how many. */
  setting: string;
  onRefused?: () => void;
}

/** Connections beyond the bound that are still told why. Whoever comes on top of these is cut before a byte is read. */
const RESERVE = 100;

/**
 * At most so many connections are open at once: each costs memory and a descriptor, whoever holds it. At the bound
 * connections that wait for nothing are closed first; where none is left, a further one is answered that it is too much.
 */
export function boundConnections(server: Server, { most, setting, onRefused }: Options): ConnectionBound {
  const sockets = new Set<Socket>();
  const beyond = new WeakSet<Duplex>();
  server.maxConnections = most + RESERVE;
  server.on("drop", () => onRefused?.());
  server.on("connection", (socket) => {
    if (sockets.has(socket)) return;
    sockets.add(socket);
    socket.once("close", () => sockets.delete(socket));
    if (sockets.size <= most) return;
    beyond.add(socket);
    server.closeIdleConnections();
  });
  return {
    open: () => sockets.size,
    refuse(socket) {
      if (!beyond.has(socket)) return null;
      if (sockets.size <= most) {
        beyond.delete(socket);
        return null;
      }
      onRefused?.();
      return new Problem(
        "overloaded",
        `${most.toLocaleString("en")} connections are open, and more are not taken. Close some, or set ${setting} higher and restart.`,
        { retryAfterSeconds: 5 },
      );
    },
  };
}
