import type { IncomingMessage } from "node:http";

/** Of one connection only (RFC 9110 7.6.1); what `Connection` names comes on top. */
const HOP_BY_HOP = [
  "connection",
  "keep-alive",
  "proxy-connection",
  "proxy-authenticate",
  "proxy-authorization",
  "te",
  "trailer",
  "transfer-encoding",
  "upgrade",
  "http2-settings",
];
/** What we say ourselves about where a request comes from: what a client claims is not passed on. */
const OURS = ["forwarded", "x-forwarded-for", "x-forwarded-host", "x-forwarded-proto", "x-request-id", "via"];
const NOT_SENT = new Set([...HOP_BY_HOP, ...OURS, "host", "expect"]);
const NOT_ANSWERED = new Set([...HOP_BY_HOP, "x-request-id"]);

/** Header names come in few spellings, and putting each into lower case for each request is dear. */
const MOST_SPELLINGS = 1_000;
const spellings = new Map<string, string>();

function lower(name: string): string {
  const known = spellings.get(name);
  if (known !== undefined) return known;
  const lowered = name.toLowerCase();
  if (spellings.size < MOST_SPELLINGS) spellings.set(name, lowered);
  return lowered;
}

/**
 * Cookies of the console. A browser keeps one jar for all ports of a host: without this, a registered service would be
 * handed the operator's session, or could set it.
 */
const OWN_COOKIE = /^(?:__Host-|__Secure-)?rollcall/i;

/** Without the console's own; null where nothing is left. */
function passedCookies(value: string): string | null {
  if (!/rollcall/i.test(value)) return value;
  const passed = value.split(";").filter((pair) => !OWN_COOKIE.test(pair.trim()));
  return passed.length === 0 ? null : passed.join(";").trim();
}

/** What goes to the instance: name, value, name, value. */
export function requestHeaders(request: IncomingMessage, requestId: string): string[] {
  const { rawHeaders } = request;
  const named = request.headers.connection === undefined ? null : namedBy(request.headers.connection);
  const headers: string[] = [];
  for (let index = 0; index + 1 < rawHeaders.length; index += 2) {
    const name = lower(rawHeaders[index] ?? "");
    const value = rawHeaders[index + 1] ?? "";
    if (NOT_SENT.has(name) || named?.has(name)) continue;
    if (name === "cookie") {
      const cookies = passedCookies(value);
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

/** What `Connection` names is of this connection only. `close` and `keep-alive` are its own words. */
function namedBy(connection: string): ReadonlySet<string> | null {
  if (connection === "keep-alive" || connection === "close") return null;
  return new Set(connection.split(",").map((name) => name.trim().toLowerCase()));
}

/** What goes back, in the instance's own spelling. `length`: of the body, where it says so. */
export function answerHeaders(
  rawHeaders: readonly Buffer[],
  requestId: string,
  withoutLength = false,
): { headers: string[]; length: number | null } {
  const headers: string[] = ["x-request-id", requestId];
  let length: number | null = null;
  let named: ReadonlySet<string> | null = null;
  for (let index = 0; index + 1 < rawHeaders.length; index += 2) {
    const spelled = rawHeaders[index]?.toString("latin1") ?? "";
    const name = lower(spelled);
    const value = rawHeaders[index + 1]?.toString("latin1") ?? "";
    if (name === "connection") named = namedBy(value);
    if (NOT_ANSWERED.has(name)) continue;
    if (name === "set-cookie" && OWN_COOKIE.test(value)) continue;
    if (name === "content-length") {
      if (withoutLength) continue;
      length = Number(value);
    }
    headers.push(spelled, value);
  }
  return { headers: named ? without(headers, named) : headers, length };
}

function without(headers: string[], named: ReadonlySet<string>): string[] {
  const rest: string[] = [];
  for (let index = 0; index + 1 < headers.length; index += 2)
    if (!named.has(lower(headers[index] ?? ""))) rest.push(headers[index] ?? "", headers[index + 1] ?? "");
  return rest;
}
