import type { IncomingMessage } from "node:http";
import { Problem } from "@/lib/errors";
import { parseAuthority } from "./authority";

/** Node's parser leaves out what comes after so many headers; a request that has more is refused whole. */
export const MOST_HEADERS = 2_000;

/**
 * Refuses what could be read in two ways, and brings the request line into the usual form, `/path?query`. A proxy's form,
 * `http://host/path`, names the host instead of the Host header (RFC 9112 3.2.2): afterwards `request.headers.host` is
 * the one that counts, whatever the form was, and the one that is judged. Tells whether it was in a proxy's form.
 */
export function settleForm(request: IncomingMessage): { absolute: boolean } {
  const { rawHeaders, httpVersion } = request;
  if (rawHeaders.length > 2 * MOST_HEADERS)
    throw new Problem("headers-too-large", `A request has ${MOST_HEADERS.toLocaleString("en")} headers at most.`);
  const hosts = hostsIn(rawHeaders);
  if (hosts > 1 || (hosts === 0 && httpVersion !== "1.0"))
    throw new Problem("invalid-request", `A request has one Host header; this one has ${hosts}.`);
  const url = request.url ?? "";
  if (url.startsWith("/")) return { absolute: false };
  const absolute = /^https?:\/\/([^/?#]+)(\/[^#]*|\?[^#]*)?$/i.exec(url);
  const authority = absolute?.[1];
  if (authority === undefined || parseAuthority(authority) === null)
    throw new Problem(
      "invalid-request",
      "The request line must name a path that starts with a slash, or an address like http://localhost:3000/path.",
    );
  const rest = absolute?.[2] ?? "/";
  request.url = rest.startsWith("/") ? rest : `/${rest}`;
  request.headers.host = authority;
  return { absolute: true };
}

function hostsIn(rawHeaders: readonly string[]): number {
  let hosts = 0;
  for (let index = 0; index < rawHeaders.length; index += 2) {
    const name = rawHeaders[index] ?? "";
    if (name.length === 4 && name.toLowerCase() === "host") hosts += 1;
  }
  return hosts;
}
