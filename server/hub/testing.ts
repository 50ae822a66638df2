/** For tests of the hub: a registry that a test writes to, a real Socket.IO server over loopback, real clients. */

import { createServer } from "node:http";
import { type AddressInfo, connect as connectSocket, type Socket as NetSocket } from "node:net";
import { Server as Engine } from "engine.io";
import { Server } from "socket.io";
import { io as connectClient, type Socket } from "socket.io-client";
import { type Clock, systemClock } from "@/lib/clock";
import {
  type ClientToServer,
  type EventsMessage,
  type Hello,
  LIVE_PATH,
  type LiveStatus,
  PROTOCOL_VERSION,
  type ResyncMessage,
  type ServerToClient,
  type Snapshot,
} from "@/lib/live/protocol";
import { applyDelta } from "@/lib/registry/delta";
import { ShardMap } from "@/lib/registry/shard-map";
import { createTestStore, testLayouts, type Write } from "@/lib/registry/testing";
import type { Delta, Position, View } from "@/lib/registry/view";
import { createTurns } from "@/server/http/turns";
import { createUpgrades } from "@/server/http/upgrades";
import { createRegistry } from "@/server/registry/registry";
import { createHub, type HubOptions } from "./hub";
import type { RingBounds } from "./ring";
import { createSnapshotCache } from "./snapshot-cache";
import { createSocketLimits, type SocketBounds } from "./socket-limits";

export interface TestHubOptions {
  ring?: RingBounds;
  listed?: boolean;
  bounds?: Partial<SocketBounds>;
  fine?: HubOptions["fine"];
  /** The hub's own. */
  clock?: Clock;
}

export async function startTestHub(options: TestHubOptions = {}) {
  const store = createTestStore();
  const registry = createRegistry({ layouts: testLayouts, clock: systemClock, tombstoneMs: 60_000, firstSeq: 1 });
  const http = createServer();
  const engine = new Engine({ transports: ["websocket"], perMessageDeflate: false, maxHttpBufferSize: 64 * 1024 });
  const io = new Server<ClientToServer, ServerToClient>({ serveClient: false });
  io.bind(engine);
  const limits = createSocketLimits(systemClock, options.bounds);
  engine.on("connection", limits.watch);
  http.on(
    "upgrade",
    createUpgrades({
      admit: () => {},
      origins: { refuseSocket: () => null },
      live: (request, socket, head) =>
        engine.handleUpgrade(request as Parameters<typeof engine.handleUpgrade>[0], socket, head),
      admitSocket: limits.admit,
      socketAttempts: { arrived: () => {} },
      hotReload: null,
    }).upgrade,
  );
  const hub = createHub({
    io,
    registry,
    clock: options.clock ?? systemClock,
    ...(options.ring ? { ring: options.ring } : {}),
    ...(options.fine ? { fine: options.fine } : {}),
  });
  const snapshots = createSnapshotCache({
    registry,
    continuesFrom: hub.continuesFrom,
    clock: systemClock,
    turns: createTurns(),
  });
  await new Promise<void>((resolve) => http.listen(0, "127.0.0.1", resolve));
  const { port } = http.address() as AddressInfo;

  const list = (epoch: string, reason: "start" | "compacted" = "start"): void => {
    registry.accept(store.list(epoch, reason));
    registry.accept({ kind: "status", status: { state: "watching", since: 0, atomic: true, resumed: false } });
  };
  if (options.listed !== false) list("e1");

  const clients: Socket[] = [];
  const rawSockets: NetSocket[] = [];
  return {
    port,
    registry,
    hub,
    limits,
    snapshots,
    list,
    write: (...writes: Write[]): void => registry.accept(store.write(...writes)),
    view(): View {
      const view = registry.view();
      if (!view) throw new Error("Nothing was listed yet");
      return view;
    },
    async snapshot(): Promise<Snapshot> {
      const { body } = await snapshots.snapshotBody("identity");
      return JSON.parse(body.toString());
    },
    /** A client that applies what it gets, strictly. */
    connect(position: Position | null, view: View | null = null, hello: Partial<Hello> = {}) {
      const socket: Socket<ServerToClient, ClientToServer> = connectClient(`http://127.0.0.1:${port}`, {
        path: LIVE_PATH,
        transports: ["websocket"],
        reconnection: false,
        forceNew: true,
        auth: { version: PROTOCOL_VERSION, position, ...hello },
      });
      clients.push(socket as unknown as Socket);
      const heard = {
        socket,
        view,
        deltas: [] as Delta[],
        misfits: 0,
        events: [] as EventsMessage[],
        statuses: [] as LiveStatus[],
        resyncs: [] as ResyncMessage["reason"][],
        closed: null as string | null,
      };
      socket.on("delta", (delta) => {
        heard.deltas.push(delta);
        const next = heard.view && applyDelta(heard.view, delta);
        if (next) heard.view = next;
        else heard.misfits++;
      });
      socket.on("events", (message) => heard.events.push(message));
      socket.on("status", (status) => heard.statuses.push(status));
      socket.on("resync", ({ reason }) => heard.resyncs.push(reason));
      socket.on("disconnect", (reason) => {
        heard.closed = reason;
      });
      return heard;
    },
    /** A WebSocket written by hand, for what no library sends. */
    async rawSocket(): Promise<RawClient> {
      const socket = connectSocket(port, "127.0.0.1");
      rawSockets.push(socket);
      const client: RawClient = {
        socket,
        closed: new Promise((resolve) => socket.once("close", () => resolve())),
        head: "",
        said: (text) =>
          new Promise((resolve) => {
            socket.on("data", function listen(data: Buffer) {
              if (!data.includes(text, 0, "latin1")) return;
              socket.off("data", listen);
              resolve();
            });
          }),
        frame: (opcode, text) => void socket.write(frameOf(opcode, text)),
        send: (...texts) => socket.write(Buffer.concat(texts.map((text) => frameOf(1, text)))),
        ping: (count) => socket.write(Buffer.concat(Array.from({ length: count }, () => frameOf(9, "x".repeat(100))))),
      };
      socket.on("error", () => {});
      socket.write(
        `GET ${LIVE_PATH}/?EIO=4&transport=websocket HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: ${Buffer.alloc(16, 1).toString("base64")}\r\n\r\n`,
      );
      await new Promise<void>((resolve) => {
        socket.once("data", (data) => {
          client.head = data.toString("latin1");
          resolve();
        });
        socket.once("close", () => resolve());
      });
      return client;
    },
    async stop(): Promise<void> {
      for (const socket of rawSockets) socket.destroy();
      for (const client of clients) client.disconnect();
      limits.stop();
      hub.stop();
      registry.stop();
      await io.close();
      await new Promise((resolve) => http.close(resolve));
    },
  };
}

