import type { IncomingMessage } from "node:http";
import { CallFailure } from "@/lib/discovery/calls/failures";
import { Problem } from "@/lib/errors";
import type { GatewayLimits } from "./gateway.types";

/** What a request carries: null, bytes that can be sent again, or a stream that is begun when a connection takes it. */
export type RequestBody = Buffer | AsyncIterable<Buffer> | null;

/** Whether there is one, and whether it may be. Throws a `Problem` before anything is read of one that may not. */
export function announcedBody(request: IncomingMessage, { bodyBytes }: GatewayLimits): "none" | "short" | "stream" {
  const { "transfer-encoding": transfer, "content-length": length } = request.headers;
  if (transfer !== undefined) {
    // Anything but chunked alone is a way to make two parsers disagree about where a request ends.
    if (transfer.trim().toLowerCase() !== "chunked")
      throw new Problem("invalid-request", "Of transfer encodings only chunked is understood.");
    // HTTP/1.0 has no transfer encodings: where this request ends, others on its way may see otherwise (RFC 9112 6.1).
    if (request.httpVersionMajor === 1 && request.httpVersionMinor === 0)
      throw new Problem("invalid-request", "HTTP/1.0 knows no chunked bodies: send HTTP/1.1, or a Content-Length.");
    return "stream";
  }
  const bytes = Number(length ?? 0);
  if (bytes > bodyBytes) throw tooLarge(bodyBytes);
  return bytes === 0 ? "none" : "short";
}

/** Throws, or rejects with, a `Problem` where it may not be. */
export function bodyOf(request: IncomingMessage, limits: GatewayLimits): RequestBody | Promise<RequestBody> {
  const announced = announcedBody(request, limits);
  if (announced === "none") return null;
  const bytes = Number(request.headers["content-length"] ?? Number.POSITIVE_INFINITY);
  if (bytes <= limits.heldBodyBytes) return held(request);
  return streamed(request, limits.bodyBytes);
}

async function held(request: IncomingMessage): Promise<Buffer> {
  const parts: Buffer[] = [];
  for await (const part of request.iterator({ destroyOnReturn: false })) parts.push(part as Buffer);
  return Buffer.concat(parts);
}

async function* streamed(request: IncomingMessage, most: number): AsyncGenerator<Buffer> {
  let bytes = 0;
  for await (const part of request.iterator({ destroyOnReturn: false })) {
    bytes += (part as Buffer).length;
    if (bytes > most) throw new CallFailure("body", tooLarge(most).detail, true, tooLarge(most));
    yield part as Buffer;
  }
}

function tooLarge(bytes: number): Problem {
  return new Problem("body-too-large", `The body may hold ${bytes.toLocaleString("en")} bytes at most.`);
}
