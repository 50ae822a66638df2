/** A TCP proxy on loopback that breaks the way to a server on demand: every fault that the wire knows. */
import { connect, createServer, type Server, type Socket } from "node:net";
import { freePort } from "./ports";

export interface FaultProxy {
  readonly port: number;
  /** Destroys every connection now; new ones are let through. */
  cut(): void;
  /** A black hole: connections stay open and new ones are accepted, but no byte and no end passes either way. */
  stall(): void;
  /** Ends a stall; what was held is delivered. */
  resume(): void;
  /** Cuts, and refuses new connections (the port is closed) until `heal`. */
  refuse(): Promise<void>;
  /** Back to a plain proxy: no stall, no refusal, no delay, no pending cut. */
  heal(): Promise<void>;
  /** After `bytes` more from the server, all connections together, cuts everything once. Resolves when it has. */
  cutAfterBytes(bytes: number): Promise<void>;
  /** Holds each chunk for this long, in both directions, in order. */
  delay(ms: number): void;
  /** Connections from now on go to another server: the same address, another cluster behind it. */
  retarget(port: number): void;
  /** Open connections. */
  connections(): number;
  /** Connections accepted so far. */
  accepted(): number;
  /** Bytes passed on so far: `down` is from the server. */
  bytes(): { up: number; down: number };
  stop(): Promise<void>;
}

interface Link {
  flow(): void;
  destroy(): void;
}

export async function createFaultProxy(options: { targetPort: number; port?: number }): Promise<FaultProxy> {
  const port = options.port ?? (await freePort());
  const links = new Set<Link>();
  const passed = { up: 0, down: 0 };
  let targetPort = options.targetPort;
  let accepted = 0;
  let stalled = false;
  let delayMs = 0;
  let bomb: { left: number; gone: () => void } | null = null;
  let server: Server | null = null;

  function cut(): void {
    for (const link of [...links]) link.destroy();
    links.clear();
  }

  /** How much of a chunk may still pass; sets the bomb off when it is used up. */
  function allowance(size: number): number {
    if (!bomb) return size;
    const allowed = Math.min(size, bomb.left);
    bomb.left -= allowed;
    return allowed;
  }

  function explodeIfDue(): void {
    if (!bomb || bomb.left > 0) return;
    const { gone } = bomb;
    bomb = null;
    cut();
    gone();
  }

  function accept(client: Socket): void {
    accepted++;
    const upstream = connect({ port: targetPort, host: "127.0.0.1", allowHalfOpen: true });
    for (const socket of [client, upstream]) {
      socket.setNoDelay(true);
      socket.pause();
    }
    const link: Link = {
      flow() {
        for (const pipe of pipes) pipe.flow();
      },
      destroy() {
        links.delete(link);
        client.destroy();
        upstream.destroy();
      },
    };
    const pipes = [
      pipe(client, upstream, (size) => {
        passed.up += size;
        return size;
      }),
      pipe(upstream, client, (size) => {
        const allowed = allowance(size);
        passed.down += allowed;
        return allowed;
      }),
    ];
    function pipe(from: Socket, to: Socket, count: (size: number) => number): { flow(): void } {
      const held: (() => void)[] = [];
      let waiting = 0;
      let lastDue = 0;
      function through(deliver: () => void): void {
        if (delayMs === 0 && waiting === 0 && !stalled) {
          deliver();
          return;
        }
        waiting++;
        const now = performance.now();
        lastDue = Math.max(lastDue, now + delayMs);
        setTimeout(() => {
          waiting--;
          if (stalled) held.push(deliver);
          else deliver();
        }, lastDue - now);
      }
      from.on("data", (chunk: Buffer) =>
        through(() => {
          const size = count(chunk.length);
          if (size > 0 && !to.destroyed && !to.write(chunk.subarray(0, size))) {
            from.pause();
            to.once("drain", () => !stalled && from.resume());
          }
          if (from === upstream) explodeIfDue();
        }),
      );
      from.on("end", () => through(() => to.end()));
      from.on("error", () => through(() => link.destroy()));
      from.on("close", () =>
        through(() => {
          if (client.destroyed && upstream.destroyed) links.delete(link);
          else if (from.errored) link.destroy();
        }),
      );
      return {
        flow() {
          if (stalled) {
            from.pause();
            return;
          }
          for (const deliver of held.splice(0)) deliver();
          from.resume();
        },
      };
    }
    links.add(link);
    if (!stalled) link.flow();
  }

  function listen(): Promise<void> {
    if (server) return Promise.resolve();
    const next = createServer({ allowHalfOpen: true }, accept);
    server = next;
    return new Promise((resolve, reject) => {
      next.once("error", reject);
      next.listen({ port, host: "127.0.0.1" }, resolve);
    });
  }

  function close(): Promise<void> {
    const old = server;
    server = null;
    cut();
    return new Promise((resolve) => (old ? old.close(() => resolve()) : resolve()));
  }

  function resume(): void {
    stalled = false;
    for (const link of links) link.flow();
  }

  await listen();
  return {
    port,
    cut,
    stall() {
      stalled = true;
      for (const link of links) link.flow();
    },
    resume,
    refuse: close,
    async heal() {
      delayMs = 0;
      bomb = null;
      resume();
      await listen();
    },
    cutAfterBytes: (bytes) =>
      new Promise((resolve) => {
        bomb = { left: bytes, gone: resolve };
      }),
    delay(ms) {
      delayMs = ms;
    },
    retarget(next) {
      targetPort = next;
    },
    connections: () => links.size,
    accepted: () => accepted,
    bytes: () => ({ ...passed }),
    stop: close,
  };
}
