import { EventEmitter } from "node:events";
import type { IncomingMessage } from "node:http";
import type { Duplex } from "node:stream";
import { Problem } from "@/lib/errors";
import { LIVE_PATH } from "@/lib/live/protocol";
import type { Admit } from "./admission";
import { type HandleUpgrade, refuseUpgrade } from "./bounded-server";
import type { OriginCheck } from "./origin-check";
import { problemOf } from "./problem";
import type { SocketAttempts } from "./socket-attempts";
import { pathOf } from "./target";

export interface UpgradeOptions {
  admit: Admit;
  origins: Pick<OriginCheck, "refuseSocket">;
  socketAttempts: Pick<SocketAttempts, "arrived">;
  live: HandleUpgrade;
  /** Why no further live connection is taken now; null where it is. */
  admitSocket(socket: Duplex): Problem | null;
  /** In development: takes `/_next/…`, which is hot reload. */
  hotReload: HandleUpgrade | null;
}

export interface Upgrades {
  speaks(request: IncomingMessage): boolean;
  upgrade: HandleUpgrade;
}

export const isLivePath = (path: string): boolean => path === LIVE_PATH || path === `${LIVE_PATH}/`;

/** Whoever wants to speak another protocol: the live stream, in development hot reload, nobody else. */
export function createUpgrades(options: UpgradeOptions): Upgrades {
  const { admit, origins, socketAttempts, live, admitSocket, hotReload } = options;
  const isHotReload = (path: string) => hotReload !== null && path.startsWith("/_next/");
  return {
    speaks({ method, url, headers }) {
      if (method !== "GET" || headers.upgrade?.toLowerCase() !== "websocket") return false;
      const path = pathOf(url);
      return isLivePath(path) || isHotReload(path);
    },
    upgrade(request, socket, head) {
      try {
        const path = pathOf(request.url);
        const isLive = isLivePath(path);
        if (isLive) socketAttempts.arrived(request.headers.origin, "websocket");
        admit(request);
        const refused = origins.refuseSocket(request.headers) ?? (isLive ? admitSocket(socket) : null);
        if (refused) throw refused;
        if (isLive) live(request, socket, head);
        else hotReload?.(request, socket, head);
      } catch (thrown) {
        refuseUpgrade(socket, problemOf(thrown));
      }
    },
  };
}

/**
 * Next hangs its own upgrade listener on the server it is given and would end every socket it does not know. It gets
 * this emitter instead; what is emitted here is all of it that it sees.
 */
export function createHotReload(): { emitter: EventEmitter; upgrade: HandleUpgrade } {
  const emitter = new EventEmitter();
  return {
    emitter,
    upgrade(request, socket, head) {
      if (!emitter.emit("upgrade", request, socket, head))
        refuseUpgrade(socket, new Problem("not-found", "The pages are not prepared yet."));
    },
  };
}
