import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { AnswerParser, NotHttp } from "./answer-parser";

/** What a listener hears of the bytes, in parts of the given sizes; bodies in one piece. */
function heard(text: string, { method = "GET", sizes = [] as number[], closes = true } = {}) {
  const told: unknown[] = [];
  let body = "";
  const parser = new AnswerParser({
    onHeaders: (status, rawHeaders, statusText) => told.push([status, statusText, ...rawHeaders]),
    onData: (chunk) => (body += chunk.toString("latin1")),
    onEnd: () => told.push(body, "end"),
  });
  parser.begin(method);
  const bytes = Buffer.from(text, "latin1");
  let at = 0;
  try {
    for (const size of [...sizes, bytes.length]) {
      parser.take(bytes.subarray(at, at + size));
      at += size;
    }
    if (closes) told.push(parser.finish() ? "whole" : "cut off");
  } catch (error) {
    if (!(error instanceof NotHttp)) throw error;
    told.push("not HTTP");
  }
  return { told, keepsAlive: parser.keepsAlive, keepAliveSeconds: parser.keepAliveSeconds };
}

describe("an answer", () => {
  it("has its status, its headers as they are spelled, and a body of its length", () => {
    expect(heard("HTTP/1.1 200 OK\r\nContent-Length: 5\r\nX-A:  b \t\r\nx-a:c\r\n\r\nhello")).toEqual({
      told: [[200, "OK", "Content-Length", "5", "X-A", "b", "x-a", "c"], "hello", "end", "whole"],
      keepsAlive: true,
      keepAliveSeconds: null,
    });
  });

  it("may come in chunks, with extensions and trailers that nobody reads", () => {
    const text =
      "HTTP/1.1 200 \r\nTransfer-Encoding: Chunked\r\n\r\n5;a=b\r\nhello\r\n00A\r\n0123456789\r\n0\r\nX-T: 1\r\n\r\n";
    expect(heard(text).told).toEqual([[200, "", "Transfer-Encoding", "Chunked"], "hello0123456789", "end", "whole"]);
  });

  it("without a length goes on until the connection ends, which is not used again", () => {
    expect(heard("HTTP/1.1 200 OK\r\n\r\nas long as it is")).toMatchObject({
      told: [[200, "OK"], "as long as it is", "end", "whole"],
      keepsAlive: false,
    });
  });

  it.each([
    ["HEAD", "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\n"],
    ["HEAD", "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"],
    ["GET", "HTTP/1.1 204 No Content\r\n\r\n"],
    ["GET", "HTTP/1.1 304 Not Modified\r\nContent-Length: 5\r\n\r\n"],
    ["GET", "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n"],
  ])("to %s has no body where it cannot have one: %j", (method, text) => {
    const { told, keepsAlive } = heard(text, { method, closes: false });
    expect([told.slice(1), keepsAlive]).toEqual([["", "end"], true]);
  });

  it("may be preceded by others that say nothing yet", () => {
    const text =
      "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early Hints\r\nLink: <a>\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\nx";
    expect(heard(text).told).toEqual([[200, "OK", "Content-Length", "1"], "x", "end", "whole"]);
  });

  it("says whether and how long its connection is kept", () => {
    const kept = (version: string, header: string) => {
      const { keepsAlive, keepAliveSeconds } = heard(`HTTP/1.${version} 200 OK\r\nContent-Length: 0\r\n${header}\r\n`);
      return [keepsAlive, keepAliveSeconds];
    };
    expect(kept("1", "")).toEqual([true, null]);
    expect(kept("1", "Connection: Close\r\n")).toEqual([false, null]);
    expect(kept("1", "connection: x, close\r\n")).toEqual([false, null]);
    expect(kept("0", "")).toEqual([false, null]);
    expect(kept("0", "Connection: keep-alive\r\nKeep-Alive: timeout=5, max=9\r\n")).toEqual([true, 5]);
  });

  it("keeps bytes that only look like spaces", () => {
    // UTF-8 of `à` is C3 A0, and A0 alone is a space that does not break.
    expect(heard("HTTP/1.1 200 OK\r\nX-A: \xc3\xa0\r\nContent-Length: 0\r\n\r\n").told[0]).toEqual([
      200,
      "OK",
      "X-A",
      "\xc3\xa0",
      "Content-Length",
      "0",
    ]);
  });

  it.each([
    "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhel",
    "HTTP/1.1 200 OK\r\nContent-Le",
    "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n",
    "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n",
    "",
  ])("that breaks off is not taken for a whole one: %j", (text) => {
    expect(heard(text).told.at(-1)).toBe("cut off");
    expect(heard(text).told).not.toContain("end");
  });
});

