import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import type { Duplex } from "node:stream";
import { Problem } from "@/lib/errors";
import { StartError } from "@/server/config/start-error";
import { problemBody } from "@/server/http/problem";
import type { GatewayLimits } from "./gateway.types";
import { nextRequestId } from "./request-ids";

export interface Listener {
  listen(port: number, host: string): Promise<number>;
  stop(graceMs: number): Promise<void>;
}

const IDLE_SWEEP_MS = 50;
const MOST_HEADERS = 2_000;

/** Node drops what comes beyond its own limit without a word, the body's length among it: so there is none, but this. */
export function checkHeaderCount({ rawHeaders }: IncomingMessage): void {
  if (rawHeaders.length > 2 * MOST_HEADERS)
    throw new Problem("headers-too-large", `A request may have ${MOST_HEADERS.toLocaleString("en")} headers at most.`);
}

/** The HTTP server: what slow, huge and malformed clients can do ends here. */
export function createListener(
  handle: (request: IncomingMessage, response: ServerResponse) => void,
  limits: GatewayLimits,
): Listener {
  let stopping = false;
  const server = createServer(
    {
      maxHeaderSize: 16 * 1024,
      headersTimeout: limits.headersMs,
      requestTimeout: limits.requestMs,
      keepAliveTimeout: 65_000,
      connectionsCheckingInterval: Math.min(5_000, limits.headersMs),
      noDelay: true,
    },
    (request, response) => {
      if (stopping) response.setHeader("Connection", "close");
      handle(request, response);
    },
  );
  // 0: none. https://nodejs.org/api/http.html#servermaxheaderscount
  server.maxHeadersCount = 0;
  // A client that neither sends nor reads holds an instance's connection, too.
  server.timeout = limits.idleMs;
  server.on("upgrade", (_request, socket) => refuseUpgrade(socket));
  server.on("connect", (_request, socket) => refuseUpgrade(socket));
  server.on("clientError", (error: NodeJS.ErrnoException, socket) => {
    if (error.code === "ECONNRESET" || !socket.writable) return void socket.destroy();
    const status =
      error.code === "HPE_HEADER_OVERFLOW"
        ? "431 Request Header Fields Too Large"
        : error.code === "ERR_HTTP_REQUEST_TIMEOUT"
          ? "408 Request Timeout"
          : "400 Bad Request";
    socket.end(`HTTP/1.1 ${status}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`, () => socket.destroy());
  });

  return {
    listen: (port, host) =>
      new Promise((resolve, reject) => {
        const failed = ({ code, message }: NodeJS.ErrnoException) =>
          reject(
            new StartError(
              code === "EADDRINUSE"
                ? `The gateway's port ${port} is taken by another program. Choose another one with ROLLCALL_GATEWAY_PORT, or 0 for any free one.`
                : `The gateway cannot listen on ${host}, port ${port}: ${message}`,
            ),
          );
        server.once("error", failed);
        server.listen(port, host, () => {
          server.off("error", failed);
          resolve((server.address() as AddressInfo).port);
        });
      }),
    stop: (graceMs) =>
      new Promise((resolve) => {
        stopping = true;
        if (!server.listening) return resolve();
        const cut = setTimeout(() => server.closeAllConnections(), graceMs);
        // Whoever was being served may keep its connection for its next request: it gets none.
        const sweep = setInterval(() => server.closeIdleConnections(), IDLE_SWEEP_MS);
        server.close(() => {
          clearTimeout(cut);
          clearInterval(sweep);
          resolve();
        });
        server.closeIdleConnections();
      }),
  };
}

/** WebSocket and other protocols do not pass: a tunnel cannot be retried, counted or limited as requests are. */
function refuseUpgrade(socket: Duplex): void {
  socket.on("error", () => socket.destroy());
  const problem = new Problem(
    "upgrade-not-supported",
    "The gateway hands on HTTP requests; WebSocket and other protocols do not pass. Connect to an instance directly.",
  );
  const body = JSON.stringify(problemBody(problem, nextRequestId()));
  socket.end(
    `HTTP/1.1 501 Not Implemented\r\nConnection: close\r\nContent-Type: application/problem+json; charset=utf-8\r\nContent-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`,
    () => socket.destroy(),
  );
}
