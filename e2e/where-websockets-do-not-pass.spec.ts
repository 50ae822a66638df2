import { createServer, request, type Server } from "node:http";
import type { AddressInfo, Socket } from "node:net";
import { expectNoViolations } from "./support/accessible";
import { expect, test } from "./support/test";

const value = '{"hostname":"10.0.0.1","port":8080}';

/** A proxy as many stand before a console: it hands requests on, and knows nothing of upgrades until it is told. */
async function startProxy(target: URL) {
  const sockets = new Set<Socket>();
  const answers: { path: string; status: number; bytes: number }[] = [];
  const server: Server = createServer((incoming, outgoing) => {
    const { connection: _, upgrade: __, ...headers } = incoming.headers;
    const onward = request(
      { host: target.hostname, port: target.port, path: incoming.url, method: incoming.method, headers },
      (answer) => {
        outgoing.writeHead(answer.statusCode ?? 502, answer.headers);
        const seen = { path: incoming.url ?? "", status: answer.statusCode ?? 0, bytes: 0 };
        answers.push(seen);
        answer.on("data", (part: Buffer) => {
          seen.bytes += part.length;
        });
        answer.pipe(outgoing);
      },
    );
    onward.on("error", () => outgoing.destroy());
    incoming.pipe(onward);
  });
  server.on("connection", (socket) => {
    sockets.add(socket);
    socket.on("close", () => sockets.delete(socket));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return {
    origin: `http://127.0.0.1:${port}`,
    answers,
    /** From now on it passes upgrades on, as after its configuration was mended. */
    passUpgrades() {
      server.on("upgrade", (incoming, socket: Socket, head) => {
        const onward = request({
          host: target.hostname,
          port: target.port,
          path: incoming.url,
          headers: incoming.headers,
        });
        onward.on("upgrade", (answer, other, otherHead) => {
          const lines = Object.entries(answer.headers).map(([name, text]) => `${name}: ${text}`);
          socket.write(`HTTP/1.1 101 Switching Protocols\r\n${lines.join("\r\n")}\r\n\r\n`);
          socket.write(otherHead);
          other.write(head);
          other.pipe(socket).pipe(other);
          other.on("error", () => socket.destroy());
          socket.on("error", () => other.destroy());
        });
        onward.on("error", () => socket.destroy());
        onward.end();
      });
    },
    async stop() {
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

test("behind a proxy that passes no upgrades on, the page asks, says so and why, and is live by itself once it passes them", async ({
  page,
  console: own,
  put,
  shell,
}) => {
  await put("/services/web/eu/one", value);
  const proxy = await startProxy(new URL(own.url));
  await page.goto(`${proxy.origin}/services/web`);
  const row = (name: string) =>
    page.getByRole("grid", { name: "Instances" }).getByRole("row").filter({ hasText: name });
  await expect(shell.light).toHaveText("Not live", { timeout: 30_000 });
  await expect(shell.notice).toContainText("Not live: asked every 5 s.");
  await expect(shell.notice).toContainText("does not pass WebSocket upgrades on");
  await expect(row("one")).toBeVisible();
  await expect(page.locator("[data-frozen]")).toHaveCount(0);
  await expectNoViolations(page, "a page that asks");

  // What changes comes with the next answer; where nothing does, nothing is sent.
  await put("/services/web/eu/two", value);
  await expect(row("two")).toBeVisible({ timeout: 30_000 });
  const polls = () => proxy.answers.filter(({ path }) => path === "/api/v1/snapshot");
  await expect.poll(() => polls().at(-1), { timeout: 30_000 }).toMatchObject({ status: 304, bytes: 0 });

  const expectOneLoad = await shell.rememberLoad();
  proxy.passUpgrades();
  await shell.expectLive();
  await expect(shell.notice).toBeHidden();
  await put("/services/web/eu/three", value);
  await expect(row("three")).toBeVisible();
  await expectOneLoad();
  await proxy.stop();
});
