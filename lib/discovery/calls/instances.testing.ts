import { once } from "node:events";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo, Socket } from "node:net";

/** A real HTTP server on loopback, with manners that can be changed while it runs. */
export interface TestInstance {
  readonly name: string;
  readonly port: number;
  /** Requests that reached it. */
  seen: number;
  /** How it answers from now on. */
  answer: (request: IncomingMessage, response: ServerResponse) => void;
  /** As after kill -9: connections reset, the port closed. */
  kill(): Promise<void>;
}

export async function startInstance(name: string, port = 0): Promise<TestInstance> {
  const sockets = new Set<Socket>();
  const server: Server = createServer((request, response) => {
    instance.seen += 1;
    instance.answer(request, response);
  });
  server.on("connection", (socket) => {
    sockets.add(socket);
    socket.once("close", () => sockets.delete(socket));
  });
  server.listen(port, "127.0.0.1");
  await once(server, "listening");
  const instance: TestInstance = {
    name,
    port: (server.address() as AddressInfo).port,
    seen: 0,
    answer: (_request, response) => response.end(name),
    async kill() {
      if (!server.listening) return;
      const closed = once(server, "close");
      server.close();
      for (const socket of sockets) socket.resetAndDestroy();
      await closed;
    },
  };
  return instance;
}

/** Takes the request and never answers. */
export const hang = (): void => {};

export const status =
  (code: number, text = "") =>
  (_request: IncomingMessage, response: ServerResponse): void => {
    response.writeHead(code).end(text);
  };
