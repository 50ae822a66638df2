import { createServer } from "node:net";

/**
 * Below the range from which the kernel takes the local ports of outgoing connections, so that a port found free
 * is not taken by somebody's connection before its owner listens.
 */
const FIRST = 15_000;
const LAST = 31_999;

/**
 * Tests close a port and open it again later: a proxy that refuses, an etcd that is down. Meanwhile another test process
 * may have found it free, so each looks in a part of its own first; processes that start together have different ones.
 */
const PARTS = 64;
const PART_SIZE = Math.floor((LAST - FIRST + 1) / PARTS);
const TRIES_IN_OWN_PART = 400;

const handedOut = new Set<number>();

/** A loopback port that was free a moment ago and that this process has not handed out before. */
export async function freePort(): Promise<number> {
  for (let attempt = 0; attempt < 800; attempt++) {
    const own = attempt < TRIES_IN_OWN_PART;
    const first = own ? FIRST + (process.pid % PARTS) * PART_SIZE : FIRST;
    const port = first + Math.floor(Math.random() * (own ? PART_SIZE : LAST - FIRST + 1));
    if (handedOut.has(port) || !(await canListen(port))) continue;
    handedOut.add(port);
    return port;
  }
  throw new Error(`No free port found between ${FIRST} and ${LAST}`);
}

export function canListen(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once("error", () => resolve(false));
    server.listen({ port, host: "127.0.0.1", exclusive: true }, () => server.close(() => resolve(true)));
  });
}
