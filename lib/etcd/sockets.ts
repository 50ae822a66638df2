import type { Socket } from "node:net";

interface Connector {
  connect(socket: Socket): Promise<{ socket: Socket; secure: boolean }>;
  waitForReady(): Promise<void>;
  getCallCredentials(): unknown;
  destroy(): void;
}

/** The part of grpc's credentials that every new socket passes through, in the clear or not. */
export interface Credentials {
  _equals(other: object): boolean;
  _createSecureConnector(...target: unknown[]): Connector;
}

/**
 * grpc forgets sockets whose peer goes away before it has spoken HTTP/2 (it waits for a write that never ends), and those
 * of a channel that is closed meanwhile: an etcd that starts, or one that refuses our certificate, would cost a file
 * descriptor per attempt. So we remember them: all are closed at the end, and while it lasts all but the last two.
 */
export function ownSockets(credentials: Credentials): { credentials: Credentials; destroy(): void } {
  const open = new Set<Socket>();
  let over = false;

  function adopt(socket: Socket): void {
    if (open.has(socket)) return;
    open.add(socket);
    socket.once("close", () => open.delete(socket));
  }

  function connector(inner: Connector): Connector {
    // The one before the last may still finish its calls.
    const attempts: Socket[][] = [];
    return {
      async connect(socket) {
        if (over) throw new Error("The connection was closed.");
        const sockets = [socket];
        attempts.push(sockets);
        while (attempts.length > 2) for (const old of attempts.shift() ?? []) old.destroy();
        adopt(socket);
        const connected = await inner.connect(socket);
        sockets.unshift(connected.socket);
        adopt(connected.socket);
        return connected;
      },
      waitForReady: () => inner.waitForReady(),
      getCallCredentials: () => inner.getCallCredentials(),
      destroy: () => inner.destroy(),
    };
  }

  const own: Credentials = Object.create(credentials);
  own._equals = (other) => other === own;
  own._createSecureConnector = (...target) => connector(credentials._createSecureConnector(...target));
  return {
    credentials: own,
    destroy() {
      over = true;
      for (const socket of open) socket.destroy();
    },
  };
}
