import type { CallOptions } from "./client.types";

export interface Body {
  content: Buffer | AsyncIterable<Buffer> | null;
  contentType: string | null;
}

/** What `fetch` would make of it. */
export function bodyOf(body: CallOptions["body"]): Body {
  if (body === undefined || body === null) return { content: null, contentType: null };
  if (typeof body === "string") return { content: Buffer.from(body), contentType: "text/plain;charset=UTF-8" };
  if (body instanceof URLSearchParams)
    return { content: Buffer.from(body.toString()), contentType: "application/x-www-form-urlencoded;charset=UTF-8" };
  if (body instanceof Uint8Array)
    return { content: Buffer.from(body.buffer, body.byteOffset, body.byteLength), contentType: null };
  return { content: body as AsyncIterable<Buffer>, contentType: null };
}
