import { once } from "node:events";
import { type AddressInfo, connect, createServer, type Server, type Socket } from "node:net";
import type { Logger } from "pino";
import { systemClock } from "@/lib/clock";
import { candidatesFrom } from "@/lib/discovery/calls/from-discovery";
import { startInstance, type TestInstance } from "@/lib/discovery/calls/instances.testing";
import { discover } from "@/lib/discovery/discover";
import { assembleEtcd } from "@/lib/discovery/etcd";
import { createReach } from "@/server/reach/reach";
import { createFakeEtcd } from "@/server/testing/fake-etcd";
import { createGateway } from "./gateway";
import type { GatewayOptions } from "./gateway.types";

export interface GatewayHarness {
  readonly origin: string;
  /** What the gateway wrote into its log. */
  readonly logged: { facts: object; message: string }[];
  /** An HTTP server on loopback, registered. */
  http(service: string, name?: string): Promise<TestInstance>;
  /** A TCP server on loopback that answers every request's headers with these bytes, and keeps the connection open. */
  raw(service: string, answer: string | ((count: number) => string)): Promise<RawInstance>;
  register(service: string, name: string, value: object): Promise<void>;
  remove(service: string, name: string): Promise<void>;
  /** What goes over the wire, byte for byte, and everything that came back when the connection has ended. */
  send(bytes: string): Promise<string>;
  stop(): Promise<void>;
}

export interface RawInstance {
  readonly port: number;
  readonly connections: number;
  readonly seen: string[];
}

/** A gateway on loopback with a registry of its own: what is registered through it is known when the call returns. */
export async function startGateway(options: Partial<GatewayOptions> = {}): Promise<GatewayHarness> {
  const fake = createFakeEtcd({ clock: systemClock });
  const etcd = assembleEtcd({ connect: fake.connect, clock: systemClock, random: Math.random });
  const discovery = discover({ etcd });
  await discovery.ready();
  const logged: GatewayHarness["logged"] = [];
  const note = (facts: object, message: string) => void logged.push({ facts, message });
  const gateway = createGateway({
    source: candidatesFrom(discovery, systemClock.now),
    reach: createReach({
      rules: { allow: null, deny: [], loopback: true },
      offLimits: { check: async () => null },
    }),
    policy: "random",
    allowedHosts: [],
    allowedOrigins: [],
    accessLog: null,
    log: { warn: note, error: note } as Pick<Logger, "warn" | "error">,
    clock: systemClock,
    ...options,
  });
  const origin = `http://127.0.0.1:${await gateway.listen(0, "127.0.0.1")}`;
  const ends: (() => Promise<unknown>)[] = [];
  const keyOf = (service: string, name: string) => `/services/${service}/eu/${name}`;
  const isKnown = (key: string) => discovery.current.instances.some(({ id }) => id === key);

  async function changed(holds: () => boolean): Promise<void> {
    while (!holds())
      await new Promise<void>((resolve) => {
        const off = discovery.onChange(() => {
          off();
          resolve();
        });
      });
  }
  async function register(service: string, name: string, value: object): Promise<void> {
    fake.put(keyOf(service, name), JSON.stringify(value));
    await changed(() => isKnown(keyOf(service, name)));
  }

  return {
    origin,
    logged,
    register,
    async http(service, name = "one") {
      const instance = await startInstance(name);
      ends.push(instance.kill);
      await register(service, name, { hostname: "127.0.0.1", port: instance.port });
      return instance;
    },
    async raw(service, answer) {
      const { server, instance, sockets } = rawServer(answer);
      server.listen(0, "127.0.0.1");
      await once(server, "listening");
      ends.push(async () => {
        for (const socket of sockets) socket.destroy();
        server.close();
      });
      instance.port = (server.address() as AddressInfo).port;
      await register(service, "raw", { hostname: "127.0.0.1", port: instance.port });
      return instance;
    },
    async remove(service, name) {
      fake.delete(keyOf(service, name));
      await changed(() => !isKnown(keyOf(service, name)));
    },
    async send(bytes) {
      const socket = connect(Number(new URL(origin).port), "127.0.0.1");
      let answer = "";
      socket
        .on("error", () => {})
        .setEncoding("latin1")
        .on("data", (part) => (answer += part));
      socket.write(bytes, "latin1");
      await once(socket, "close");
      return answer;
    },
    async stop() {
      await gateway.stop(0);
      discovery.stop();
      await Promise.all(ends.map((end) => end()));
      etcd.close();
      fake.stop();
    },
  };
}

function rawServer(answer: string | ((count: number) => string)) {
  const sockets = new Set<Socket>();
  const instance = { port: 0, connections: 0, seen: [] as string[] };
  const server: Server = createServer((socket) => {
    instance.connections += 1;
    sockets.add(socket);
    let waiting = "";
    socket
      .on("error", () => {})
      .setEncoding("latin1")
      .on("data", (part) => {
        waiting += part;
        for (let end = waiting.indexOf("\r\n\r\n"); end >= 0; end = waiting.indexOf("\r\n\r\n")) {
          instance.seen.push(waiting.slice(0, end));
          waiting = waiting.slice(end + 4);
          socket.write(typeof answer === "string" ? answer : answer(instance.seen.length), "latin1");
        }
      });
  });
  return { server, sockets, instance };
}
