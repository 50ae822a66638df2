import { once } from "node:events";
import { type AddressInfo, createServer } from "node:net";
import fc from "fast-check";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type GatewayHarness, startGateway } from "@/server/gateway/harness.testing";
import { fuzz } from "./fuzz";
import { soup } from "./hostile";

const PIECES = [
  "HTTP/1.1 200 OK\r\n",
  "HTTP/1.1 304 Not Modified\r\n",
  "HTTP/1.1 103 Early Hints\r\n",
  "HTTP/1.1 100 Continue\r\n\r\n",
  "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n",
  "HTTP/1.1 999 \u00e9\u2028\r\n",
  "HTTP/1.1 20",
  "HTTP/1.0 200\r\n",
  "SSH-2.0-x\r\n",
  "Content-Length: 5\r\n",
  "Content-Length: -1\r\n",
  "Content-Length: 5, 5\r\n",
  "Transfer-Encoding: chunked\r\n",
  "Transfer-Encoding: gzip, chunked\r\n",
  "Content-Encoding: gzip\r\n",
  "Set-Cookie: a=b; Path=/; Domain=x\r\n",
  "Service-Worker-Allowed: /\r\n",
  "Clear-Site-Data: *\r\n",
  "Location: //elsewhere\r\n",
  "Trailer: X\r\n",
  "Keep-Alive: timeout=1\r\n",
  "Connection: close\r\n",
  ": nothing\r\n",
  " folded\r\n",
  "X: \0\r\n",
  "X: y\n",
  "\r\n",
  "\r\n\r\n",
  "5\r\nhello\r\n",
  "0\r\n\r\n",
  "ffffffffffffffff\r\n",
  "hello",
];

let gateway: GatewayHarness;
let answer = Buffer.alloc(0);
const upstream = createServer((socket) => {
  socket.on("error", () => {});
  socket.once("data", () => socket.end(answer));
});

beforeAll(async () => {
  gateway = await startGateway({ limits: { attempts: 1 } });
  upstream.listen(0, "127.0.0.1");
  await once(upstream, "listening");
  const { port } = upstream.address() as AddressInfo;
  await gateway.register("odd", "one", { hostname: "127.0.0.1", port });
});
afterAll(async () => {
  await gateway?.stop();
  upstream.close();
});

const head = (method: string) =>
  `${method} /proxy/odd/ HTTP/1.1\r\nHost: ${new URL(gateway.origin).host}\r\nConnection: close\r\n\r\n`;

test("whatever an instance answers, the gateway answers something whole or breaks off, and goes on", async () => {
  await fuzz<{ method: string; text: string }>({
    inputs: fc.record({
      method: fc.constantFrom("GET", "HEAD", "OPTIONS"),
      text: fc.oneof(
        soup(PIECES, 20),
        soup(PIECES.slice(8), 12).map((rest) => `HTTP/1.1 200 OK\r\n${rest}`),
      ),
    }),
    sizeOf: ({ text }) => text.length,
    async run({ method, text }) {
      answer = Buffer.from(text, "utf8");
      const said = await gateway.send(head(method));
      expect(said).toMatch(/^HTTP\/1\.1 \d{3} [\x20-\x7e]*\r\n/);
      const [names = ""] = said.toLowerCase().split("\r\n\r\n", 1);
      for (const never of ["service-worker-allowed", "clear-site-data", "domain=x"]) expect(names).not.toContain(never);
      if (/^http\/1\.1 2/.test(names)) expect(names).toContain("x-content-type-options: nosniff");
    },
    steps: { any: 20_000, perByte: 20 },
  });
  answer = Buffer.from("HTTP/1.1 200 OK\r\nContent-Length: 5\r\nConnection: close\r\n\r\nwhole");
  expect(await gateway.send(head("GET"))).toContain("whole");
});
