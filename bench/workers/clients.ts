/** Many socket clients in one process: each fetches the snapshot, connects naming its position, and notes what arrives. */
import { monitorEventLoopDelay } from "node:perf_hooks";
import { setTimeout as delay } from "node:timers/promises";
import { io, type Socket } from "socket.io-client";
import type { Snapshot } from "@/lib/live/protocol";
import { LIVE_PATH, PROTOCOL_VERSION } from "@/lib/live/protocol";
import type { Delta, Position } from "@/lib/registry/view";
import { type PreciseClock, preciseClock } from "../clock";
import { createParser, type DeltaHead } from "../thin-parser";
import { serve } from "../worker";

export interface ConnectInput {
  url: string;
  clients: number;
  /** How many of them parse everything and keep the instances. */
  full: number;
}

export interface ClientRecord {
  /** Columns: one entry per delta. */
  revision: Float64Array;
  at: Float64Array;
  bytes: number;
  messages: number;
  /** Reasons of the server's demands to start again. */
  resyncs: string[];
  /** Deltas that did not start where the one before them ended. */
  breaks: number;
  disconnects: number;
}

interface Client {
  record(): ClientRecord;
  /** `id modRevision` of every instance, sorted; null for a thin client. */
  held(): string[] | null;
  reset(clock: PreciseClock): void;
  close(): void;
}

const PARALLEL_SNAPSHOTS = 4;
let clients: Client[] = [];
let failures: string[] = [];
let loopDelay = monitorEventLoopDelay({ resolution: 5 });

async function connect({ url, clients: count, full }: ConnectInput): Promise<void> {
  const clock = preciseClock();
  let next = 0;
  const lane = async () => {
    while (next < count) {
      const index = next++;
      clients.push(await openClient(url, index >= full, clock));
    }
  };
  await Promise.all(Array.from({ length: Math.min(PARALLEL_SNAPSHOTS, count) }, lane));
}

async function fetchSnapshot(url: string, thin: boolean): Promise<{ position: Position; snapshot: Snapshot | null }> {
  const response = await fetch(`${url}/api/v1/snapshot`);
  const text = await response.text();
  if (!response.ok || text === "") throw new Error(`snapshot: ${response.status} with ${text.length} characters`);
  const epoch = /"epoch":"([^"]*)"/.exec(text.slice(0, 300))?.[1];
  const seq = /"seq":(\d+)/.exec(text.slice(0, 300))?.[1];
  if (thin && epoch !== undefined && seq !== undefined)
    return { position: { epoch, seq: Number(seq) }, snapshot: null };
  const snapshot = JSON.parse(text) as Snapshot;
  return { position: { epoch: snapshot.epoch, seq: snapshot.seq }, snapshot };
}

/** As a page does: what failed is asked again a moment later. */
async function patiently<T>(ask: () => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await ask();
    } catch (error) {
      failures.push(String(error));
      if (attempt === 20) throw error;
      await delay(100 * attempt);
    }
  }
}

async function openClient(url: string, thin: boolean, firstClock: PreciseClock): Promise<Client> {
  let clock = firstClock;
  let revision: number[] = [];
  let at: number[] = [];
  let bytes = 0;
  let messages = 0;
  let resyncs: string[] = [];
  let breaks = 0;
  let disconnects = 0;
  const instances = new Map<string, string>();

  let position: Position = { epoch: "", seq: 0 };
  async function restart(): Promise<void> {
    const fetched = await patiently(() => fetchSnapshot(url, thin));
    position = fetched.position;
    instances.clear();
    for (const instance of fetched.snapshot?.instances ?? []) instances.set(instance.id, instance.modRevision);
  }
  await restart();

  const parser = createParser(thin, (size) => {
    bytes += size;
    messages++;
  });
  const socket: Socket = io(url, {
    path: LIVE_PATH,
    transports: ["websocket"],
    forceNew: true,
    parser,
    auth: (tell) => tell({ version: PROTOCOL_VERSION, position }),
  });
  socket.on("delta", (delta: Delta | DeltaHead) => {
    revision.push(Number(delta.revision));
    at.push(clock.now());
    if (delta.from !== position.seq) breaks++;
    position = { epoch: position.epoch, seq: delta.to };
    if (thin || !("put" in delta)) return;
    for (const instance of delta.put.instances) instances.set(instance.id, instance.modRevision);
    for (const id of delta.remove.instances) instances.delete(id);
  });
  socket.on("resync", ({ reason }: { reason: string }) => {
    resyncs.push(reason);
    void restart().then(() => socket.disconnect().connect());
  });
  socket.on("disconnect", (reason) => {
    if (reason !== "io client disconnect") disconnects++;
  });
  await new Promise<void>((resolve, reject) => {
    socket.once("connect", resolve);
    socket.once("connect_error", (error) => reject(new Error(`socket refused: ${error.message}`)));
  });

  return {
    record: () => ({
      revision: Float64Array.from(revision),
      at: Float64Array.from(at),
      bytes,
      messages,
      resyncs,
      breaks,
      disconnects,
    }),
    held: () => (thin ? null : [...instances].map(([id, modRevision]) => `${id} ${modRevision}`).sort()),
    reset(newClock) {
      clock = newClock;
      revision = [];
      at = [];
      resyncs = [];
      bytes = messages = breaks = disconnects = 0;
    },
    close: () => void socket.disconnect(),
  };
}

/** From here on is measured. */
function reset(): void {
  const clock = preciseClock();
  for (const client of clients) client.reset(clock);
  failures = [];
  loopDelay.disable();
  loopDelay = monitorEventLoopDelay({ resolution: 5 });
  loopDelay.enable();
}

/** `loopDelayP99Ms`: how late this process itself was; it is part of every lag. `failures`: snapshots not given. */
function collect(): { records: ClientRecord[]; loopDelayP99Ms: number; failures: string[] } {
  return {
    records: clients.map((client) => client.record()),
    loopDelayP99Ms: loopDelay.percentile(99) / 1e6,
    failures,
  };
}

/** What the clients that keep everything hold now. */
function held(): string[][] {
  return clients.map((client) => client.held()).filter((instances) => instances !== null);
}

function close(): void {
  for (const client of clients) client.close();
  clients = [];
}

const calls = { connect, reset, collect, held, close };
export type ClientsCalls = typeof calls;
serve(calls);
