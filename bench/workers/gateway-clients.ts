/** Instances that answer, and clients of every kind that send through a gateway to them. */
import { createServer, type Server } from "node:http";
import { type AddressInfo, connect, type Socket } from "node:net";
import { setTimeout as delay } from "node:timers/promises";
import { Agent, request } from "undici";
import { serve } from "../worker";

const BIG = Buffer.alloc(256 * 1024, "x");
const servers: Server[] = [];
const slow = new Set<Socket>();
const agent = new Agent({ connections: 64 });

async function instances(count: number): Promise<number[]> {
  return Promise.all(
    Array.from({ length: count }, async () => {
      const server = createServer(async (incoming, answer) => {
        for await (const _ of incoming);
        answer.end(incoming.url === "/big" ? BIG : "ok");
      });
      servers.push(server);
      await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
      return (server.address() as AddressInfo).port;
    }),
  );
}

export interface Sent {
  answered: number;
  /** Idempotent calls of well-behaved clients that did not end with 200. */
  failed: string[];
  aborted: number;
  refused: number;
}

const sent: Sent = { answered: 0, failed: [], aborted: 0, refused: 0 };
let sending = false;
let over: Promise<void> = Promise.resolve();

/** So many a second; of 50, 44 are small, 3 have a body, one is long, one gives up half-way, one is larger than may be. */
function start({ url, perSecond }: { url: string; perSecond: number }): void {
  sending = true;
  over = (async () => {
    const startedAt = performance.now();
    for (let made = 0; sending; ) {
      const due = ((performance.now() - startedAt) / 1000) * perSecond;
      for (; made < due; made++) void one(url, made);
      if (made % 100 === 0) hold(url);
      await delay(5);
    }
  })();
}

async function one(url: string, number: number): Promise<void> {
  const kind = number % 50;
  try {
    if (kind === 0) return await giveUp(url);
    if (kind === 1) return await tooMuch(url);
    const { statusCode, body } = await request(kind === 2 ? `${url}big` : url, {
      dispatcher: agent,
      ...(kind > 2 && kind < 6 ? { method: "PUT", body: Buffer.alloc(2_000, "y") } : {}),
    });
    await body.arrayBuffer();
    if (statusCode === 200) sent.answered += 1;
    else note(`status ${statusCode}`);
  } catch (error) {
    note(error instanceof Error ? error.message : String(error));
  }
}

function note(failure: string): void {
  if (sent.failed.length < 1_000) sent.failed.push(failure);
}

/** Leaves in the middle of a long answer. */
async function giveUp(url: string): Promise<void> {
  const { body } = await request(`${url}big`, { dispatcher: agent });
  body.on("error", () => {});
  body.destroy();
  sent.aborted += 1;
}

/** Announces more than the gateway takes. */
async function tooMuch(url: string): Promise<void> {
  const { hostname, port, pathname } = new URL(url);
  await new Promise<void>((resolve) => {
    const socket = connect(Number(port), hostname);
    socket.on("error", () => {});
    socket.once("data", (answer) => {
      if (answer.toString("latin1").startsWith("HTTP/1.1 413")) sent.refused += 1;
      else note(`too much was answered with ${answer.toString("latin1").slice(0, 20)}`);
      socket.destroy();
    });
    socket.once("close", () => resolve());
    socket.write(`POST ${pathname} HTTP/1.1\r\nHost: ${hostname}\r\nContent-Length: 999999999\r\n\r\nx`);
  });
}

/** Begins a request and never ends it: at most so many at a time; the gateway shuts them out. */
function hold(url: string): void {
  if (slow.size >= 20) return;
  const { hostname, port, pathname } = new URL(url);
  const socket = connect(Number(port), hostname);
  slow.add(socket);
  socket.on("error", () => {});
  socket.once("close", () => slow.delete(socket));
  socket.resume();
  socket.write(`GET ${pathname} HTTP/1.1\r\nHost: ${hostname}\r\nX-Slow: `);
}

async function stop(): Promise<Sent> {
  sending = false;
  await over;
  await delay(1_000);
  for (const socket of slow) socket.destroy();
  for (const server of servers) server.closeAllConnections();
  return sent;
}

const calls = { instances, start, stop };
export type GatewayClientsCalls = typeof calls;
serve(calls);
