import { createServer, type RequestListener } from "node:http";
import { afterEach, expect, it } from "vitest";
import { freePort } from "@/server/testing/ports";
import { call } from "./calls";
import type { CallFailed } from "./orders";

const stops: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const stop of stops.splice(0)) await stop();
});

async function serve(answer: RequestListener): Promise<number> {
  const server = createServer(answer);
  const port = await freePort();
  await new Promise<void>((resolve) => server.listen(port, "127.0.0.1", resolve));
  stops.push(async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });
  return port;
}

const called = (port: number) =>
  new Promise<CallFailed | null>((resolve) => {
    const endpoint = { host: "127.0.0.1", port, protocol: "http" };
    call({ endpoints: [endpoint] }, resolve);
  });

// Whatever had happened, the console was told that there was no answer.
it("says how a call failed", async () => {
  expect(await called(await serve((_request, response) => response.end("here")))).toBeNull();
  expect(await called(await serve((_request, response) => response.writeHead(503).end()))).toEqual({
    kind: "status",
    status: 503,
  });
  expect(await called(await freePort())).toEqual({ kind: "refused", status: null });
  expect(await called(await serve((request) => request.socket.destroy()))).toEqual({ kind: "reset", status: null });
  const cut = await serve((request, response) => {
    response.writeHead(200, { "Content-Length": 10 }).write("half");
    response.once("close", () => {});
    setImmediate(() => request.socket.destroy());
  });
  expect(await called(cut)).toEqual({ kind: "reset", status: null });
});
