/** For tests: everything between the hub and the live client, in memory, with faults on demand. */
import type { Server } from "socket.io";
import type { LiveSocket, LiveSocketHandlers } from "@/lib/live/client.types";
import type { ClientToServer, Hello, ServerToClient } from "@/lib/live/protocol";

type Listener = (...parts: never[]) => void;
type Call = () => void;

/** The hub's side of one connection and the client's, and what is on its way in between. */
class FakeSocket {
  readonly rooms = new Set<string>();
  readonly handshake: { auth: Hello };
  readonly conn = { transport: { writable: true } };
  readonly listeners = new Map<string, Listener>();
  toClient: Call[] = [];
  toServer: Call[] = [];
  open = true;

  constructor(
    readonly id: string,
    hello: Hello,
    private readonly handlers: LiveSocketHandlers,
  ) {
    this.handshake = { auth: hello };
    this.rooms.add(id);
  }

  on(event: string, listener: Listener): void {
    this.listeners.set(event, listener);
  }
  use(): void {}
  join(room: string | string[]): void {
    for (const one of [room].flat()) this.rooms.add(one);
  }
  leave(room: string): void {
    this.rooms.delete(room);
  }
  emit(event: keyof ServerToClient, message: unknown): void {
    const sent = JSON.parse(JSON.stringify(message));
    this.toClient.push(() => (this.handlers[event] as (message: unknown) => void)(sent));
  }
  /** Both ends learn of it; what was on its way is lost. */
  cut(reason: string): void {
    if (!this.end()) return;
    this.handlers.closed(reason);
  }
  disconnect(): void {
    this.cut("io server disconnect");
  }
  /** The server learns of it, the client knows. */
  end(): boolean {
    if (!this.open) return false;
    this.open = false;
    this.toClient = [];
    this.toServer = [];
    (this.listeners.get("disconnect") as Call | undefined)?.();
    return true;
  }
  call(event: keyof ClientToServer, ...parts: unknown[]): void {
    if (this.open)
      this.toServer.push(() => (this.listeners.get(event) as ((...all: unknown[]) => void) | undefined)?.(...parts));
  }
  deliver(): void {
    for (const call of this.toServer.splice(0)) call();
    if (!this.conn.transport.writable) return;
    for (const call of this.toClient.splice(0)) if (this.open) call();
  }
}

export function createFakeNetwork() {
  const sockets = new Set<FakeSocket>();
  let onConnection: ((socket: FakeSocket) => void) | null = null;
  let ordinal = 0;
  let reachable = true;
  /** Connections and answers that are on their way. */
  const pending: Call[] = [];
  let largestQueue = 0;

  const io = {
    on: (_event: string, listener: (socket: FakeSocket) => void) => {
      onConnection = listener;
    },
    off: () => {
      onConnection = null;
    },
    to: (rooms: string | string[]) => ({
      emit(event: keyof ServerToClient, message: unknown) {
        for (const socket of sockets)
          if ([rooms].flat().some((room) => socket.rooms.has(room))) socket.emit(event, message);
        for (const socket of sockets) largestQueue = Math.max(largestQueue, socket.toClient.length);
      },
    }),
  };

  return {
    io: io as unknown as Server<ClientToServer, ServerToClient>,
    openSocket(hello: Hello, handlers: LiveSocketHandlers): LiveSocket {
      const socket = new FakeSocket(`socket-${ordinal++}`, hello, handlers);
      pending.push(() => {
        if (!socket.open) return;
        if (!reachable || !onConnection) return socket.cut("refused");
        sockets.add(socket);
        handlers.opened();
        onConnection(socket);
      });
      return {
        ping: (sentAt, answer) =>
          socket.call("ping", sentAt, (serverTime: number) => socket.toClient.push(() => answer(serverTime))),
        interest: (interest) => socket.call("interest", interest),
        close: () => {
          socket.end();
          sockets.delete(socket);
        },
      };
    },
    /** An answer over HTTP, made when the request arrives. */
    answer<T>(make: () => T): Promise<T> {
      return new Promise((resolve, reject) => {
        pending.push(() => {
          if (reachable) resolve(make());
          else reject(new Error("no answer"));
        });
      });
    },
    setReachable(value: boolean): void {
      reachable = value;
    },
    /** Nothing leaves the server for its clients, and nobody is told. */
    clog(): void {
      for (const socket of sockets) socket.conn.transport.writable = false;
    },
    unclog(): void {
      for (const socket of sockets) socket.conn.transport.writable = true;
    },
    /** The cut comes while messages arrive: only the first `count` of them do. */
    cutAfter(count: number): void {
      for (const socket of [...sockets]) {
        if (socket.conn.transport.writable)
          for (const call of socket.toClient.splice(0, count)) if (socket.open) call();
        socket.cut("transport close");
      }
      sockets.clear();
    },
    cutAll(): void {
      for (const socket of [...sockets]) socket.cut("transport close");
      sockets.clear();
    },
    /** What is on its way arrives, in order; then whatever that set off. */
    async deliver(): Promise<void> {
      for (const call of pending.splice(0)) call();
      await settle();
      for (const socket of [...sockets]) socket.deliver();
      await settle();
    },
    largestQueue: () => largestQueue,
  };
}

async function settle(): Promise<void> {
  for (let turn = 0; turn < 5; turn++) await Promise.resolve();
}
