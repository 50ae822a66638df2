/** For tests: bytes to a port and what comes back, where no client library would send them. */
import { connect, type Socket } from "node:net";

export interface RawConnection {
  readonly socket: Socket;
  write(bytes: string): void;
  /** Waits until what came back holds so many of the text. Rejects where the connection ends before. */
  until(text: string | RegExp, times?: number): Promise<string>;
  /** Everything, when the other end has closed. */
  end(): Promise<string>;
}

export function rawConnection(port: number): RawConnection {
  const socket = connect(port, "127.0.0.1");
  let received = "";
  let isClosed = false;
  const listeners = new Set<() => void>();
  const tell = () => {
    for (const listener of [...listeners]) listener();
  };
  socket.setEncoding("latin1");
  socket.on("data", (text) => {
    received += String(text);
    tell();
  });
  socket.on("error", () => {});
  socket.on("close", () => {
    isClosed = true;
    tell();
  });

  const wait = (isThere: () => boolean, what: string) =>
    new Promise<string>((resolve, reject) => {
      const check = () => {
        if (!isThere() && !isClosed) return;
        listeners.delete(check);
        if (isThere()) resolve(received);
        else reject(new Error(`The connection ended before ${what}; what came was ${JSON.stringify(received)}`));
      };
      listeners.add(check);
      check();
    });

  return {
    socket,
    write: (bytes) => void socket.write(bytes, "latin1"),
    until: (text, times = 1) => {
      const pattern = typeof text === "string" ? text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&") : text.source;
      return wait(() => (received.match(new RegExp(pattern, "g"))?.length ?? 0) >= times, `${times} × ${pattern}`);
    },
    end: () => wait(() => isClosed, "its end"),
  };
}

/** Sends the bytes and reads until the other end closes. */
export function exchange(port: number, bytes: string): Promise<string> {
  const connection = rawConnection(port);
  connection.write(bytes);
  return connection.end();
}

export const statusesIn = (received: string): string[] =>
  [...received.matchAll(/HTTP\/1\.1 (\d{3})/g)].map((match) => match[1] ?? "");
