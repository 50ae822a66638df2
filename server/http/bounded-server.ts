import {
  createServer,
  type IncomingMessage,
  type Server,
  type ServerOptions,
  type ServerResponse,
  STATUS_CODES,
} from "node:http";
import type { Duplex } from "node:stream";
import type { Clock } from "@/lib/clock";
import type { Problem } from "@/lib/errors";
import { boundConnections } from "./connection-bound";
import { problemBody, sendProblem } from "./problem";
import { newRequestId } from "./request-id";
import { cutStalledReaders } from "./stalled-readers";
import { createUpgradeReplay, upgradesAreChosen } from "./upgrade-replay";

export type HandleUpgrade = (request: IncomingMessage, socket: Duplex, head: Buffer) => void;

export interface BoundedServerOptions {
  http: ServerOptions;
  clock: Clock;
  /** How many may be open at once, and the setting that says so. */
  connections: { most: number; setting: string };
  handle(request: IncomingMessage, response: ServerResponse): void;
  /** Which upgrades are taken. Any other is ignored: the request is answered over HTTP/1.1. */
  speaks(request: IncomingMessage): boolean;
  upgrade: HandleUpgrade;
  /** For the counts: one connection was refused, or cut because its other end did not read. */
  onRefused?: () => void;
  onStalled?: () => void;
}

export interface BoundedServer {
  readonly server: Server;
  openConnections(): number;
  /** Ends what watches over the connections, not the server. */
  stop(): void;
}

/** What was written and is not read for so long is not kept longer. */
export const STALL_MS = 30_000;

/** An HTTP server that bounds what its clients can make it hold, whoever they are. */
export function createBoundedServer(options: BoundedServerOptions): BoundedServer {
  const { http, clock, connections, handle, speaks, upgrade, onRefused, onStalled } = options;
  const chosen = { shouldUpgradeCallback: speaks };
  const server = createServer(upgradesAreChosen ? { ...http, ...chosen } : http, (request, response) => {
    const refused = bound.refuse(request.socket);
    // Node 26 drops what follows the body of a request whose upgrade was not taken: nobody should wait for its answer.
    if (upgradesAreChosen && request.headers.upgrade !== undefined) response.setHeader("Connection", "close");
    if (!refused) return handle(request, response);
    response.setHeader("Connection", "close");
    sendProblem(response, refused, newRequestId(), request.method === "HEAD");
  });
  // All of them are read, so that a request with too many is refused and not answered for those that came first.
  server.maxHeadersCount = 0;
  const bound = boundConnections(server, { ...connections, ...(onRefused ? { onRefused } : {}) });
  const stalled = cutStalledReaders(server, { clock, stallMs: STALL_MS, ...(onStalled ? { onCut: onStalled } : {}) });

  const { replay } = createUpgradeReplay(server);
  server.on("upgrade", (request, socket, head) => {
    if (!speaks(request)) return replay(request, socket, head);
    // Without a listener a connection that breaks now would end the process.
    socket.on("error", () => socket.destroy());
    const refused = bound.refuse(socket);
    if (refused) return refuseUpgrade(socket, refused);
    return upgrade(request, socket, head);
  });

  // Not HTTP, too slow, or more of it than allowed: a short answer, never an exception.
  server.on("clientError", (error: NodeJS.ErrnoException, socket) => {
    if (error.code === "ECONNRESET" || !socket.writable) return void socket.destroy();
    socket.end(`HTTP/1.1 ${statusOf(error)}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`, () => socket.destroy());
  });
  return { server, openConnections: bound.open, stop: stalled.stop };
}

function statusOf({ code }: NodeJS.ErrnoException): string {
  if (code === "HPE_HEADER_OVERFLOW") return "431 Request Header Fields Too Large";
  if (code === "ERR_HTTP_REQUEST_TIMEOUT") return "408 Request Timeout";
  return "400 Bad Request";
}

/** Answers a problem on a connection that Node has let go of. */
export function refuseUpgrade(socket: Duplex, problem: Problem): void {
  const body = JSON.stringify(problemBody(problem, newRequestId()));
  socket.end(
    [
      `HTTP/1.1 ${problem.status} ${STATUS_CODES[problem.status]}`,
      "Connection: close",
      "Content-Type: application/problem+json; charset=utf-8",
      "Cache-Control: no-store",
      `Content-Length: ${Buffer.byteLength(body)}`,
      "",
      body,
    ].join("\r\n"),
    () => socket.destroy(),
  );
}
