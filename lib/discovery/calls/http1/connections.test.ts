import { once } from "node:events";
import { type AddressInfo, createServer, type Server, type Socket } from "node:net";
import { afterEach, describe, expect, it } from "vitest";
import { CallFailure } from "../failures";
import type { Connection } from "./connection";
import { type Connections, createConnections } from "./connections";
import type { Outgoing, Sender } from "./sender";

/** Instances that speak byte by byte as the test says. */
const servers: Server[] = [];
const sockets = new Set<Socket>();
const made: Connections[] = [];
const PATIENT = { timeout: 20_000 };

afterEach(() => {
  for (const one of made.splice(0)) one.close(new Error("over"));
  for (const socket of sockets) socket.destroy();
  for (const server of servers.splice(0)) server.close();
});

async function instance(serve: (socket: Socket, number: number) => void): Promise<number> {
  let connections = 0;
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on("error", () => {}).on("close", () => sockets.delete(socket));
    serve(socket, connections++);
  });
  servers.push(server);
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return (server.address() as AddressInfo).port;
}

function connectionsTo(port: number, { most = 8, idleMs = 60_000 } = {}): Connections {
  const options = { connect: undefined, connectTimeoutMs: 5_000, most, idleMs };
  const connections = createConnections({ secure: false, host: "127.0.0.1", port }, options);
  made.push(connections);
  return connections;
}

interface Heard {
  status: number;
  body: string;
  connection: Connection;
}

/** Sends, and resolves to the whole answer. */
function ask(connections: Connections, wanted: Partial<Outgoing> = {}, held = false): Promise<Heard> {
  return new Promise((resolve, reject) => {
    let status = 0;
    let body = "";
    let connection: Connection | null = null;
    const sender: Sender = {
      outgoing: { method: "GET", path: "/", headers: [], body: null, ...wanted },
      onConnection(given) {
        connection = given;
        return null;
      },
      onSent() {},
      onHeaders: (answered) => (status = answered),
      onData(chunk) {
        body += chunk.toString("latin1");
        return !held;
      },
      onEnd: () => connection && resolve({ status, body, connection }),
      onError: reject,
    };
    connections.send(sender);
  });
}

const ok = (body: string, headers = "") => `HTTP/1.1 200 OK\r\nContent-Length: ${body.length}\r\n${headers}\r\n${body}`;
/** Answers each request with the number of its connection. */
const numbered = (socket: Socket, number: number) => void socket.on("data", () => socket.write(ok(`on ${number}`)));

describe("connections", () => {
  it("are used again, the one used last first", async () => {
    const connections = connectionsTo(await instance(numbered));
    const both = await Promise.all([ask(connections), ask(connections)]);
    expect(both.map(({ body }) => body).sort()).toEqual(["on 0", "on 1"]);
    const last = (await ask(connections)).connection;
    for (let time = 0; time < 5; time++) expect((await ask(connections)).connection).toBe(last);
  });

  it("are no more than may be: what comes on top waits in line", async () => {
    let opened = 0;
    const port = await instance((socket) => {
      opened += 1;
      socket.on("data", () => setTimeout(() => socket.write(ok("yes")), 5));
    });
    const connections = connectionsTo(port, { most: 2 });
    const answers = await Promise.all(Array.from({ length: 20 }, () => ask(connections)));
    expect([answers.length, opened]).toEqual([20, 2]);
  });

  it("that cannot be made fail everybody who waits for them", async () => {
    const port = await instance(() => {});
    servers[0]?.close();
    const connections = connectionsTo(port, { most: 1 });
    const all = await Promise.allSettled(Array.from({ length: 3 }, () => ask(connections)));
    for (const one of all) expect(one).toMatchObject({ status: "rejected", reason: { code: "ECONNREFUSED" } });
  });

  it("are ended before the instance ends them", async () => {
    const ended: number[] = [];
    const port = await instance((socket, number) => {
      socket.on("end", () => ended.push(number));
      socket.on("data", () => socket.write(ok("yes", "Keep-Alive: timeout=1\r\n")));
    });
    const connections = connectionsTo(port, { idleMs: 100 });
    await ask(connections);
    await expect.poll(() => ended, PATIENT).toEqual([0]);
  });

  it("end with their last request: what waits fails, what is under way comes to its end", async () => {
    let finish = () => {};
    const port = await instance(
      (socket) => void socket.on("data", () => (finish = () => void socket.write(ok("to the end")))),
    );
    const connections = connectionsTo(port, { most: 1 });
    const running = ask(connections);
    const asked = finish;
    await expect.poll(() => finish !== asked, PATIENT).toBe(true);
    const waiting = ask(connections);
    connections.close(new Error("it left"));
    await expect(waiting).rejects.toThrow("it left");
    finish();
    const { body } = await running;
    expect(body).toBe("to the end");
    await expect.poll(() => sockets.size, PATIENT).toBe(0);
  });
});

