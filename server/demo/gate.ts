/** The way from one process of the fleet to etcd, which can be closed: a TCP proxy on loopback. */
import { type AddressInfo, connect, createServer, type Server, type Socket } from "node:net";
import type { OwnListeners } from "@/server/reach/own-listeners";

export interface Gate {
  /** Where the process finds etcd. The same over cuts. */
  readonly endpoint: string;
  readonly isCut: boolean;
  /** Breaks what is open; new connections are refused until `mend`. */
  cut(): Promise<void>;
  mend(): Promise<void>;
  stop(): Promise<void>;
}

/** `targets` are the `http://host:port` of etcd's members: a connection leads to one that takes it. */
export async function openGate(targets: readonly string[], own?: OwnListeners): Promise<Gate> {
  const members = targets.map((target) => new URL(target));
  const sockets = new Set<Socket>();
  let server: Server | null = null;
  let first = 0;

  function hold(socket: Socket): void {
    sockets.add(socket);
    socket.once("close", () => sockets.delete(socket));
  }

  function accept(client: Socket): void {
    client.setNoDelay(true);
    hold(client);
    client.on("error", () => client.destroy());
    dial(client, 0);
  }

  /** Begins with the member that took a connection last. */
  function dial(client: Socket, tried: number): void {
    const index = (first + tried) % members.length;
    const member = members[index];
    if (!member || tried === members.length || client.destroyed) {
      client.destroy();
      return;
    }
    const upstream = connect({ host: member.hostname, port: Number(member.port), noDelay: true });
    hold(upstream);
    let open = false;
    upstream.once("connect", () => {
      open = true;
      first = index;
      if (client.destroyed) upstream.destroy();
      client.pipe(upstream).pipe(client);
      client.once("close", () => upstream.destroy());
    });
    upstream.on("error", () => upstream.destroy());
    upstream.once("close", () => (open || server === null ? client.destroy() : dial(client, tried + 1)));
  }

  function listen(port: number): Promise<number> {
    return new Promise((resolve, reject) => {
      const next = createServer(accept);
      next.once("error", reject);
      next.listen({ port, host: "127.0.0.1", exclusive: true }, () => {
        server = next;
        resolve((next.address() as AddressInfo).port);
      });
    });
  }

  function close(): Promise<void> {
    const old = server;
    server = null;
    for (const socket of sockets) socket.destroy();
    return new Promise((resolve) => (old ? old.close(() => resolve()) : resolve()));
  }

  const port = await listen(0);
  // Over cuts as well: it comes back on the same port.
  const forget = own?.add(port);
  return {
    endpoint: `http://127.0.0.1:${port}`,
    get isCut() {
      return server === null;
    },
    cut: close,
    async mend() {
      if (server === null) await listen(port);
    },
    async stop() {
      await close();
      forget?.();
    },
  };
}
