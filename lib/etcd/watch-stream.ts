import { letProcessEnd } from "./background-stream";
import { keyBytes, type RawEvent, type RawHeader, toHeader, toWatchEvent } from "./codec";
import type { Connection, DuplexStream } from "./connection";
import { toEtcdError } from "./errors";
import { EtcdError, type WatchMessage, type WatchRequest } from "./port";

export interface RawWatchResponse {
  header: RawHeader | null;
  created: boolean;
  canceled: boolean;
  compact_revision: string;
  cancel_reason: string;
  fragment: boolean;
  events: RawEvent[];
}

/**
 * Reads etcd's responses as the port's messages. Fragments are held until the last one is there: a stream that breaks
 * between them has delivered nothing of that response.
 */
export function createWatchReader(at: string): (response: RawWatchResponse) => WatchMessage {
  let held: RawEvent[] = [];
  return (response) => {
    if (response.compact_revision !== "0") return { kind: "compacted", compactRevision: response.compact_revision };
    if (response.canceled)
      return { kind: "ended", error: toEtcdError({ details: response.cancel_reason || "watch cancelled" }, at) };
    const header = toHeader(response.header);
    if (response.created) return { kind: "created", header };
    const raw = held.concat(response.events);
    held = response.fragment ? raw : [];
    if (response.fragment) return { kind: "part" };
    return raw.length > 0 ? { kind: "events", header, events: raw.map(toWatchEvent) } : { kind: "progress", header };
  };
}

/** One watch on a stream of its own. Returns the way to stop it, after which nothing is said. */
export function openWatch(
  connection: Connection,
  request: WatchRequest,
  timeoutMs: number,
  onMessage: (message: WatchMessage) => void,
): () => void {
  let over = false;
  let stream: DuplexStream | null = null;

  function say(message: WatchMessage): void {
    if (over) return;
    if (message.kind === "compacted" || message.kind === "ended") stop();
    onMessage(message);
  }

  function stop(): void {
    over = true;
    stream?.cancel();
  }

  const reader = createWatchReader(connection.endpoint);
  connection.stream("Watch", "watch", timeoutMs).then(
    (opened) => {
      stream = opened;
      // Listeners stay after the end: cancelling emits an error, which nobody else would hear.
      stream.on("error", (error) => say({ kind: "ended", error: toEtcdError(error, connection.endpoint) }));
      stream.on("end", () =>
        say({ kind: "ended", error: new EtcdError("unavailable", `${connection.endpoint} ended the watch.`) }),
      );
      stream.on("data", (response: RawWatchResponse) => {
        if (response.created && connection.background) letProcessEnd(opened);
        say(reader(response));
      });
      if (over) stream.cancel();
      else stream.write({ create_request: createRequest(request) });
    },
    (error: unknown) => say({ kind: "ended", error: toEtcdError(error, connection.endpoint) }),
  );
  return stop;
}

function createRequest(request: WatchRequest): object {
  return {
    key: keyBytes(request.range.start),
    range_end: keyBytes(request.range.end),
    start_revision: request.startRevision,
    progress_notify: true,
    prev_kv: true,
    fragment: true,
  };
}
