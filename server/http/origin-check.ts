import type { IncomingHttpHeaders } from "node:http";
import { Problem } from "@/lib/errors";
import { defaultPortOf, isSameAuthority, originKey, parseAuthority, parseOrigin } from "./authority";

/**
 * Who may open the socket and who may write. Browsers name the page's origin with both; a page may always talk to
 * the server it came from, others only where the configuration names them. Run after the host check, on which it stands.
 */
export interface OriginCheck {
  /** Whether pages of this origin may do what our own may, where `host` is what the request's `Host` says. */
  isAllowed(origin: string, host: string | undefined): boolean;
  /** For the socket, which only reads: programs without an Origin are as welcome as at the HTTP API. */
  refuseSocket(headers: IncomingHttpHeaders): Problem | null;
  /** For writes: an allowed Origin, or none and a token. */
  refuseWrite(headers: IncomingHttpHeaders): Problem | null;
}

/** The setting that allows further origins. */
export const ORIGINS_SETTING = "ROLLCALL_ALLOWED_ORIGINS";

export function createOriginCheck(options: { allowedOrigins: readonly string[] }): OriginCheck {
  const configured = new Set(
    options.allowedOrigins
      .map(parseOrigin)
      .filter((one) => one !== null)
      .map(originKey),
  );
  function isAllowed(origin: string, host: string | undefined): boolean {
    const given = parseOrigin(origin);
    if (!given) return false;
    if (configured.has(originKey(given))) return true;
    const own = host === undefined ? null : parseAuthority(host);
    return own !== null && isSameAuthority(given.authority, own, defaultPortOf(given.scheme));
  }
  const refusal = (origin: string) =>
    new Problem(
      "origin-not-allowed",
      `Pages of ${JSON.stringify(origin.slice(0, 255))} may not do this. If they should, add that origin to ${ORIGINS_SETTING} and restart.`,
    );
  return {
    isAllowed,
    refuseSocket({ origin, host }) {
      return origin === undefined || isAllowed(origin, host) ? null : refusal(origin);
    },
    refuseWrite({ origin, host, authorization }) {
      if (origin !== undefined) return isAllowed(origin, host) ? null : refusal(origin);
      if (authorization && /^Bearer \S/i.test(authorization)) return null;
      return new Problem(
        "origin-not-allowed",
        "A write needs an Origin header that is allowed, or a token in an Authorization header.",
      );
    },
  };
}
