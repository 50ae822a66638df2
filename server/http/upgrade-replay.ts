import type { IncomingMessage, Server, ServerResponse } from "node:http";
import { Socket } from "node:net";
import type { Duplex } from "node:stream";

/**
 * Whether Node itself answers requests whose upgrade is not taken, as `shouldUpgradeCallback` decides. It has to from 26 on,
 * where `upgrade` no longer gets the body's bytes (https://github.com/nodejs/node/pull/60016). Node 20 does not know the
 * callback, and those in between lose what follows the body where both arrive together.
 */
export const upgradesAreChosen = Number.parseInt(process.versions.node, 10) >= 26;

/**
 * For versions of Node that hand every request with an `Upgrade` header to the `upgrade` event, from which there is no way
 * back to the one for requests.
 */
export interface UpgradeReplay {
  /** Gives the request back to the server as one that asks for no upgrade, its body and all that follows it included. */
  replay(request: IncomingMessage, socket: Duplex, head: Buffer): void;
}

/** What asks for another protocol (RFC 9110 7.8, RFC 7540 3.2.1). */
const UPGRADE_HEADERS = new Set(["upgrade", "http2-settings"]);

export function createUpgradeReplay(server: Server): UpgradeReplay {
  /** The last response on a connection while it is under way: they end in the order of their requests. */
  const lastResponse = new WeakMap<Duplex, ServerResponse>();
  server.on("request", ({ socket }, response) => {
    lastResponse.set(socket, response);
    response.once("close", () => {
      if (lastResponse.get(socket) === response) lastResponse.delete(socket);
    });
  });

  return {
    replay(request, socket, head) {
      const bytes = withoutUpgrade(request);
      if (!bytes || !(socket instanceof Socket)) return void socket.destroy();
      // Node has taken its listeners away; without one a connection that breaks now would end the process.
      const broken = () => socket.destroy();
      socket.on("error", broken);
      const giveBack = () => {
        socket.off("error", broken);
        if (socket.destroyed) return;
        socket.setTimeout(0);
        socket.unshift(Buffer.concat([bytes, head]));
        // Documented as the way to hand a connection to an HTTP server.
        server.emit("connection", socket);
      };
      // Answers to requests sent before this one come first, and belong to the parser that has just been taken away.
      const before = lastResponse.get(socket);
      if (before) before.once("close", giveBack);
      else giveBack();
    },
  };
}

/**
 * The request's head as it came but for the wish to upgrade. Null where it cannot be written without being read as
 * something else, which Node's parser does not let through.
 */
function withoutUpgrade({ method, url, httpVersion, rawHeaders }: IncomingMessage): Buffer | null {
  const lines = [`${method} ${url} HTTP/${httpVersion}`];
  for (let index = 0; index + 1 < rawHeaders.length; index += 2) {
    const name = rawHeaders[index] ?? "";
    const value = rawHeaders[index + 1] ?? "";
    const lower = name.toLowerCase();
    if (UPGRADE_HEADERS.has(lower)) continue;
    const kept = lower === "connection" ? withoutTokens(value) : value;
    if (kept !== null) lines.push(`${name}: ${kept}`);
  }
  if (lines.some((line) => /[\r\n\0]/.test(line))) return null;
  return Buffer.from(`${lines.join("\r\n")}\r\n\r\n`, "latin1");
}

function withoutTokens(connection: string): string | null {
  const kept = connection.split(",").filter((token) => !UPGRADE_HEADERS.has(token.trim().toLowerCase()));
  return kept.length > 0 ? kept.join(",").trim() : null;
}
