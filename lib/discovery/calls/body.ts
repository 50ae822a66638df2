import { Readable } from "node:stream";
import { isAnyArrayBuffer } from "node:util/types";
import { refuse } from "../refuse";
import type { CallOptions } from "./client.types";
import { multipartOf } from "./multipart";
import { Replay } from "./replay";

export interface Body {
  content: Buffer | Replay | AsyncIterable<unknown> | null;
  contentType: string | null;
  /** Bytes, where that is known before it is sent. */
  length: number | null;
}

const NONE: Body = { content: null, contentType: null, length: null };
const bytes = (content: Buffer, contentType: string | null): Body => ({ content, contentType, length: content.length });
const TEXT = "text/plain;charset=UTF-8";

/**
 * What `fetch` makes of it (https://fetch.spec.whatwg.org/#concept-bodyinit-extract), and Node's streams and iterables
 * besides. Everything that can be read again is: another instance may have to get it. Throws a `Problem` for what is no
 * body, or was read before.
 */
export function bodyOf(body: CallOptions["body"]): Body {
  if (body === undefined || body === null) return NONE;
  if (typeof body === "string") return bytes(Buffer.from(body), TEXT);
  if (body instanceof URLSearchParams)
    return bytes(Buffer.from(body.toString()), "application/x-www-form-urlencoded;charset=UTF-8");
  // Copied, as fetch does: who goes on writing into it does not change what a second attempt sends.
  if (ArrayBuffer.isView(body))
    return bytes(Buffer.from(Buffer.from(body.buffer, body.byteOffset, body.byteLength)), null);
  if (isAnyArrayBuffer(body)) return bytes(Buffer.from(Buffer.from(body)), null);
  if (body instanceof Blob) return blob(body, body.type === "" ? null : body.type);
  if (body instanceof FormData) {
    const { content, contentType } = multipartOf(body);
    return blob(content, contentType);
  }
  if (isStream(body)) {
    if (wasRead(body)) throw mistake("was read already, or is being read by somebody else");
    return { content: body, contentType: null, length: null };
  }
  throw mistake(`should be a text, bytes, a Blob, FormData, URLSearchParams or a stream, not ${nameOf(body)}`);
}

function blob(content: Blob, contentType: string | null): Body {
  return { content: new Replay(content), contentType, length: content.size };
}

function isStream(body: unknown): body is AsyncIterable<unknown> {
  return typeof body === "object" && body !== null && Symbol.asyncIterator in body;
}

function wasRead(body: AsyncIterable<unknown>): boolean {
  if (body instanceof Readable) return Readable.isDisturbed(body) || !body.readable;
  // Node takes the web's streams here as well; its types name its own only.
  return body instanceof ReadableStream && (body.locked || Readable.isDisturbed(body as unknown as Readable));
}

const mistake = (message: string) => refuse([{ field: "body", message }]);

function nameOf(value: unknown): string {
  if (typeof value !== "object" || value === null) return `a ${typeof value}`;
  return `an object of the kind ${Object.prototype.toString.call(value).slice(8, -1)}`;
}
