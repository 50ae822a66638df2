/** The way from one process of the fleet to etcd, which can be closed: a TCP proxy on loopback. */
import { type AddressInfo, connect, createServer, type Server, type Socket } from "node:net";

export interface Gate {
  /** Where the process finds etcd. The same over cuts. */
  readonly endpoint: string;
  readonly isCut: boolean;
  /** Breaks what is open; new connections are refused until `mend`. */
  cut(): Promise<void>;
  mend(): Promise<void>;
  stop(): Promise<void>;
}

/** `target` is etcd's own `http://host:port`. */
export async function openGate(target: string): Promise<Gate> {
  const { hostname, port: etcdPort } = new URL(target);
  const sockets = new Set<Socket>();
  let server: Server | null = null;

  function accept(client: Socket): void {
    const upstream = connect({ host: hostname, port: Number(etcdPort), noDelay: true });
    client.setNoDelay(true);
    for (const [socket, other] of [
      [client, upstream],
      [upstream, client],
    ] as const) {
      sockets.add(socket);
      socket.pipe(other);
      socket.on("error", () => other.destroy());
      socket.on("close", () => {
        sockets.delete(socket);
        other.destroy();
      });
    }
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
  return {
    endpoint: `http://127.0.0.1:${port}`,
    get isCut() {
      return server === null;
    },
    cut: close,
    async mend() {
      if (server === null) await listen(port);
    },
    stop: close,
  };
}
