import { Readable } from "node:stream";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { systemClock } from "@/lib/clock";
import { Problem } from "@/lib/errors";
import { createFakeEtcd, type FakeEtcd } from "@/server/testing/fake-etcd";
import { assembleEtcd, type Etcd } from "../etcd";
import { createClient } from "./client";
import type { CallOptions, Client } from "./client.types";
import type { Decision } from "./decisions";
import { startInstance, type TestInstance } from "./instances.testing";

/** What is sent for each kind of body, read by a server of Node's and, where it is a form, by the platform's parser. */
let fake: FakeEtcd;
let etcd: Etcd;
let instances: TestInstance[];
let client: Client;
let decisions: Decision[];
/** As they arrived. */
let arrived: { type: string | undefined; length: string | undefined; bytes: Buffer; by: string }[];

beforeEach(async () => {
  fake = createFakeEtcd({ clock: systemClock });
  etcd = assembleEtcd({ connect: fake.connect, clock: systemClock, random: Math.random });
  arrived = [];
  decisions = [];
  instances = await Promise.all(["one", "two"].map((name) => startInstance(name)));
  for (const instance of instances) {
    fake.put(`/services/web/eu/${instance.name}`, JSON.stringify({ hostname: "127.0.0.1", port: instance.port }));
    instance.answer = async (request, response) => {
      const parts: Buffer[] = [];
      try {
        for await (const part of request) parts.push(part as Buffer);
      } catch {
        return; // A body that broke off: nobody waits for an answer.
      }
      const { "content-type": type, "content-length": length } = request.headers;
      arrived.push({ type, length, bytes: Buffer.concat(parts), by: instance.name });
      // The first to be asked turns everything away: what comes again comes to the other.
      response.writeHead(request.headers["x-turn-away"] !== undefined && arrived.length === 1 ? 503 : 200).end();
    };
  }
  client = createClient({ etcd, service: "web" });
  client.onDecision((decision) => decisions.push(decision));
});
afterEach(async () => {
  client.close();
  await Promise.all(instances.map((instance) => instance.kill()));
  etcd.close();
  fake.stop();
});

const post = (body: unknown, options: CallOptions = {}) =>
  client.fetch("/", { method: "POST", ...options, body: body as NonNullable<CallOptions["body"]> });
const kinds = () => decisions.map(({ kind }) => kind);

async function* pieces() {
  yield Buffer.from("pie");
  yield "ces";
}

function form(): FormData {
  const made = new FormData();
  made.append('na"me\n', "one\ntwo");
  made.append("file", new File(["con", "tent"], 'é"\n.txt', { type: "text/x-own" }));
  made.append("bare", new Blob([Buffer.from([0, 255])]));
  return made;
}

describe("a body", () => {
  const cases: [string, () => unknown, string | undefined, string][] = [
    ["text", () => "te\u00e9xt", "text/plain;charset=UTF-8", "te\u00e9xt"],
    ["empty text", () => "", "text/plain;charset=UTF-8", ""],
    ["a form's query", () => new URLSearchParams({ a: "1" }), "application/x-www-form-urlencoded;charset=UTF-8", "a=1"],
    ["a Buffer", () => Buffer.from("bytes"), undefined, "bytes"],
    ["a part of a typed array", () => new Uint8Array(Buffer.from("xbytesx")).subarray(1, 6), undefined, "bytes"],
    ["wider numbers", () => new Uint16Array([0x6162, 0x6364]), undefined, "badc"],
    ["a DataView", () => new DataView(new Uint8Array(Buffer.from("xviewx")).buffer, 1, 4), undefined, "view"],
    ["an ArrayBuffer", () => new Uint8Array(Buffer.from("whole")).buffer, undefined, "whole"],
    ["a Blob", () => new Blob(["bl", "ob"]), undefined, "blob"],
    ["a Blob with a type", () => new Blob(["{}"], { type: "application/json" }), "application/json", "{}"],
    ["a File", () => new File(["file"], "f.txt", { type: "text/x-own" }), "text/x-own", "file"],
    ["a web stream", () => new Blob(["stream"]).stream(), undefined, "stream"],
    ["a stream of Node's", () => Readable.from([Buffer.from("no"), Buffer.from("de")]), undefined, "node"],
    ["a stream of text", () => Readable.from(["te", "xt"]), undefined, "text"],
    ["an async iterable", pieces, undefined, "pieces"],
  ];
  it.each(cases)("of %s arrives as fetch sends it", async (_what, make, type, text) => {
    const response = await post(make(), { duplex: "half" });
    expect(response.status).toBe(200);
    const [one] = arrived;
    expect([one?.type, one?.bytes.toString()]).toEqual([type, text]);
  });

  it("that is a form arrives with its boundary, its files and its length", async () => {
    await post(form());
    const [one] = arrived;
    expect(one?.length).toBe(String(one?.bytes.length));
    const read = await new Response(new Uint8Array(one?.bytes ?? []), {
      headers: { "content-type": one?.type ?? "" },
    }).formData();
    const names = [...read.keys()];
    expect(names).toHaveLength(3);
    expect(read.get(names[0] ?? "")).toBe("one\r\ntwo");
    const file = read.get("file") as File;
    expect([await file.text(), file.type]).toEqual(["content", "text/x-own"]);
    expect(Buffer.from(await (read.get("bare") as File).arrayBuffer())).toEqual(Buffer.from([0, 255]));
  });

  it("whose kind the caller names keeps that", async () => {
    await post(new Blob(["{}"], { type: "text/plain" }), { headers: { "Content-Type": "application/json" } });
    await post("{}", { headers: { "X-Own": "content-type" } });
    expect(arrived.map(({ type }) => type)).toEqual(["application/json", "text/plain;charset=UTF-8"]);
  });

  it("keeps what it was when the call was made", async () => {
    const buffer = Buffer.from("before");
    const sending = post(buffer);
    buffer.fill("x");
    await sending;
    expect(arrived[0]?.bytes.toString()).toBe("before");
  });

  it.each([
    ["a form", form],
    ["a blob", () => new Blob(["again"])],
    ["bytes", () => new Uint8Array(Buffer.from("again")).buffer],
  ])("of %s is sent again, the same to the letter", async (_what, make) => {
    const response = await post(make(), { method: "PUT", headers: { "X-Turn-Away": "yes" } });
    expect([response.status, response.attempts]).toEqual([200, 2]);
    const [first, second] = arrived;
    expect(second?.bytes).toEqual(first?.bytes);
    expect(second?.type).toBe(first?.type);
    expect(second?.by).not.toBe(first?.by);
  });

  it("of a stream is not", async () => {
    const response = await post(new Blob(["once"]).stream(), { method: "PUT", headers: { "X-Turn-Away": "yes" } });
    expect([response.status, response.attempts]).toEqual([503, 1]);
  });
});

