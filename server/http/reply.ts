import type { IncomingMessage, ServerResponse } from "node:http";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { promisify } from "node:util";
import { brotliCompress, constants, createBrotliCompress, createGzip, gzip } from "node:zlib";
import Negotiator from "negotiator";
import { createTurns, jsonInTurns, type Pace, piecesInTurns } from "./turns";

/** What a handler answers. */
export type Reply =
  | { kind: "json"; status?: number; body: unknown; etag?: string; location?: string }
  /** Bytes that are ready to go: encoded once, sent to many. */
  | {
      kind: "bytes";
      body: Buffer;
      contentType: string;
      encoding?: "gzip" | "br";
      etag?: string;
    }
  /**
   * Text made piece by piece, as fast as the client reads and no longer than it does; others have their turn between the
   * pieces. With a name it is a download. `live`: each piece tells what has just happened and leaves at once, uncompressed,
   * because a compressor keeps it back until there is enough.
   */
  | {
      kind: "stream";
      contentType: string;
      fileName?: string;
      live?: true;
      pieces: Iterable<string> | AsyncIterable<string>;
    };

/** Why work ends whose answer nobody waits for any more. */
export class ClientGone extends Error {
  override readonly name = "ClientGone";
}

/** A JSON object whose last member is a long list: each entry is written when it is its turn. */
export function jsonInPieces(head: object, name: string, entries: Iterable<unknown>, fileName?: string): Reply {
  return {
    kind: "stream",
    contentType: "application/json; charset=utf-8",
    ...(fileName === undefined ? {} : { fileName }),
    pieces: pieces(),
  };

  function* pieces(): Generator<string> {
    const begun = JSON.stringify(head).slice(0, -1);
    yield `${begun}${begun === "{" ? "" : ","}${JSON.stringify(name)}:[`;
    let first = true;
    for (const entry of entries) {
      yield `${first ? "" : ","}${JSON.stringify(entry)}`;
      first = false;
    }
    yield "]}";
  }
}

const COMPRESS_FROM_BYTES = 1024;
const BROTLI = { params: { [constants.BROTLI_PARAM_QUALITY]: 4 } };
const GZIP = { level: 5 };
const compress = {
  br: (body: Buffer) => promisify(brotliCompress)(body, BROTLI),
  gzip: (body: Buffer) => promisify(gzip)(body, GZIP),
};

/** The best of the given encodings that the client accepts, or undefined. */
export function acceptedEncoding(request: IncomingMessage): "br" | "gzip" | undefined {
  const best = new Negotiator(request).encoding(["br", "gzip", "identity"]);
  return best === "br" || best === "gzip" ? best : undefined;
}

export async function sendReply(
  request: IncomingMessage,
  response: ServerResponse,
  reply: Reply,
  pace: Pace = { turns: createTurns() },
): Promise<void> {
  const head = request.method === "HEAD";
  switch (reply.kind) {
    case "json": {
      const body = Buffer.from(await jsonInTurns(reply.body, pace));
      response.statusCode = reply.status ?? 200;
      response.setHeader("Content-Type", "application/json; charset=utf-8");
      if (reply.location !== undefined) response.setHeader("Location", reply.location);
      if (notModified(request, response, reply.etag)) return;
      const encoding = body.length >= COMPRESS_FROM_BYTES ? acceptedEncoding(request) : undefined;
      response.setHeader("Vary", "Accept-Encoding");
      if (encoding) response.setHeader("Content-Encoding", encoding);
      const bytes = encoding ? await compress[encoding](body) : body;
      response.setHeader("Content-Length", bytes.length);
      response.end(head ? undefined : bytes);
      return;
    }
    case "bytes": {
      response.setHeader("Content-Type", reply.contentType);
      response.setHeader("Vary", "Accept-Encoding");
      if (notModified(request, response, reply.etag)) return;
      if (reply.encoding) response.setHeader("Content-Encoding", reply.encoding);
      response.setHeader("Content-Length", reply.body.length);
      response.end(head ? undefined : reply.body);
      return;
    }
    case "stream": {
      response.setHeader("Content-Type", reply.contentType);
      if (reply.fileName !== undefined)
        response.setHeader("Content-Disposition", `attachment; filename="${reply.fileName}"`);
      response.setHeader("Vary", "Accept, Accept-Encoding");
      response.setHeader("Cache-Control", "no-store");
      const encoding = reply.live ? undefined : acceptedEncoding(request);
      if (encoding) response.setHeader("Content-Encoding", encoding);
      if (head) {
        response.end();
        return;
      }
      const pieces = reply.live ? reply.pieces : piecesInTurns(reply.pieces, pace);
      const text = Readable.from(pieces, { objectMode: false, highWaterMark: 64 * 1024 });
      if (encoding === "br") await pipeline(text, createBrotliCompress(BROTLI), response);
      else if (encoding === "gzip") await pipeline(text, createGzip(GZIP), response);
      else await pipeline(text, response);
      return;
    }
  }
}

/** Whether the client says that it has the answer with this validator. */
export function hasAlready(request: IncomingMessage, etag: string): boolean {
  const known = request.headers["if-none-match"];
  return known?.split(",").some((one) => one.trim() === etag || one.trim() === "*") ?? false;
}

/** Sets the validator and what caches may do; answers 304 where the client already has this very answer. */
function notModified(request: IncomingMessage, response: ServerResponse, etag: string | undefined): boolean {
  if (etag === undefined) {
    response.setHeader("Cache-Control", "no-store");
    return false;
  }
  response.setHeader("ETag", etag);
  response.setHeader("Cache-Control", "private, no-cache");
  if (!hasAlready(request, etag)) return false;
  response.removeHeader("Content-Type");
  response.statusCode = 304;
  response.end();
  return true;
}
