import type { IncomingMessage } from "node:http";
import { cookiesForInstance } from "./cookies";
import { asVariable, HOP_BY_HOP, judgedNames, namedByConnection } from "./header-names";

/**
 * Where a request comes from, for whom and for what address, as proxies and clouds tell it: to be believed only from a
 * proxy that sets it itself, and between a client and us there is none that we know of. We set our own for the first of
 * them; what a client claims in any of them goes no further.
 */
const CLAIMS = [
  "forwarded",
  "via",
  "x-request-id",
  "x-real-ip",
  "x-real-host",
  "x-client-ip",
  "client-ip",
  "x-cluster-client-ip",
  "x-proxyuser-ip",
  "x-originating-ip",
  "x-remote-ip",
  "x-remote-addr",
  "remote-addr",
  "remote-host",
  "true-client-ip",
  "cf-connecting-ip",
  "cf-connecting-ipv6",
  "cf-pseudo-ipv4",
  "cf-visitor",
  "fastly-client-ip",
  "fly-client-ip",
  "do-connecting-ip",
  "x-appengine-user-ip",
  "x-azure-clientip",
  "x-azure-socketip",
  "x-nf-client-connection-ip",
  "x-vercel-forwarded-for",
  "wl-proxy-client-ip",
  "proxy-client-ip",
  "x-proxy-client-ip",
  "x-host",
  "x-http-host-override",
  "x-scheme",
  "x-url-scheme",
  "front-end-https",
  "x-rewrite-url",
  "x-rewrite-uri",
  "x-override-url",
  "remote-user",
  "x-remote-user",
  "x-client-cert",
  "ssl-client-cert",
  "ssl-client-verify",
  // Behind CGI it becomes HTTP_PROXY, which many programs obey: https://httpoxy.org
  "proxy",
];
const CLAIMING_FAMILIES = ["x-forwarded", "x-forwarder", "x-original", "x-envoy-", "x-ssl-", "x-arr-"];

/** Not sent, however they are spelled. */
const NOT_SENT = new Set([...HOP_BY_HOP, ...CLAIMS, "host", "expect"]);
/** Sent, but only in their own spelling: another one would be taken for them behind our back. */
const ONLY_AS_SPELLED = new Set(["content-length", "content-type", "content-encoding", "authorization", "cookie"]);

const judged = judgedNames((name): "passes" | "stays" | "cookie" => {
  const variable = asVariable(name);
  if (NOT_SENT.has(variable) || CLAIMING_FAMILIES.some((family) => variable.startsWith(family))) return "stays";
  if (variable !== name && ONLY_AS_SPELLED.has(variable)) return "stays";
  return name === "cookie" ? "cookie" : "passes";
});

/** What goes to the instance: name, value, name, value. */
export function requestHeaders(request: IncomingMessage, requestId: string): string[] {
  const { rawHeaders } = request;
  const { connection } = request.headers;
  const named = connection === undefined ? null : namedByConnection(connection);
  const headers: string[] = [];
  for (let index = 0; index + 1 < rawHeaders.length; index += 2) {
    const { name, is } = judged(rawHeaders[index] ?? "");
    const value = rawHeaders[index + 1] ?? "";
    if (is === "stays" || named?.has(name)) continue;
    if (is === "cookie") {
      const cookies = cookiesForInstance(value);
      if (cookies !== null) headers.push(name, cookies);
    } else headers.push(name, value);
  }
  const peer = request.socket.remoteAddress ?? "unknown";
  const host = request.headers.host ?? "";
  headers.push(
    "x-forwarded-for",
    peer,
    "x-forwarded-host",
    host,
    "x-forwarded-proto",
    "http",
    "forwarded",
    `for=${forwardedNode(peer)};host="${host}";proto=http`,
    "x-request-id",
    requestId,
    "via",
    "1.1 rollcall",
  );
  return headers;
}

/** RFC 7239: an IPv6 address stands in brackets and quotes. */
function forwardedNode(peer: string): string {
  return peer.includes(":") ? `"[${peer}]"` : peer;
}
