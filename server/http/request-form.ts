import type { IncomingMessage } from "node:http";
import { Problem } from "@/lib/errors";
import { isSameAuthority, parseAuthority } from "./authority";

/** Node's parser leaves out what comes after so many headers; a request that has more is refused whole. */
export const MOST_HEADERS = 2_000;

/**
 * Refuses what could be read in two ways, and brings the request line into the usual form, `/path?query`. A proxy's form,
 * `http://host/path`, names the host instead of the Host header (RFC 9112 3.2.2): afterwards `request.headers.host` is
 * the one that counts, whatever the form was. Where it must be ours, both have to name the same host: whoever answers to every
 * address of its machine would otherwise take any address for its own.
 */
export function settleForm(request: IncomingMessage, host: "counts" | "must be ours" = "counts"): void {
  const { rawHeaders, httpVersion } = request;
  if (rawHeaders.length > 2 * MOST_HEADERS)
    throw new Problem("headers-too-large", `A request has ${MOST_HEADERS.toLocaleString("en")} headers at most.`);
  const hosts = hostsIn(rawHeaders);
  if (hosts > 1 || (hosts === 0 && httpVersion !== "1.0"))
    throw new Problem("invalid-request", `A request has one Host header; this one has ${hosts}.`);
  const url = request.url ?? "";
  if (url.startsWith("/")) return;
  const absolute = /^https?:\/\/([^/?#]+)(\/[^#]*|\?[^#]*)?$/i.exec(url);
  const authority = absolute?.[1];
  const named = authority === undefined ? null : parseAuthority(authority);
  if (authority === undefined || named === null)
    throw new Problem(
      "invalid-request",
      "The request line must name a path that starts with a slash, or an address like http://localhost:3000/path.",
    );
  const own = host === "counts" ? named : parseAuthority(request.headers.host ?? "");
  if (own === null || !isSameAuthority(named, own, 80))
    throw new Problem("invalid-request", "The request line names another host than the Host header. This is no proxy.");
  const rest = absolute?.[2] ?? "/";
  request.url = rest.startsWith("/") ? rest : `/${rest}`;
  request.headers.host = authority;
}

function hostsIn(rawHeaders: readonly string[]): number {
  let hosts = 0;
  for (let index = 0; index < rawHeaders.length; index += 2) {
    const name = rawHeaders[index] ?? "";
    if (name.length === 4 && name.toLowerCase() === "host") hosts += 1;
  }
  return hosts;
}
