import { isIPv4 } from "node:net";
import { Problem } from "@/lib/errors";

/**
 * A page of somebody else's site can make its own name resolve to 127.0.0.1 and then read us as if it were us (DNS
 * rebinding). The name in `Host` gives it away: only loopback names, our own HOST and the names allowed by
 * configuration are answered.
 */
export interface HostCheck {
  /** Null where the host is allowed. */
  refuse(host: string | undefined): Problem | null;
}

export function createHostCheck(options: { host: string; allowedHosts: readonly string[] }): HostCheck {
  const allowed = new Set([options.host, ...options.allowedHosts].map((name) => name.toLowerCase()));
  return {
    refuse(host) {
      const name = host === undefined ? null : hostName(host);
      if (name === null)
        return new Problem("host-not-allowed", "The request's Host header is missing or is not a host name.");
      if (isLoopback(name) || allowed.has(name) || allowed.has((host ?? "").toLowerCase())) return null;
      return new Problem(
        "host-not-allowed",
        `This console does not answer to the name ${JSON.stringify(name.slice(0, 255))}. If it should, add it to ROLLCALL_ALLOWED_HOSTS and restart.`,
      );
    },
  };
}

/** The name without its port, in lower case; an IPv6 address without its brackets. Null where it is none. */
export function hostName(host: string): string | null {
  const match = /^(?:\[([0-9a-f:.]+)\]|([a-z0-9._-]+))(?::\d{1,5})?$/i.exec(host);
  const name = match?.[1] ?? match?.[2];
  return name === undefined ? null : name.toLowerCase().replace(/\.$/, "");
}

/** `localhost`, its subdomains, which resolve nowhere else (RFC 6761), 127.0.0.0/8 and ::1. */
export function isLoopback(name: string): boolean {
  return (
    name === "localhost" || name.endsWith(".localhost") || name === "::1" || (isIPv4(name) && name.startsWith("127."))
  );
}
