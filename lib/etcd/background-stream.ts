import type { DuplexStream } from "./connection";

/** The way from grpc-js's call down to its HTTP/2 stream; it has no door for this. */
const PATH = /^(?:call|nextCall|child|underlyingCalls|\d+)$/;
const DEEPEST = 8;

/**
 * Lets the process end although the stream is open. grpc-js holds the process for every open call; for calls beside
 * this stream their deadlines' timers still do. Where another version of it is built otherwise, the process is held.
 */
export function letProcessEnd(stream: DuplexStream): void {
  sessionOf(stream, 0)?.unref();
}

function sessionOf(value: unknown, depth: number): { unref(): void } | null {
  if (typeof value !== "object" || value === null || depth > DEEPEST) return null;
  const http2Stream: unknown = Reflect.get(value, "http2Stream");
  if (typeof http2Stream === "object" && http2Stream !== null && "session" in http2Stream) {
    const { session } = http2Stream;
    if (typeof session === "object" && session !== null && "unref" in session) return session as { unref(): void };
  }
  for (const name of Object.keys(value)) {
    const found = PATH.test(name) ? sessionOf(Reflect.get(value, name), depth + 1) : null;
    if (found) return found;
  }
  return null;
}
