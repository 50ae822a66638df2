import { io, type Socket } from "socket.io-client";
import type { LiveSocket, LiveSocketHandlers } from "@/lib/live/client.types";
import { type ClientToServer, type Hello, LIVE_PATH, type ServerToClient } from "@/lib/live/protocol";

const CONNECT_TIMEOUT_MS = 10_000;

/** One connection over socket.io-client: websocket only, never reconnecting by itself; the live client opens another. */
export function openSocketIo(hello: Hello, handlers: LiveSocketHandlers): LiveSocket {
  const socket: Socket<ServerToClient, ClientToServer> = io({
    path: LIVE_PATH,
    transports: ["websocket"],
    reconnection: false,
    forceNew: true,
    timeout: CONNECT_TIMEOUT_MS,
    auth: hello,
  });
  let over = false;
  const end = (reason: string) => {
    if (over) return;
    over = true;
    socket.removeAllListeners();
    socket.disconnect();
    handlers.closed(reason);
  };
  socket.on("connect", handlers.opened);
  socket.on("connect_error", (error) =>
    end(error.message === "timeout" ? "The console does not answer." : words(error)),
  );
  socket.on("disconnect", () => end("The connection to the console broke."));
  socket.on("delta", handlers.delta);
  socket.on("events", handlers.events);
  socket.on("status", handlers.status);
  socket.on("leases", handlers.leases);
  socket.on("resync", handlers.resync);
  return {
    ping(sentAt, answer) {
      if (socket.connected) socket.emit("ping", sentAt, answer);
    },
    interest(interest) {
      if (socket.connected) socket.emit("interest", interest);
    },
    close() {
      over = true;
      socket.removeAllListeners();
      socket.disconnect();
    },
  };
}

/** engine.io says "websocket error" for everything that ends a connection before it stood. */
function words(error: Error): string {
  return error.message === "websocket error" ? "The console cannot be reached." : error.message;
}
