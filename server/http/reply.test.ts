import { createServer, get, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";
import { expect, it, onTestFinished } from "vitest";
import { jsonInPieces, type Reply, sendReply } from "./reply";

async function serve(reply: () => Reply): Promise<{ url: string; sent: Promise<unknown> }> {
  let tell = (_outcome: unknown): void => {};
  const sent = new Promise((resolve) => {
    tell = resolve;
  });
  const server = createServer((request, response) => {
    sendReply(request, response, reply()).then(() => tell("sent"), tell);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => void server.close());
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`, sent };
}

it.each(["identity", "gzip", "br"])("writes a long list in pieces: %s", async (encoding) => {
  const entries = Array.from({ length: 5_000 }, (_, n) => ({ n, text: `ü${n}` }));
  const { url } = await serve(() => jsonInPieces({ revision: "7" }, "entries", entries));
  const response = await fetch(url, { headers: { "accept-encoding": encoding } });
  expect(response.headers.get("content-encoding")).toBe(encoding === "identity" ? null : encoding);
  expect(await response.json()).toEqual({ revision: "7", entries });
});

// Test requests are told line by line while they run; compressed, a browser saw nothing of them before the run was over.
it("lets each piece of a live answer leave at once, whatever the client could unpack", async () => {
  let goOn = (): void => {};
  const read = new Promise<void>((resolve) => {
    goOn = resolve;
  });
  async function* pieces(): AsyncGenerator<string> {
    yield "first\n";
    await read;
    yield "second\n";
  }
  const { url } = await serve(() => ({ kind: "stream", live: true, contentType: "text/plain", pieces: pieces() }));
  const response = await fetch(url, { headers: { "accept-encoding": "gzip, br" } });
  const reader = response.body?.getReader();
  const text = async () => new TextDecoder().decode((await reader?.read())?.value);
  expect(await text()).toBe("first\n");
  goOn();
  expect(await text()).toBe("second\n");
});

it("makes no more than its client takes, and ends when the client has gone", async () => {
  let made = 0;
  let end = (): void => {};
  const ended = new Promise<void>((resolve) => {
    end = resolve;
  });
  function* pieces(): Generator<string> {
    try {
      for (;;) {
        made++;
        yield "x".repeat(64 * 1024);
      }
    } finally {
      end();
    }
  }
  const { url, sent } = await serve(() => ({ kind: "stream", contentType: "text/plain", pieces: pieces() }));
  const response = await new Promise<IncomingMessage>((resolve) => get(url, resolve));
  response.destroy();
  expect(await sent).toMatchObject({ code: "ERR_STREAM_PREMATURE_CLOSE" });
  await ended;
  // What the sockets' buffers hold, and no more.
  expect(made).toBeLessThan(1_000);
});

it("gives others a turn between the pieces", async () => {
  let others = 0;
  const seen = new Set<number>();
  let immediate: NodeJS.Immediate;
  const tick = () => {
    others++;
    immediate = setImmediate(tick);
  };
  immediate = setImmediate(tick);
  onTestFinished(() => clearImmediate(immediate));
  function* pieces(): Generator<string> {
    for (let n = 0; n < 20; n++) {
      seen.add(others);
      yield "x".repeat(64 * 1024);
    }
  }
  const { url } = await serve(() => ({ kind: "stream", contentType: "text/plain", pieces: pieces() }));
  expect(await (await fetch(url)).text()).toHaveLength(20 * 64 * 1024);
  expect(seen.size).toBe(20);
});
