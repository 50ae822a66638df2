import { connectionAnswerSchema } from "@/lib/api/connection";
import { systemClock } from "@/lib/clock";
import { createLiveClient } from "@/lib/live/client";
import type { LiveClient, LiveClientOptions } from "@/lib/live/client.types";
import { takeEarlySnapshot } from "@/lib/live/early-snapshot";
import type { Snapshot } from "@/lib/live/protocol";
import type { SocketTrouble } from "@/lib/live/state";
import { createLiveStore, type MutableLiveStore } from "@/lib/live/store";
import { getJson } from "../api/get-json";
import { createPacedFrames } from "./paced-frames";
import { openSocketIo } from "./socket-io";

const HIDDEN_FRAME_MS = 300;

/** At the next frame; by a timer where frames do not come, so that a hidden tab is right when it is looked at. */
function atNextFrame(show: () => void): () => void {
  const frame = requestAnimationFrame(show);
  const timer = setTimeout(show, HIDDEN_FRAME_MS);
  return () => {
    cancelAnimationFrame(frame);
    clearTimeout(timer);
  };
}

export function createBrowserStore(): MutableLiveStore {
  const pixels = new MessageChannel();
  let drawn: (() => void) | null = null;
  pixels.port1.onmessage = () => drawn?.();
  return createLiveStore({
    schedule: createPacedFrames({
      now: () => performance.now(),
      atFrame: atNextFrame,
      after(delayMs, run) {
        const timer = setTimeout(run, delayMs);
        return () => clearTimeout(timer);
      },
      // A message that is posted within a frame arrives when the frame has been drawn.
      onceDrawn(run) {
        drawn = run;
        pixels.port2.postMessage(null);
      },
    }),
  });
}

async function fetchSnapshot(signal: AbortSignal): Promise<Snapshot | null> {
  const response = (await takeEarlySnapshot()) ?? (await fetch("/api/v1/snapshot", { signal, cache: "no-store" }));
  if (response.status === 503) return null;
  if (!response.ok) throw new Error(`The console answered ${response.status} to the request for the view.`);
  return (await response.json()) as Snapshot;
}

/** Asks again for what was answered last: where nothing changed since, the console sends nothing. */
function createSnapshotPoll() {
  let etag: string | null = null;
  return async (signal: AbortSignal): ReturnType<LiveClientOptions["pollSnapshot"]> => {
    const headers = etag === null ? {} : { "If-None-Match": etag };
    const response = await fetch("/api/v1/snapshot", { signal, cache: "no-store", headers });
    // Of whole seconds, and of now: a snapshot may have been made some seconds ago.
    const date = Date.parse(response.headers.get("Date") ?? "");
    const serverTime = Number.isNaN(date) ? null : date + 500;
    if (response.status === 304) return { snapshot: "unchanged", serverTime };
    if (response.status === 503) return { snapshot: null, serverTime };
    if (!response.ok) throw new Error(`The console answered ${response.status} to the request for the view.`);
    const snapshot = (await response.json()) as Snapshot;
    etag = response.headers.get("ETag");
    return { snapshot, serverTime };
  };
}

/** What a browser does not tell its page: the console says whether the handshake arrived, and whether it is allowed. */
async function explainSocket(signal: AbortSignal): Promise<SocketTrouble> {
  const { origin } = window.location;
  const said = await getJson(connectionAnswerSchema, "connection", { origin }, signal);
  if (said.origin === "refused") return { kind: "origin", origin, host: said.host, setting: said.setting ?? null };
  if (said.sockets.open >= said.sockets.most) return { kind: "full", most: said.sockets.most };
  return said.upgrade === "missing" ? { kind: "upgrade", host: said.host } : { kind: "other" };
}

/** Connects the store and keeps it connected; listens to what the browser knows about the network. Returns the way to end it. */
export function startBrowserClient(store: MutableLiveStore): { client: LiveClient; stop: () => void } {
  const client = createLiveClient({
    store,
    fetchSnapshot,
    pollSnapshot: createSnapshotPoll(),
    explainSocket,
    openSocket: openSocketIo,
    clock: systemClock,
    random: Math.random,
  });
  const wake = () => {
    if (!document.hidden) client.wake();
  };
  const offline = () => client.offline();
  window.addEventListener("online", wake);
  window.addEventListener("offline", offline);
  window.addEventListener("pageshow", wake);
  document.addEventListener("visibilitychange", wake);
  client.start();
  return {
    client,
    stop() {
      window.removeEventListener("online", wake);
      window.removeEventListener("offline", offline);
      window.removeEventListener("pageshow", wake);
      document.removeEventListener("visibilitychange", wake);
      client.stop();
    },
  };
}
