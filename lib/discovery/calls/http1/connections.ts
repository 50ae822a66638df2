import { domainToASCII } from "node:url";
import { buildConnector } from "undici";
import { formatAddress } from "@/lib/layouts/address";
import { Connection, type Home } from "./connection";
import type { Sender } from "./sender";

export interface ConnectionsOptions {
  /** Makes connections; undici's own where it is left out. */
  connect: buildConnector.connector | undefined;
  connectTimeoutMs: number;
  /** At once. What comes on top waits in line. */
  most: number;
  /** How long an answer may stand still once its connection is there. */
  idleMs: number;
}

/** Where an instance is, as it says itself: whether that is an address is the connector's to judge. */
export interface Origin {
  secure: boolean;
  host: string;
  port: number;
}

/** Connections to one origin, kept for the next request. */
export interface Connections {
  send(sender: Sender): void;
  /** What is under way may end. Who waits in line fails with `error`. */
  close(error: Error): void;
}

const SWEEP_MS = 1_000;
/** What servers keep at least, where they say nothing: Node's keep 5 s. */
const KEPT_SECONDS = 4;
const LONGEST_KEPT_SECONDS = 600;

export function createConnections({ secure, host, port }: Origin, options: ConnectionsOptions): Connections {
  const { most, idleMs, connectTimeoutMs, connect = buildConnector({ timeout: connectTimeoutMs }) } = options;
  const hostname = host.replace(/^\[(.*)\]$/, "$1");
  const authority = authorityOf(hostname, port, secure);
  const wanted = {
    host: authority,
    hostname,
    port: String(port),
    protocol: secure ? "https:" : "http:",
  };
  const sweepMs = Math.min(SWEEP_MS, idleMs / 2);
  const open = new Set<Connection>();
  /** The one used last is used first: what is too many gets old, and ends. */
  const idle: Connection[] = [];
  const waiting: Sender[] = [];
  let connecting = 0;
  let scheduled = false;
  let closed = false;
  let sweeping: NodeJS.Timeout | null = null;

  const home: Home & { tick: number } = {
    authority,
    tick: 0,
    onIdle(connection) {
      if (closed) return connection.close();
      idle.push(connection);
      if (waiting.length > 0) schedule();
    },
    onClosed(connection) {
      open.delete(connection);
      const at = idle.indexOf(connection);
      if (at >= 0) idle.splice(at, 1);
      if (waiting.length > 0) schedule();
      if (open.size > 0 || !sweeping) return;
      clearInterval(sweeping);
      sweeping = null;
    },
  };

  /**
   * Requests are written when everything that arrived meanwhile was read: a connection that was closed, or on which
   * something came that nobody asked for, is known by then and not used.
   */
  function schedule(): void {
    if (scheduled) return;
    scheduled = true;
    setImmediate(serve);
  }

  function serve(): void {
    scheduled = false;
    while (waiting.length > 0) {
      const connection = idle.pop();
      if (!connection) break;
      const sender = waiting.shift();
      if (sender) connection.send(sender);
    }
    while (connecting < waiting.length && open.size + connecting < most) makeOne();
  }

  function makeOne(): void {
    connecting += 1;
    connect(wanted, (error, socket) => {
      connecting -= 1;
      if (socket) {
        sweeping ??= setInterval(sweep, sweepMs).unref();
        const connection = new Connection(socket, home);
        open.add(connection);
        home.onIdle(connection);
      } else waiting.shift()?.onError(error ?? new Error("no connection came about"));
      serve();
    });
  }

  function sweep(): void {
    home.tick += 1;
    for (const connection of open) {
      if (connection.awaits && (home.tick - connection.seenAt) * sweepMs > idleMs) connection.stoodStill();
    }
    for (const connection of [...idle]) {
      // A second less than it says: a request must not meet the connection's end.
      const seconds = Math.min((connection.keepAliveSeconds ?? KEPT_SECONDS + 1) - 1, LONGEST_KEPT_SECONDS);
      if ((home.tick - connection.seenAt) * sweepMs >= seconds * 1_000) connection.close();
      else connection.unreference();
    }
  }

  return {
    send(sender) {
      waiting.push(sender);
      schedule();
    },
    close(error) {
      closed = true;
      for (const connection of [...idle]) connection.close();
      for (const sender of waiting.splice(0)) sender.onError(error);
    },
  };
}

/** As it stands in requests: in ASCII, and without a port that goes without saying. */
function authorityOf(host: string, port: number, secure: boolean): string {
  const name = domainToASCII(host) || host;
  return port === (secure ? 443 : 80) && !name.includes(":") ? name : formatAddress(name, port);
}
