import type { IncomingMessage, Server, ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import type { Clock } from "@/lib/clock";
import { StartError } from "@/server/config/start-error";
import type { HttpMetrics } from "@/server/metrics/http";
import { createBoundedServer } from "./bounded-server";
import type { Upgrades } from "./upgrades";

export interface HttpServer {
  readonly server: Server;
  /** Rejects with a `StartError` that says what to do where the port cannot be had. Resolves to the port. */
  listen(port: number, host: string): Promise<number>;
  /** Takes no new connections, lets answers finish for a moment, then cuts. */
  stop(): Promise<void>;
}

export interface HttpServerOptions {
  handle(request: IncomingMessage, response: ServerResponse): Promise<void>;
  upgrades: Upgrades;
  clock: Clock;
  /** Open at once. */
  connections: number;
  metrics: Pick<HttpMetrics, "connectionRefused" | "connectionStalled">;
}

const DRAIN_MS = 2_000;

export function createHttpServer({ handle, upgrades, clock, connections, metrics }: HttpServerOptions): HttpServer {
  const bounded = createBoundedServer({
    http: {
      // A page's address holds a name, and its payload's headers hold it twice more: names of 10,000 characters exist.
      maxHeaderSize: 64 * 1024,
      headersTimeout: 10_000,
      requestTimeout: 30_000,
      keepAliveTimeout: 65_000,
      connectionsCheckingInterval: 5_000,
    },
    clock,
    connections: { most: connections, setting: "ROLLCALL_CONNECTIONS" },
    handle: (request, response) => void handle(request, response),
    speaks: upgrades.speaks,
    upgrade: upgrades.upgrade,
    onRefused: metrics.connectionRefused,
    onStalled: metrics.connectionStalled,
  });
  const { server } = bounded;
  return {
    server,
    listen: (port, host) =>
      new Promise((resolve, reject) => {
        const failed = (error: NodeJS.ErrnoException) => reject(cannotListen(error, port, host));
        server.once("error", failed);
        server.listen(port, host, () => {
          server.off("error", failed);
          resolve((server.address() as AddressInfo).port);
        });
      }),
    stop: () =>
      new Promise((resolve) => {
        bounded.stop();
        const cut = setTimeout(() => server.closeAllConnections(), DRAIN_MS);
        server.close(() => {
          clearTimeout(cut);
          resolve();
        });
        server.closeIdleConnections();
      }),
  };
}

function cannotListen(error: NodeJS.ErrnoException, port: number, host: string): StartError {
  if (error.code === "EADDRINUSE")
    return new StartError(
      `Port ${port} is taken by another program. Choose another one: PORT=${port + 1 > 65_535 ? 3000 : port + 1} npm start`,
    );
  if (error.code === "EACCES")
    return new StartError(`Port ${port} may not be used by this user. Choose one above 1023: PORT=3000 npm start`);
  if (error.code === "EADDRNOTAVAIL")
    return new StartError(
      `This machine has no address ${host}. Set HOST to one of its own, or leave it out for 127.0.0.1.`,
    );
  return new StartError(`Port ${port} on ${host} cannot be used: ${error.message}`);
}
