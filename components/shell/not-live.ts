import { plural } from "@/components/ui/format";
import { POLL_EVERY_MS } from "@/lib/live/poller";
import type { SocketTrouble } from "@/lib/live/state";

export const NOT_LIVE = `Not live: asked every ${POLL_EVERY_MS / 1_000} s.`;

/** Why the live connection does not open, and what to change, in words. */
export function becauseOf(trouble: SocketTrouble | null): string {
  switch (trouble?.kind) {
    case undefined:
      return "The live connection does not open; the console is being asked why.";
    case "origin": {
      const { origin, host, setting } = trouble;
      const add = setting === null ? "Allow it in the console's settings" : `Add it to ${setting}`;
      return `Pages of ${origin} may not open the live connection, nor write: the console's requests arrive with the host ${host}. ${add}, or have the proxy pass the Host header on.`;
    }
    case "upgrade":
      return `A proxy between this page and the console (${trouble.host}) does not pass WebSocket upgrades on. In nginx, for this location: proxy_http_version 1.1; proxy_set_header Upgrade $http_upgrade; proxy_set_header Connection "upgrade";`;
    case "full":
      return `${plural(trouble.most, "live connection is", "live connections are")} open, which is all that may be at once: it opens when another page is closed.`;
    case "other":
      return "The live connection does not open, although its requests reach the console: a proxy or an extension of this browser may close it.";
  }
}
