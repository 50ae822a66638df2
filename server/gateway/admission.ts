import type { IncomingMessage } from "node:http";
import { isIP } from "node:net";
import { Problem } from "@/lib/errors";
import { hostName, isLoopback } from "@/server/http/host-check";

export interface Admission {
  /** Throws a `Problem` where the request must not go further. */
  admit(request: IncomingMessage): void;
}

const MOST_KNOWN = 1_000;

/**
 * A browser can be made to send requests here by any page: under another name that leads to this machine (DNS
 * rebinding), or across sites. Names are those of loopback, addresses, and what is allowed; cross-site requests of
 * browsers are refused unless their origin is allowed.
 */
export function createAdmission(options: {
  allowedHosts: readonly string[];
  allowedOrigins: readonly string[];
}): Admission {
  const names = new Set(options.allowedHosts.map((name) => name.toLowerCase()));
  const origins = new Set(options.allowedOrigins);
  const admitted = new Set<string>();

  function isAllowed(host: string): boolean {
    if (admitted.has(host)) return true;
    const name = hostName(host);
    if (name === null || !(isLoopback(name) || isIP(name) !== 0 || names.has(name) || names.has(host.toLowerCase())))
      return false;
    if (admitted.size < MOST_KNOWN) admitted.add(host);
    return true;
  }

  return {
    admit({ headers, rawHeaders }) {
      const { host } = headers;
      if (host === undefined || !isAllowed(host))
        throw new Problem(
          "host-not-allowed",
          "The gateway does not answer to this name. If it should, add it to ROLLCALL_ALLOWED_HOSTS and restart.",
        );
      if (headers["sec-fetch-site"] === "cross-site" && !origins.has(headers.origin ?? ""))
        throw new Problem(
          "origin-not-allowed",
          "Pages of other sites may not send requests here. Add their origin to ROLLCALL_ALLOWED_ORIGINS if they should.",
        );
      if (hostsIn(rawHeaders) !== 1) throw new Problem("invalid-request", "A request has one Host header.");
    },
  };
}

function hostsIn(rawHeaders: readonly string[]): number {
  let hosts = 0;
  for (let index = 0; index < rawHeaders.length; index += 2) {
    const name = rawHeaders[index] ?? "";
    if (name.length === 4 && name.toLowerCase() === "host") hosts += 1;
  }
  return hosts;
}
