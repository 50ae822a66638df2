import { LONGEST_TIMER_MS } from "@/lib/clock";
import type { ProblemField } from "@/lib/errors";
import { checkSignal, refuse } from "../refuse";
import { bodyOf } from "./body";
import type { Call } from "./call.types";
import type { CallOptions } from "./client.types";

/** A call as it goes over the wire. */
export type Written = Pick<Call, "method" | "headers" | "body" | "key">;

/** RFC 9110 5.6.2. */
const TOKEN = /^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/;
/** A request target's characters; what is beyond ASCII is percent-encoded by whoever calls. */
const PATH = /^\/[\x21-\x7e]*$/;
/** `fetch` does not send these either: the first opens a tunnel, the others show to others what they should not see. */
const FORBIDDEN_METHODS = ["CONNECT", "TRACE", "TRACK"];
/** Of the connection, which is not the caller's. */
const CONNECTION_HEADERS = [
  "connection",
  "keep-alive",
  "proxy-connection",
  "te",
  "trailer",
  "transfer-encoding",
  "upgrade",
  "expect",
];

/** Throws a `Problem` that names each field that cannot be sent. */
export function write(path: string, wanted: CallOptions): Written {
  const wrong: ProblemField[] = [];
  if (typeof path !== "string" || !path.startsWith("/"))
    wrong.push({ field: "path", message: "has to start with a slash" });
  else if (!PATH.test(path))
    wrong.push({ field: "path", message: "may hold neither blanks nor characters beyond ASCII: percent-encode them" });
  const method = String(wanted.method ?? "GET").toUpperCase();
  if (!TOKEN.test(method)) wrong.push({ field: "method", message: "is no method of HTTP" });
  else if (FORBIDDEN_METHODS.includes(method)) wrong.push({ field: "method", message: `${method} is not sent` });
  const headers = headersOf(wanted.headers, wrong);
  for (const name of CONNECTION_HEADERS)
    if (headers.has(name))
      wrong.push({ field: `headers/${name}`, message: "is of the connection, and not the caller's" });
  if (wanted.body !== undefined && wanted.body !== null && (method === "GET" || method === "HEAD"))
    wrong.push({ field: "body", message: `does not go with ${method}` });
  wrong.push(...checkSignal(wanted.signal ?? undefined));
  if (wanted.timeoutMs !== undefined && !(wanted.timeoutMs > 0 && wanted.timeoutMs <= LONGEST_TIMER_MS))
    wrong.push({ field: "timeoutMs", message: `should be a number of milliseconds up to ${LONGEST_TIMER_MS}` });
  if (wrong.length > 0) throw refuse(wrong);
  const { content, contentType, length } = bodyOf(wanted.body);
  if (contentType !== null && !headers.has("content-type")) headers.set("content-type", contentType);
  const said = headers.get("content-length");
  if (said !== null && (length === null ? !/^\d+$/.test(said) : said !== String(length)))
    throw refuse([{ field: "headers/content-length", message: "is not the body's length; leave it out" }]);
  // For bytes undici writes it itself.
  if (length !== null && !Buffer.isBuffer(content)) headers.set("content-length", String(length));
  const written: Written = { method, headers: [...headers].flat(), body: content };
  if (wanted.key !== undefined) written.key = wanted.key;
  return written;
}

function headersOf(given: CallOptions["headers"], wrong: ProblemField[]): Headers {
  try {
    return new Headers(given);
  } catch {
    // Neither undici's sentence nor the value, which may be a secret.
    wrong.push({ field: "headers", message: "hold a name or a value that HTTP does not allow" });
    return new Headers();
  }
}
