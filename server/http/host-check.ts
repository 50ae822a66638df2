import { isIPv4, isIPv6 } from "node:net";
import { Problem } from "@/lib/errors";
import { type Authority, parseAuthority } from "./authority";

/**
 * A page of somebody else's site can make its own name resolve to 127.0.0.1 and then read us as if it were us (DNS
 * rebinding). The name in `Host` gives it away: only loopback names, our own HOST and the names allowed by
 * configuration are answered.
 */
export interface HostCheck {
  /** Null where the host is allowed. */
  refuse(host: string | undefined): Problem | null;
}

/** Browsers leave the port out of `Host` where it is the one that the scheme implies. */
const IMPLIED_PORTS = [80, 443];

export function createHostCheck(options: { host: string; allowedHosts: readonly string[] }): HostCheck {
  const allowed = [options.host, ...options.allowedHosts]
    .map((text) => parseAuthority(isIPv6(text) ? `[${text}]` : text))
    .filter((one) => one !== null);
  const isAllowed = ({ name, port }: Authority) =>
    allowed.some(
      (one) =>
        one.name === name &&
        (one.port === null || one.port === port || (port === null && IMPLIED_PORTS.includes(one.port))),
    );
  return {
    refuse(host) {
      const given = host === undefined ? null : parseAuthority(host);
      if (given === null)
        return new Problem("host-not-allowed", "The request's Host header is missing or is not a host name.");
      if (isLoopback(given.name) || isAllowed(given)) return null;
      return new Problem(
        "host-not-allowed",
        `This console does not answer to the name ${JSON.stringify(given.name.slice(0, 255))}. If it should, add it to ROLLCALL_ALLOWED_HOSTS and restart.`,
      );
    },
  };
}

/** The name without its port, in lower case; an IPv6 address without its brackets. Null where it is none. */
export function hostName(host: string): string | null {
  return parseAuthority(host)?.name ?? null;
}

/** `localhost`, its subdomains, which resolve nowhere else (RFC 6761), 127.0.0.0/8 and ::1. */
export function isLoopback(name: string): boolean {
  return (
    name === "localhost" || name.endsWith(".localhost") || name === "::1" || (isIPv4(name) && name.startsWith("127."))
  );
}
