import { createServer, type ServerResponse } from "node:http";
import { type AddressInfo, connect } from "node:net";
import { expect, it, onTestFinished } from "vitest";
import { systemClock } from "@/lib/clock";
import { createGate } from "./gate";
import { pagesInTurns } from "./pages-in-turns";
import { createTurns } from "./turns";

/** Pages that are rendered until they are told to end. */
async function start(atOnce: number) {
  const rendering: ServerResponse[] = [];
  const gate = createGate({ atOnce, waiting: 2, what: "Too many pages are asked for" });
  const pages = pagesInTurns({
    gate,
    turns: createTurns(),
    clock: systemClock,
    render: (_request, response) =>
      new Promise((resolve) => {
        rendering.push(response);
        response.once("finish", resolve);
        response.once("close", resolve);
      }),
  });
  const server = createServer((request, response) => {
    pages(request, response).catch((error: { status?: number }) => {
      response.statusCode = error.status ?? 500;
      response.end();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const { port } = server.address() as AddressInfo;
  return { gate, rendering, port, ask: (path: string) => fetch(`http://127.0.0.1:${port}${path}`) };
}

it("renders a few at a time and turns away whoever finds the queue full, but never a file", async () => {
  const { gate, rendering, ask } = await start(2);
  const asked = [ask("/"), ask("/events"), ask("/audit"), ask("/leases")];
  await expect.poll(() => gate.stats().waiting).toBe(2);
  await expect.poll(() => rendering.length).toBe(2);
  expect((await ask("/services")).status).toBe(503);
  const file = ask("/_next/static/chunks/a.js");
  await expect.poll(() => rendering.length).toBe(3);
  rendering[2]?.end();
  expect((await file).status).toBe(200);
  for (let ended = 0; ended < 5; ended++) {
    await expect.poll(() => rendering.length).toBeGreaterThan(ended);
    rendering[ended]?.end();
  }
  for (const answer of asked) expect((await answer).status).toBe(200);
  expect(gate.stats()).toMatchObject({ inside: 0, waiting: 0, turnedAway: 1 });
});

it("gives the place of a reader who reads nothing to the next one", async () => {
  const { gate, rendering, port, ask } = await start(1);
  const idle = connect(port, "127.0.0.1");
  onTestFinished(() => void idle.destroy());
  idle.write("GET / HTTP/1.1\r\nHost: localhost\r\n\r\n");
  await expect.poll(() => rendering.length).toBe(1);
  // More than the sockets' buffers hold.
  rendering[0]?.write("x".repeat(32 << 20));
  const next = ask("/events");
  await expect.poll(() => rendering.length).toBe(2);
  rendering[1]?.end();
  expect((await next).status).toBe(200);
  expect(gate.stats().inside).toBe(0);
});

it("begins no page whose reader has gone", async () => {
  const { gate, rendering, port, ask } = await start(1);
  const first = ask("/");
  await expect.poll(() => rendering.length).toBe(1);
  const gone = connect(port, "127.0.0.1");
  gone.write("GET /gone HTTP/1.1\r\nHost: localhost\r\n\r\n");
  await expect.poll(() => gate.stats().waiting).toBe(1);
  gone.destroy();
  await expect.poll(() => gate.stats().waiting).toBe(0);
  rendering[0]?.end();
  expect((await first).status).toBe(200);
  expect(rendering).toHaveLength(1);
});
