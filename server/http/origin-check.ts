import type { IncomingHttpHeaders } from "node:http";
import { Problem } from "@/lib/errors";

/**
 * Who may open the socket and who may write. Browsers name the page's origin with both; a page may always talk to
 * the server it came from, others only where the configuration names them. Run after the host check, on which it stands.
 */
export interface OriginCheck {
  /** For the socket, which only reads: programs without an Origin are as welcome as at the HTTP API. */
  refuseSocket(headers: IncomingHttpHeaders): Problem | null;
  /** For writes: an allowed Origin, or none and a token. */
  refuseWrite(headers: IncomingHttpHeaders): Problem | null;
}

export function createOriginCheck(options: { allowedOrigins: readonly string[] }): OriginCheck {
  const configured = new Set(options.allowedOrigins.map((origin) => origin.toLowerCase()));
  const allowed = (origin: string, host: string | undefined): boolean => {
    const given = origin.toLowerCase();
    return (
      given === `http://${host?.toLowerCase()}` || given === `https://${host?.toLowerCase()}` || configured.has(given)
    );
  };
  const refusal = (origin: string) =>
    new Problem(
      "origin-not-allowed",
      `Pages of ${JSON.stringify(origin.slice(0, 255))} may not do this. If they should, add that origin to ROLLCALL_ALLOWED_ORIGINS and restart.`,
    );
  return {
    refuseSocket({ origin, host }) {
      return origin === undefined || allowed(origin, host) ? null : refusal(origin);
    },
    refuseWrite({ origin, host, authorization }) {
      if (origin !== undefined) return allowed(origin, host) ? null : refusal(origin);
      if (authorization && /^Bearer \S/i.test(authorization)) return null;
      return new Problem(
        "origin-not-allowed",
        "A write needs an Origin header that is allowed, or a token in an Authorization header.",
      );
    },
  };
}
