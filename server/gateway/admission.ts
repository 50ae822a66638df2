import type { IncomingMessage } from "node:http";
import { isIP } from "node:net";
import { Problem } from "@/lib/errors";
import { isForeignFetch } from "@/server/http/fetch-metadata";
import { createHostCheck, hostName, isLoopback } from "@/server/http/host-check";
import { createOriginCheck } from "@/server/http/origin-check";

export interface Admission {
  /** Throws a `Problem` where the request must not go further. */
  admit(request: IncomingMessage, form: { absolute: boolean }): void;
}

const MOST_KNOWN = 1_000;
const LONGEST_KNOWN = 255;

/**
 * A browser can be made to send requests here by any page: under another name that leads to this machine (DNS
 * rebinding), or across origins. Names are those of loopback, addresses, and what is allowed. An `Origin` is our own or
 * an allowed one, whatever the method: it is all that browsers say to plain http names. Where they say more
 * (`Sec-Fetch-Site`), other ports of the same host are others, too: `same-site` is not enough. Who may open pages here
 * from elsewhere is whoever may see pages at all (`documents`).
 */
export function createAdmission(options: {
  allowedHosts: readonly string[];
  allowedOrigins: readonly string[];
  documents: boolean;
}): Admission {
  const hosts = createHostCheck({ host: "localhost", allowedHosts: options.allowedHosts });
  const origins = createOriginCheck(options);
  const admitted = new Set<string>();

  function isAllowed(host: string): boolean {
    if (admitted.has(host)) return true;
    const name = hostName(host);
    if (name === null || (isIP(name) === 0 && hosts.refuse(host) !== null)) return false;
    if (admitted.size < MOST_KNOWN && host.length <= LONGEST_KNOWN) admitted.add(host);
    return true;
  }

  /**
   * Every address is admitted as a Host, because the gateway may listen on any of its machine. In a proxy's form an address
   * says where the client wants to go: that has to be the one that it reached.
   */
  function leadsHere({ headers, socket }: IncomingMessage): boolean {
    const name = hostName(headers.host ?? "");
    if (name === null || isIP(name) === 0 || isLoopback(name)) return true;
    return hosts.refuse(headers.host) === null || name === socket.localAddress?.replace(/^::ffff:/, "");
  }

  /** Sent by a page that is not ours and not allowed. */
  function isForeign({ method, headers, url = "" }: IncomingMessage): boolean {
    const { origin, host } = headers;
    const originAllowed = origin !== undefined && origins.isAllowed(origin, host);
    if (origin !== undefined && !originAllowed) return true;
    const site = headers["sec-fetch-site"];
    if (site === undefined || site === "same-origin" || site === "none") return false;
    const isPage = options.documents && url.startsWith("/proxy/");
    return isPage ? isForeignFetch({ method, headers, originAllowed }) : !originAllowed;
  }

  return {
    admit(request, { absolute }) {
      const { host } = request.headers;
      if (absolute && !leadsHere(request))
        throw new Problem(
          "invalid-request",
          "The request line names the address of another machine. This is no proxy.",
        );
      if (host === undefined || !isAllowed(host))
        throw new Problem(
          "host-not-allowed",
          "The gateway does not answer to this name. If it should, add it to ROLLCALL_ALLOWED_HOSTS and restart.",
        );
      if (isForeign(request))
        throw new Problem(
          "origin-not-allowed",
          "Pages of other origins may not send requests here. Add their origin to ROLLCALL_ALLOWED_ORIGINS if they should.",
        );
    },
  };
}
