import { createServer, type ServerHttp2Session } from "node:http2";
import type { AddressInfo } from "node:net";
import { expect, it, onTestFinished } from "vitest";
import { createEtcdClient } from "./client";

// With HTTP/2's usual window of 64 KB a watch in a busy process got 64 KB for each pass of its event loop: values of
// 470 KB, put four times a second, made everything behind them arrive a minute late.
it("etcd may send megabytes before this process has taken in what came before", async () => {
  const server = createServer();
  const sessions: ServerHttp2Session[] = [];
  server.on("session", (session) => {
    sessions.push(session);
    session.on("error", () => {
      // The client closes it in the middle of a call.
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  const client = createEtcdClient({ endpoints: [`http://127.0.0.1:${port}`], timeoutMs: 60_000 });
  onTestFinished(() => {
    client.close();
    for (const session of sessions) session.destroy();
    server.close();
  });
  // Nobody answers.
  client.status().catch(() => {});
  await expect.poll(() => sessions[0]?.remoteSettings?.initialWindowSize ?? 0).toBeGreaterThanOrEqual(4 << 20);
  await expect.poll(() => sessions[0]?.state.remoteWindowSize ?? 0).toBeGreaterThanOrEqual(4 << 20);
});
