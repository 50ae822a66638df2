import type { IncomingMessage, ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import type { Clock } from "@/lib/clock";
import { Problem } from "@/lib/errors";
import { StartError } from "@/server/config/start-error";
import { createBoundedServer, refuseUpgrade } from "@/server/http/bounded-server";
import type { GatewayLimits } from "./gateway.types";

export interface Listener {
  listen(port: number, host: string): Promise<number>;
  stop(graceMs: number): Promise<void>;
}

const IDLE_SWEEP_MS = 50;

/** The HTTP server: what slow, huge and malformed clients can do ends here. */
export function createListener(
  handle: (request: IncomingMessage, response: ServerResponse) => void,
  limits: GatewayLimits,
  clock: Clock,
): Listener {
  let stopping = false;
  const bounded = createBoundedServer({
    http: {
      maxHeaderSize: 16 * 1024,
      headersTimeout: limits.headersMs,
      requestTimeout: limits.requestMs,
      keepAliveTimeout: 65_000,
      connectionsCheckingInterval: Math.min(5_000, limits.headersMs),
      noDelay: true,
    },
    clock,
    connections: { most: limits.connections, setting: "ROLLCALL_GATEWAY_CONNECTIONS" },
    handle(request, response) {
      if (stopping) response.setHeader("Connection", "close");
      handle(request, response);
    },
    // Whoever wants a WebSocket can do with nothing else; an offer of HTTP/2 is ignored.
    speaks: ({ headers }) => headers.upgrade?.toLowerCase() === "websocket",
    upgrade: (_request, socket) => refuseUpgrade(socket, notHandedOn()),
  });
  const { server } = bounded;
  // A client that neither sends nor reads holds an instance's connection, too.
  server.timeout = limits.idleMs;
  server.on("connect", (_request, socket) => {
    socket.on("error", () => socket.destroy());
    refuseUpgrade(socket, notHandedOn());
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
        bounded.stop();
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

/** WebSocket and tunnels do not pass: they cannot be retried, counted or limited as requests are. */
function notHandedOn(): Problem {
  return new Problem(
    "upgrade-not-supported",
    "The gateway hands on HTTP requests; WebSocket and other protocols do not pass. Connect to an instance directly.",
  );
}
