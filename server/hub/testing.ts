/** For tests of the hub: a registry that a test writes to, a real Socket.IO server over loopback, real clients. */
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { Server } from "socket.io";
import { io as connectClient, type Socket } from "socket.io-client";
import { systemClock } from "@/lib/clock";
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
import { createRegistry } from "@/server/registry/registry";
import { createHub } from "./hub";
import type { RingBounds } from "./ring";
import { createSnapshotCache } from "./snapshot-cache";

export async function startTestHub(options: { ring?: RingBounds; listed?: boolean } = {}) {
  const store = createTestStore();
  const registry = createRegistry({ layouts: testLayouts, clock: systemClock, tombstoneMs: 60_000, firstSeq: 1 });
  const http = createServer();
  const io = new Server<ClientToServer, ServerToClient>(http, {
    path: LIVE_PATH,
    transports: ["websocket"],
    serveClient: false,
    perMessageDeflate: false,
  });
  const hub = createHub({ io, registry, clock: systemClock, ...(options.ring ? { ring: options.ring } : {}) });
  const snapshots = createSnapshotCache({ registry, continuesFrom: hub.continuesFrom, clock: systemClock });
  await new Promise<void>((resolve) => http.listen(0, "127.0.0.1", resolve));
  const { port } = http.address() as AddressInfo;

  const list = (epoch: string, reason: "start" | "compacted" = "start"): void => {
    registry.accept(store.list(epoch, reason));
    registry.accept({ kind: "status", status: { state: "watching", since: 0, atomic: true, resumed: false } });
  };
  if (options.listed !== false) list("e1");

  const clients: Socket[] = [];
  return {
    port,
    registry,
    hub,
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
    async stop(): Promise<void> {
      for (const client of clients) client.disconnect();
      hub.stop();
      registry.stop();
      await io.close();
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