export function viewOfSnapshot(snapshot: Snapshot): View {
  const { epoch, seq, revision, instances, tombstones, unrecognized, leases, drains, minimums } = snapshot;
  return {
    epoch,
    seq,
    revision,
    instances: ShardMap.from(instances.map((instance) => [instance.id, instance])),
    tombstones: ShardMap.from(tombstones.map((tombstone) => [tombstone.id, tombstone])),
    unrecognized: ShardMap.from(unrecognized.map((key) => [key.key, key])),
    leases: ShardMap.from(leases.map((reading) => [reading.leaseId, reading])),
    drains: ShardMap.from(drains.map((drain) => [drain.key, drain])),
    minimums: ShardMap.from(minimums.map((minimum) => [minimum.service, minimum])),
  };
}

export interface RawClient {
  socket: NetSocket;
  closed: Promise<void>;
  /** The beginning of what was answered to the handshake. */
  head: string;
  /** Resolves when the server says this. */
  said(text: string): Promise<void>;
  send(...texts: string[]): void;
  /** Whole, and masked as it should be; the rest is up to the caller. */
  frame(opcode: number, text: string): void;
  /** WebSocket's own pings, which are answered before anybody counts messages. */
  ping(count: number): void;
}

/** A masked WebSocket frame of up to 64 KB: opcode 1 is text, 9 a ping. */
function frameOf(opcode: number, text: string): Buffer {
  const payload = Buffer.from(text);
  const length = payload.length < 126 ? Buffer.from([0x80 | payload.length]) : Buffer.alloc(3, 0x80 | 126);
  if (payload.length >= 126) length.writeUInt16BE(payload.length, 1);
  // A mask of zeros leaves the payload as it is.
  return Buffer.concat([Buffer.from([0x80 | opcode]), length, Buffer.alloc(4), payload]);
}
