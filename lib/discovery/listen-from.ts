import { once } from "node:events";
import type { Server } from "node:net";

/**
 * Lets a server listen on the first free port from `from` (8080) up, on loopback where no host is named. Resolves to
 * the port; rejects where none up to 65535 is free, and with any other error of listening.
 */
export async function listenFrom(server: Server, from = 8080, host = "127.0.0.1"): Promise<number> {
  for (let port = from; port <= 65_535; port++) {
    server.listen({ port, host, exclusive: true });
    try {
      await once(server, "listening");
      return port;
    } catch (error) {
      if (!(error instanceof Error && "code" in error && (error.code === "EADDRINUSE" || error.code === "EACCES")))
        throw error;
    }
  }
  throw new Error(`No port from ${from} up is free on ${host}.`);
}
