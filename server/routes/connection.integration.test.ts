import { connect } from "node:net";
import { text } from "node:stream/consumers";
import { io } from "socket.io-client";
import { afterAll, beforeAll, expect, it } from "vitest";
import { connectionAnswerSchema } from "@/lib/api/connection";
import { LIVE_PATH, PROTOCOL_VERSION } from "@/lib/live/protocol";
import { startConsole, type TestConsole } from "@/server/testing/console";
import { startEtcd, type TestEtcd } from "@/server/testing/etcd-process";

let etcd: TestEtcd;
let console: TestConsole;
let port: number;

beforeAll(async () => {
  etcd = await startEtcd();
  console = await startConsole(etcd.endpoints, { ROLLCALL_LIVE_SOCKETS: "2" });
  port = Number(new URL(console.base).port);
});
afterAll(async () => {
  await console?.stop();
  await etcd?.cleanup();
});

const PORTAL = "https://console.example.com";

async function ask(origin?: string) {
  const query = origin === undefined ? "" : `?origin=${encodeURIComponent(origin)}`;
  const response = await fetch(`${console.base}/api/v1/connection${query}`);
  return connectionAnswerSchema.parse(await response.json());
}

/** What a browser sends to open the socket; a proxy that passes no upgrades on takes two of the headers away. */
async function handshake(origin: string, through: "nothing" | "a proxy"): Promise<string> {
  const socket = connect(port, "127.0.0.1");
  socket.write(
    [
      "GET /live/?EIO=4&transport=websocket HTTP/1.1",
      `Host: 127.0.0.1:${port}`,
      `Origin: ${origin}`,
      "Sec-WebSocket-Version: 13",
      "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==",
      ...(through === "nothing" ? ["Connection: Upgrade", "Upgrade: websocket"] : ["Connection: close"]),
      "\r\n",
    ].join("\r\n"),
  );
  return (await text(socket)).split("\r\n", 1)[0] ?? "";
}

it("tells a page behind a proxy that its origin is refused, by which host, and which setting allows it", async () => {
  expect(await ask(PORTAL)).toEqual({
    sockets: { open: 0, most: 2 },
    origin: "refused",
    host: `127.0.0.1:${port}`,
    upgrade: "missing",
    setting: "ROLLCALL_ALLOWED_ORIGINS",
  });
  expect(await ask(console.base)).toMatchObject({ origin: "allowed" });
  expect(await ask()).toMatchObject({ origin: "allowed" });
});

it("tells whether the socket's handshake arrived as an upgrade, for each origin", async () => {
  expect(await handshake(PORTAL, "a proxy")).toContain("404");
  expect((await ask(PORTAL)).upgrade).toBe("missing");
  expect(await handshake(PORTAL, "nothing")).toContain("403");
  expect((await ask(PORTAL)).upgrade).toBe("websocket");
  expect((await ask("https://other.example.com")).upgrade).toBe("missing");
  expect(await handshake(PORTAL, "a proxy")).toContain("404");
  expect((await ask(PORTAL)).upgrade).toBe("missing");
});

it("says that no further socket is taken, how many there may be, and which setting allows more", async () => {
  const open = [0, 1, 2].map(() =>
    io(console.base, {
      path: LIVE_PATH,
      transports: ["websocket"],
      forceNew: true,
      reconnection: false,
      auth: { version: PROTOCOL_VERSION, position: null },
    }),
  );
  try {
    await expect
      .poll(() => ask(console.base))
      .toMatchObject({ sockets: { open: 2, most: 2 }, setting: "ROLLCALL_LIVE_SOCKETS" });
    expect(await handshake(console.base, "nothing")).toContain("503");
    for (const socket of open) socket.disconnect();
    await expect.poll(() => ask(console.base)).toMatchObject({ sockets: { open: 0, most: 2 } });
  } finally {
    for (const socket of open) socket.disconnect();
  }
});
