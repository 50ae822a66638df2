import type { Readable } from "node:stream";
import { Pool } from "undici";
import { MOST_ANSWER_BYTES, MOST_SHOWN } from "@/lib/api/test-requests";
import { hasNoBody } from "@/lib/discovery/calls/bodiless";
import { codeOf } from "@/lib/discovery/calls/network-failures";
import { formatAddress } from "@/lib/layouts/address";
import { createPinnedConnector } from "@/server/reach/connector";
import type { Target } from "@/server/reach/reach.types";
import { type Caller, failed, failureOf, type Outcome } from "../outcome";

export interface HttpRequest {
  method: string;
  path: string;
  headers: Record<string, string>;
  body: string | undefined;
  timeoutMs: number;
}

/** HTTP/1.1 over connections that are kept. Redirects are answers like others, never followed. */
export function createHttpCaller(target: Target, secure: boolean, request: HttpRequest, connections: number): Caller {
  const address = formatAddress(target.host, target.port);
  const pool = new Pool(`${secure ? "https" : "http"}://${address}`, {
    connections,
    pipelining: 1,
    connect: createPinnedConnector(target, { timeout: request.timeoutMs }),
    headersTimeout: 0,
    bodyTimeout: 0,
    maxHeaderSize: 32 * 1024,
  });
  const { method, path, headers, body } = request;

  async function call(signal: AbortSignal): Promise<Outcome> {
    let sent = false;
    try {
      const answer = await pool.request({ method: method as "GET", path, headers, body: body ?? null, signal });
      sent = true;
      const { bytes, text } = await beginningOf(answer.body, hasNoBody(method, answer.statusCode));
      const status = answer.statusCode;
      if (status < 500) return { kind: "answered", status, bytes, text };
      return { ...failed("status", `${address} answered ${status}`, true), status, bytes, text };
    } catch (error) {
      return failureOf(error, address, signal.aborted, sent || wasSent(error));
    }
  }

  return { call, close: () => void pool.destroy() };
}

/** Before a connection exists nothing was sent. */
function wasSent(error: unknown): boolean {
  const before = ["ECONNREFUSED", "UND_ERR_CONNECT_TIMEOUT", "EHOSTUNREACH", "ENETUNREACH", "ENOTFOUND"];
  return !before.includes(codeOf(error));
}

/** As much as may be read. Whoever sends more is cut off: its connection is not used again. */
async function beginningOf(body: Readable, none: boolean): Promise<{ bytes: number; text: string | null }> {
  if (none) {
    // Whatever length it announces, nothing comes: waiting for it would be waiting for the connection's end.
    body.on("error", () => {}).destroy();
    return { bytes: 0, text: null };
  }
  const parts: Buffer[] = [];
  let bytes = 0;
  for await (const part of body) {
    parts.push(part);
    bytes += part.length;
    if (bytes >= MOST_ANSWER_BYTES) break;
  }
  if (bytes === 0) return { bytes, text: null };
  // Text, whatever it says it is: bytes that are none become replacement characters.
  return { bytes, text: Buffer.concat(parts).subarray(0, MOST_SHOWN).toString("utf8") };
}
