import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { Webhook as Receiver } from "standardwebhooks";
import { afterEach, describe, expect, it } from "vitest";
import { createPost } from "./post";
import { readSecret, signatureHeaders } from "./signature";

const SECRET = `whsec_${Buffer.from("thirty-two bytes that are secret").toString("base64")}`;
const key = readSecret(SECRET) ?? new Uint8Array();

const stops: (() => unknown)[] = [];
afterEach(async () => {
  for (const stop of stops.splice(0).reverse()) await stop();
});

interface Received {
  headers: Record<string, string>;
  body: string;
}

async function receiver(answer: (response: ServerResponse) => void) {
  const received: Received[] = [];
  const server: Server = createServer(async (request: IncomingMessage, response) => {
    let body = "";
    for await (const chunk of request) body += chunk;
    received.push({ headers: request.headers as Record<string, string>, body });
    answer(response);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  stops.push(() => {
    server.closeAllConnections();
    server.close();
  });
  const { post, close } = createPost(
    `http://127.0.0.1:${(server.address() as AddressInfo).port}/hook`,
    "rollcall/test",
  );
  stops.push(close);
  const send = (body: string, timestamp = Math.floor(Date.now() / 1000)) =>
    post(body, signatureHeaders({ id: "msg_1", timestamp, body }, key), new AbortController().signal);
  return { received, send };
}

describe("what the webhook posts", () => {
  it("is verified by the receiver's own library, and by no other secret", async () => {
    const { received, send } = await receiver((response) => response.writeHead(204).end());
    expect(await send('{"summary":"köstlich"}')).toEqual({ status: 204, retryAfterSeconds: null });
    const [{ headers, body } = { headers: {}, body: "" }] = received;
    expect(headers).toMatchObject({ "content-type": "application/json", "user-agent": "rollcall/test" });
    expect(new Receiver(SECRET).verify(body, headers)).toEqual({ summary: "köstlich" });
    const other = new Receiver(`whsec_${Buffer.alloc(32).toString("base64")}`);
    expect(() => other.verify(body, headers)).toThrow();
    expect(() => new Receiver(SECRET).verify(body.replace("k", "c"), headers)).toThrow();
  });

  it("follows no redirect, and hands on how long the receiver asks to wait", async () => {
    const moved = await receiver((response) => response.writeHead(307, { location: "http://127.0.0.1:1/" }).end());
    expect((await moved.send("{}")).status).toBe(307);
    const busy = await receiver((response) =>
      response.writeHead(503, { "retry-after": "17" }).end("x".repeat(300_000)),
    );
    expect(await busy.send("{}")).toEqual({ status: 503, retryAfterSeconds: 17 });
  });

  it("rejects where nobody answers", async () => {
    const { post, close } = createPost("http://127.0.0.1:1/", "rollcall/test");
    stops.push(close);
    await expect(post("{}", {}, new AbortController().signal)).rejects.toThrow();
  });
});

describe("a secret", () => {
  it.each(["", "secret", "whsec_", "whsec_dG9vIHNob3J0", `whsec_${Buffer.alloc(65).toString("base64")}`])(
    "is not %j",
    (text) => expect(readSecret(text)).toBeNull(),
  );
});
