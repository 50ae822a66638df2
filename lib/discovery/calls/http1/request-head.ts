import { CallFailure } from "../failures";
import type { Outgoing } from "./sender";

const TOKEN = /^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/;
const PATH = /^\/[\x21-\x7e\x80-\xff]*$/;
const VALUE = /^[\t\x20-\x7e\x80-\xff]*$/;

/** How a message is carried is the connection's affair, whoever asks for something else. */
const OURS: ReadonlySet<string> = new Set([
  "connection",
  "keep-alive",
  "proxy-connection",
  "transfer-encoding",
  "te",
  "trailer",
  "upgrade",
  "expect",
]);
/** Methods whose requests have a body as a rule: without one they say so. */
const WITH_BODY: ReadonlySet<string> = new Set(["POST", "PUT", "PATCH"]);

export interface RequestHead {
  /** As it goes over the wire, each character a byte. */
  text: string;
  /** What the body's length has to be; null where it goes in chunks, or there is none. */
  length: number | null;
  /** Whether the connection is not used again. */
  last: boolean;
}

/**
 * Header names are in lower case. Throws a `CallFailure` where a method, path or header would be read as something else.
 * A connection ends with a HEAD request, and with a body where none is expected: an instance that sends a body all
 * the same, or overlooks one, must not have it taken for an answer or a request of somebody else.
 */
export function requestHead({ method, path, headers, body }: Outgoing, authority: string): RequestHead {
  if (!TOKEN.test(method) || !PATH.test(path)) throw unsendable("Its method or path");
  const last = method === "HEAD" || (body !== null && !WITH_BODY.has(method));
  let host = authority;
  let announced: string | null = null;
  let fields = "";
  for (let index = 0; index + 1 < headers.length; index += 2) {
    const name = headers[index] ?? "";
    const value = headers[index + 1] ?? "";
    if (!TOKEN.test(name) || !VALUE.test(value)) throw unsendable(`Its header ${JSON.stringify(name)}`);
    if (name === "host") host = value;
    else if (name === "content-length") announced = value;
    else if (!OURS.has(name)) fields += `${name}: ${value}\r\n`;
  }
  let length: number | null = null;
  if (Buffer.isBuffer(body)) length = body.length;
  else if (body !== null && announced !== null) length = Number(announced);
  else if (body === null && WITH_BODY.has(method)) length = 0;
  const framing =
    length !== null ? `content-length: ${length}\r\n` : body === null ? "" : "transfer-encoding: chunked\r\n";
  const connection = last ? "close" : "keep-alive";
  return {
    text: `${method} ${path} HTTP/1.1\r\nhost: ${host}\r\nconnection: ${connection}\r\n${fields}${framing}\r\n`,
    length,
    last,
  };
}

function unsendable(what: string): CallFailure {
  return new CallFailure(
    "body",
    `It cannot be sent. ${what} holds characters that would be read as something else.`,
    false,
  );
}
