import { systemClock } from "@/lib/clock";
import { createLiveClient } from "@/lib/live/client";
import type { LiveClient } from "@/lib/live/client.types";
import { takeEarlySnapshot } from "@/lib/live/early-snapshot";
import type { Snapshot } from "@/lib/live/protocol";
import { createLiveStore, type MutableLiveStore } from "@/lib/live/store";
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

/** Connects the store and keeps it connected; listens to what the browser knows about the network. Returns the way to end it. */
export function startBrowserClient(store: MutableLiveStore): { client: LiveClient; stop: () => void } {
  const client = createLiveClient({
    store,
    fetchSnapshot,
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
