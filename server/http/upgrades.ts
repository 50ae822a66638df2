import { EventEmitter } from "node:events";
import { type IncomingMessage, STATUS_CODES } from "node:http";
import type { Duplex } from "node:stream";
import type { Problem } from "@/lib/errors";
import { LIVE_PATH } from "@/lib/live/protocol";
import type { HostCheck } from "./host-check";
import type { OriginCheck } from "./origin-check";
import { problemBody } from "./problem";
import { newRequestId } from "./request-id";
import type { SocketAttempts } from "./socket-attempts";

export type HandleUpgrade = (request: IncomingMessage, socket: Duplex, head: Buffer) => void;

export interface UpgradeOptions {
  hosts: HostCheck;
  origins: OriginCheck;
  socketAttempts: Pick<SocketAttempts, "arrived">;
  live: HandleUpgrade;
  /** Why no further live connection is taken now; null where it is. */
  admit(socket: Duplex): Problem | null;
  /** In development: takes `/_next/…`, which is hot reload. */
  hotReload: HandleUpgrade | null;
}

/** Whoever wants to speak another protocol: the live stream, in development hot reload, nobody else. */
export function createUpgrades(options: UpgradeOptions): HandleUpgrade {
  const { hosts, origins, socketAttempts, live, admit, hotReload } = options;
  return (request, socket, head) => {
    // Without a listener a connection that breaks now would end the process.
    socket.on("error", () => socket.destroy());
    const path = (request.url ?? "").split("?", 1)[0] ?? "";
    const isLive = path === LIVE_PATH || path === `${LIVE_PATH}/`;
    if (isLive) socketAttempts.arrived(request.headers.origin, "websocket");
    const refused = hosts.refuse(request.headers.host) ?? origins.refuseSocket(request.headers);
    if (refused) return refuse(socket, refused.status, refused);
    if (isLive) {
      const full = admit(socket);
      return full ? refuse(socket, full.status, full) : live(request, socket, head);
    }
    if (hotReload && path.startsWith("/_next/")) return hotReload(request, socket, head);
    return refuse(socket, 404, null);
  };
}

function refuse(socket: Duplex, status: number, problem: Problem | null): void {
  const body = problem ? JSON.stringify(problemBody(problem, newRequestId())) : "";
  socket.end(
    `HTTP/1.1 ${status} ${STATUS_CODES[status]}\r\nConnection: close\r\nContent-Type: application/problem+json\r\nContent-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`,
    () => socket.destroy(),
  );
}

/**
 * Next hangs its own upgrade listener on the server it is given and would end every socket it does not know. It gets
 * this emitter instead; what is emitted here is all of it that it sees.
 */
export function createHotReload(): { emitter: EventEmitter; upgrade: HandleUpgrade } {
  const emitter = new EventEmitter();
  return {
    emitter,
    upgrade(request, socket, head) {
      if (!emitter.emit("upgrade", request, socket, head)) refuse(socket, 404, null);
    },
  };
}