describe("what could be read in two ways is not read", () => {
  const head = (headers: string) => `HTTP/1.1 200 OK\r\n${headers}\r\n\r\nhello`;
  it.each([
    ["two lengths", head("Content-Length: 5\r\nContent-Length: 5")],
    ["a length that is none", head("Content-Length: +5")],
    ["a list of lengths", head("Content-Length: 5, 5")],
    ["a length in hexadecimal", head("Content-Length: 0x5")],
    ["a length and chunks", head("Content-Length: 5\r\nTransfer-Encoding: chunked")],
    ["chunks and a length", head("Transfer-Encoding: chunked\r\nContent-Length: 5")],
    ["another coding", head("Transfer-Encoding: gzip, chunked")],
    ["chunked twice", head("Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked")],
    ["chunks of HTTP/1.0", "HTTP/1.0 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n"],
    ["a space before the colon", head("Content-Length : 5")],
    ["a folded header", head("X-A: b\r\n c")],
    ["a header without a colon", head("X-A")],
    ["a header without a name", head(": b")],
    ["a bare line feed", head("X-A: b\nContent-Length: 5")],
    ["a bare carriage return", head("X-A: b\rContent-Length: 5")],
    ["a null", head("X-A: b\0")],
    ["only line feeds", "HTTP/1.1 200 OK\nContent-Length: 5\n\nhello"],
    ["a status of two digits", "HTTP/1.1 99 OK\r\n\r\n"],
    ["another version", "HTTP/2 200 OK\r\n\r\n"],
    ["HTTP/0.9", "hello"],
    ["another protocol", "SSH-2.0-OpenSSH_9.2\r\n"],
    ["a line before the first", "\r\nHTTP/1.1 200 OK\r\n\r\n"],
    ["a protocol that nobody asked for", "HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\n\r\n"],
    ["a size that is none", "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nxyz\r\n"],
    ["a negative size", "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n-1\r\n"],
    ["a size too large to be one", "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nfffffffffffffffff\r\n"],
    ["a chunk longer than it says", "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nhello\r\n0\r\n\r\n"],
    ["headers without end", `HTTP/1.1 200 OK\r\nX-A: ${"x".repeat(20_000)}`],
    ["too many headers", head("X-A: b\r\n".repeat(3_000))],
    ["a chunk's extension without end", `HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5;${"x".repeat(20_000)}`],
  ])("%s", (_what, text) => {
    expect(heard(text, { closes: false }).told.at(-1)).toBe("not HTTP");
  });

  it("bytes after an answer are none of it", () => {
    const { told } = heard("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nokHTTP/1.1 200 OK\r\n\r\nforged");
    expect(told).toEqual([[200, "OK", "Content-Length", "2"], "ok", "end", "not HTTP"]);
    expect(heard("HTTP/1.1 204 No Content\r\n\r\nbody", {}).told.slice(1)).toEqual(["", "end", "not HTTP"]);
  });
});

it("tells nothing more once it was stopped, in the middle of what came", () => {
  let ended = false;
  const parser = new AnswerParser({
    onHeaders: () => parser.stop(),
    onData: () => expect.unreachable(),
    onEnd: () => (ended = true),
  });
  parser.begin("GET");
  parser.take(Buffer.from("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n"));
  parser.take(Buffer.from("whatever"));
  expect(ended).toBe(false);
});

it("however the bytes are cut into parts, the same is heard", () => {
  const answers = [
    "HTTP/1.1 200 OK\r\nContent-Length: 5\r\nX-A: b\r\n\r\nhello",
    "HTTP/1.1 103 Early\r\n\r\nHTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n3;x\r\nyou\r\n0\r\nT: 1\r\n\r\n",
    "HTTP/1.1 200 OK\r\n\r\nuntil the end",
    "HTTP/1.1 200 OK\r\nContent-Length: 5\r\nContent-Length: 5\r\n\r\nhello",
    "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nhello\r\n0\r\n\r\n",
    "SSH-2.0-OpenSSH_9.2\r\n",
  ];
  fc.assert(
    fc.property(
      fc.constantFrom(...answers),
      fc.array(fc.integer({ min: 1, max: 9 }), { maxLength: 40 }),
      (text, sizes) => {
        const whole = heard(text).told;
        const parted = heard(text, { sizes }).told;
        expect(parted.filter((one) => one !== "")).toEqual(whole.filter((one) => one !== ""));
      },
    ),
    { numRuns: 500 },
  );
});