describe("an answer is never somebody else's", () => {
  it("where more comes than was announced", async () => {
    const port = await instance((socket, number) => {
      socket.on("data", () => socket.write(ok(`on ${number}`) + ok("forged")));
    });
    const connections = connectionsTo(port);
    expect((await ask(connections)).body).toBe("on 0");
    expect((await ask(connections)).body).toBe("on 1");
  });

  it("where something comes that nobody asked for", async () => {
    const port = await instance((socket, number) => {
      socket.once("data", () => {
        socket.write(ok(`on ${number}`));
        setTimeout(() => socket.write(ok("forged")), 20);
      });
    });
    const connections = connectionsTo(port);
    expect((await ask(connections)).body).toBe("on 0");
    await expect.poll(() => sockets.size, PATIENT).toBe(0);
    expect((await ask(connections)).body).toBe("on 1");
  });

  it("where HEAD is answered with a body", async () => {
    const port = await instance((socket, number) => {
      socket.on("data", () => socket.write(ok(`on ${number}`)));
    });
    const connections = connectionsTo(port);
    expect((await ask(connections, { method: "HEAD" })).body).toBe("");
    expect((await ask(connections)).body).toBe("on 1");
  });

  it("where a body is overlooked that no method calls for", async () => {
    const port = await instance((socket, number) => {
      // It takes what follows the headers for the next request.
      socket.on("data", (data) => {
        for (const _ of String(data).match(/(?:GET|POST) \//g) ?? []) socket.write(ok(`on ${number}`));
      });
    });
    const connections = connectionsTo(port);
    const smuggled = Buffer.from("GET /admin HTTP/1.1\r\nHost: x\r\n\r\n");
    expect((await ask(connections, { body: smuggled })).body).toBe("on 0");
    expect((await ask(connections)).body).toBe("on 1");
  });

  it("where the answer comes before the request is at its end", async () => {
    let returned = false;
    async function* endless() {
      try {
        for (;;) {
          yield Buffer.alloc(1_000);
          await new Promise((resolve) => setTimeout(resolve, 1));
        }
      } finally {
        returned = true;
      }
    }
    const port = await instance((socket, number) => void socket.once("data", () => socket.write(ok(`on ${number}`))));
    const connections = connectionsTo(port);
    expect((await ask(connections, { method: "POST", body: endless() })).body).toBe("on 0");
    await expect.poll(() => returned, PATIENT).toBe(true);
    expect((await ask(connections)).body).toBe("on 1");
  });

  it("where a late reader goes on when its connection serves the next", async () => {
    const connections = connectionsTo(await instance(numbered));
    const { connection } = await ask(connections, {}, true);
    const again = await ask(connections);
    expect(again.connection).toBe(connection);
    const stranger = {} as Sender;
    expect(() => connection.resume(stranger)).not.toThrow();
  });
});

describe("a request", () => {
  it.each([
    ["a header that holds a line break", { headers: ["x-a", "b\r\nx-forged: 1"] }],
    ["a header's name that holds one", { headers: ["x-a: b\r\nx-forged", "1"] }],
    ["a path with a space", { path: "/ HTTP/1.1\r\nx-forged: 1\r\n" }],
    ["a path that is none", { path: "http://elsewhere/" }],
    ["a method with a space", { method: "GET / HTTP/1.1\r\n\r\nGET" }],
    ["a host that holds a line break", { headers: ["host", "a\r\nx-forged: 1"] }],
  ])("is not sent with %s", async (_what, wanted) => {
    let received = "";
    const port = await instance((socket) => void socket.on("data", (data) => (received += data)));
    await expect(ask(connectionsTo(port), wanted)).rejects.toMatchObject({ code: "body", sent: false });
    expect(received).toBe("");
  });

  it("is framed by its body, whatever its headers say", async () => {
    const received: string[] = [];
    const port = await instance((socket) => {
      socket.on("data", (data) => {
        received.push(String(data));
        socket.write(ok("yes"));
      });
    });
    const headers = [
      "content-length",
      "3",
      "transfer-encoding",
      "chunked",
      "connection",
      "x",
      "expect",
      "100-continue",
    ];
    const framed = async (wanted: Partial<Outgoing>) => {
      received.length = 0;
      await ask(connectionsTo(port), { headers, ...wanted });
      return received.join("").toLowerCase().split("\r\n").slice(2);
    };
    expect(await framed({})).toEqual(["connection: keep-alive", "", ""]);
    expect(await framed({ method: "POST" })).toEqual(["connection: keep-alive", "content-length: 0", "", ""]);
    const body = Buffer.from("hello");
    expect(await framed({ method: "POST", body })).toEqual([
      "connection: keep-alive",
      "content-length: 5",
      "",
      "hello",
    ]);
  });

  it("whose body is another than it says is broken off", async () => {
    const port = await instance((socket) => void socket.resume());
    async function* five() {
      yield Buffer.from("hello");
    }
    for (const length of ["4", "6"])
      await expect(
        ask(connectionsTo(port), { method: "POST", headers: ["content-length", length], body: five() }),
      ).rejects.toMatchObject({ code: "body" });
  });

  it("that stands still is its sender's failure; an instance that takes nothing is the instance's", async () => {
    const takes = await instance((socket) => void socket.resume());
    async function* stuck() {
      yield Buffer.from("he");
      await new Promise(() => {});
    }
    const wanted = { method: "POST", body: stuck() };
    await expect(ask(connectionsTo(takes, { idleMs: 200 }), wanted)).rejects.toMatchObject({ code: "body" });
    const deaf = await instance((socket) => void socket.pause());
    async function* endless() {
      for (;;) yield Buffer.alloc(1_000_000);
    }
    const failure = await ask(connectionsTo(deaf, { idleMs: 400 }), { method: "POST", body: endless() }).catch(
      (error: unknown) => error,
    );
    expect(failure).not.toBeInstanceOf(CallFailure);
    expect(failure).toMatchObject({ code: "ETIMEDOUT" });
  });
});