describe("what cannot be sent is the caller's mistake, told before anything is", () => {
  const read = async (stream: ReadableStream) => {
    for await (const _ of stream);
    return stream;
  };
  const locked = new Blob(["x"]).stream();
  locked.getReader();
  it.each<[string, () => unknown, CallOptions?]>([
    ["a number", () => 5],
    ["an object", () => ({ a: 1 })],
    ["a list", () => ["a"]],
    ["a Response", () => new Response("x")],
    ["a promise", () => Promise.resolve("x")],
    ["a function", () => () => "x"],
    ["a stream that somebody reads", () => locked],
    ["a stream that was read", () => read(new Blob(["x"]).stream())],
    ["a stream that was destroyed", () => Readable.from(["x"]).destroy()],
    ["a body with GET", () => "x", { method: "GET" }],
    ["a body with HEAD", () => new Blob(["x"]), { method: "head" }],
    ["a method that is none", () => "x", { method: "PO ST" }],
    ["a tunnel", () => null, { method: "CONNECT" }],
    ["a wrong length", () => "x", { headers: { "Content-Length": "7" } }],
    ["a length that is none", pieces, { headers: { "Content-Length": "many" } }],
    ["a header of the connection", () => "x", { headers: { "Transfer-Encoding": "chunked" } }],
    ["an upgrade", () => "x", { headers: { Upgrade: "x", Connection: "upgrade" } }],
    ["a header that is none", () => "x", { headers: { "a b": "c" } }],
    ["a header of two lines", () => "x", { headers: { a: "b\nc" } }],
    ["a signal that is none", () => "x", { signal: {} as AbortSignal }],
    ["a time that is none", () => "x", { timeoutMs: Number.NaN }],
    ["a time in words", () => "x", { timeoutMs: "5s" as unknown as number }],
    ["no time", () => "x", { timeoutMs: 0 }],
    ["a time that no timer waits", () => "x", { timeoutMs: 1e12 }],
  ])("%s", async (what, make, options = {}) => {
    const body = what === "a promise" ? make() : await make();
    await expect(post(body, options)).rejects.toBeInstanceOf(Problem);
    expect(kinds()).toEqual([]);
    expect(instances.map(({ seen }) => seen)).toEqual([0, 0]);
  });

  it.each(["/ü", "/a b", "/a\r\nb", "a"])("the path %j", async (path) => {
    await expect(client.fetch(path)).rejects.toBeInstanceOf(Problem);
    expect(kinds()).toEqual([]);
  });

  it("and where it shows only while it is sent, it counts against nobody", async () => {
    async function* numbers() {
      yield 1;
    }
    const short = Readable.from(["x"]);
    const broken = Readable.from(
      (async function* () {
        yield "x";
        throw new Error("broke");
      })(),
    );
    for (let time = 0; time < 4; time++) await expect(post(numbers())).rejects.toMatchObject({ code: "body" });
    await expect(post(broken)).rejects.toMatchObject({ code: "body" });
    await expect(post(short, { headers: { "Content-Length": "5" } })).rejects.toMatchObject({ code: "request" });
    expect(kinds()).not.toContain("ejected");
    expect(kinds()).not.toContain("retrying");
    expect((await post("fine")).status).toBe(200);
  });
});
