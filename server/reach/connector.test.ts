import { once } from "node:events";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { Agent, request } from "undici";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { createPinnedConnector, createReachConnector, dial } from "./connector";
import { readAddress } from "./host";
import { createReach } from "./reach";
import { ReachRefused } from "./reach.types";

let server: Server;
let port: number;
beforeEach(async () => {
  server = createServer((incoming, response) => response.end(incoming.headers.host));
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  port = (server.address() as AddressInfo).port;
});
afterEach(() => {
  server.closeAllConnections();
  server.close();
});

function reachTo(addresses: () => string[], loopback = true) {
  return createReach({
    rules: { allow: null, deny: [], loopback },
    offLimits: { check: async () => null },
    lookup: async () => addresses().flatMap((text) => readAddress(text) ?? []),
  });
}

describe("a connection", () => {
  it("goes to the judged address, and Host names what was registered", async () => {
    const dispatcher = new Agent({ connect: createReachConnector(reachTo(() => ["127.0.0.1"])) });
    const { body } = await request(`http://web.example:${port}/`, { dispatcher });
    expect(await body.text()).toBe(`web.example:${port}`);
    await dispatcher.close();
  });

  it("is judged anew each time: a name that turns to a forbidden address is refused then", async () => {
    let answer = "127.0.0.1";
    const dispatcher = new Agent({ connect: createReachConnector(reachTo(() => [answer])) });
    const ask = () => request(`http://web.example:${port}/`, { dispatcher, reset: true });
    await (await ask()).body.dump();
    answer = "169.254.169.254";
    await expect(ask()).rejects.toSatisfy(
      (error) => error instanceof ReachRefused && error.refusal.code === "metadata",
    );
    await dispatcher.close();
  });

  it("is refused before a byte is sent", async () => {
    let connections = 0;
    server.on("connection", () => connections++);
    const dispatcher = new Agent({ connect: createReachConnector(reachTo(() => ["127.0.0.1"], false)) });
    for (const host of ["127.0.0.1", "[::1]", "2130706433", "web.example"])
      await expect(request(`http://${host}:${port}/`, { dispatcher })).rejects.toBeInstanceOf(ReachRefused);
    expect(connections).toBe(0);
    await dispatcher.close();
  });

  it("to a resolved target stays with its address", async () => {
    const resolution = await reachTo(() => ["127.0.0.1"]).resolve("web.example", port);
    if (resolution.kind !== "target") throw new Error("refused");
    const dispatcher = new Agent({ connect: createPinnedConnector(resolution.target) });
    const { body } = await request(`http://another.example:${port}/`, { dispatcher });
    expect(await body.text()).toBe(`another.example:${port}`);
    await dispatcher.close();
    const socket = dial(resolution.target);
    await once(socket, "connect");
    expect(socket.remoteAddress).toBe("127.0.0.1");
    socket.destroy();
  });
});
