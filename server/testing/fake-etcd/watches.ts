import { contains } from "@/lib/etcd/key-range";
import type { EtcdError, Header, WatchEvent, WatchMessage, WatchRequest } from "@/lib/etcd/port";
import { broken, type FaultState } from "./faults";
import type { Commit, Store } from "./store";

interface Stream {
  request: WatchRequest;
  onMessage: (message: WatchMessage) => void;
  /** The next revision to deliver. */
  next: number;
  /** Messages with events so far. */
  delivered: number;
  over: boolean;
}

export interface Watches {
  open(request: WatchRequest, onMessage: (message: WatchMessage) => void, refusal: EtcdError | null): () => void;
  /** Delivers what the streams have not seen. */
  wake(): void;
  /** Breaks every stream. */
  cut(error?: EtcdError): void;
  /** Says on every stream that a part of something long has come. */
  part(): void;
  /** Sends progress on the streams that have seen everything, as etcd does by itself. */
  progress(): void;
  readonly size: number;
}

/** Streams of events. Like etcd's, each is told asynchronously, in order, whole revisions only, and after `ended` nothing. */
export function createWatches(
  store: () => Store,
  header: () => Header,
  faults: FaultState,
  settings: { catchUpRevisions: number },
): Watches {
  const streams = new Set<Stream>();

  function say(stream: Stream, message: WatchMessage): void {
    if (stream.over) return;
    if (message.kind === "ended" || message.kind === "compacted") close(stream);
    stream.onMessage(message);
  }

  function close(stream: Stream): void {
    stream.over = true;
    streams.delete(stream);
  }

  function matching(stream: Stream, commit: Commit): WatchEvent[] {
    const keyOf = (event: WatchEvent) => (event.type === "put" ? event.keyValue.key : event.key);
    return commit.events.filter((event) => contains(stream.request.range, keyOf(event)));
  }

  /** One message for each `catchUpRevisions` revisions, each in a turn of its own, so that a cut can fall between. */
  function pump(stream: Stream): void {
    if (stream.over || faults.silent) return;
    const { compacted, revision } = store();
    if (stream.next < compacted && stream.next <= revision) {
      say(stream, { kind: "compacted", compactRevision: String(compacted) });
      return;
    }
    const events: WatchEvent[] = [];
    let revisions = 0;
    for (const commit of store().since(stream.next)) {
      const ours = matching(stream, commit);
      if (ours.length > 0 && revisions === settings.catchUpRevisions) break;
      stream.next = commit.revision + 1;
      if (ours.length === 0) continue;
      revisions += 1;
      events.push(...ours);
    }
    if (events.length === 0) return;
    stream.delivered += 1;
    say(stream, { kind: "events", header: header(), events });
    if (faults.cutAfter !== null && stream.delivered >= faults.cutAfter)
      say(stream, { kind: "ended", error: broken() });
    else queueMicrotask(() => pump(stream));
  }

  return {
    open(request, onMessage, refusal) {
      const stream: Stream = { request, onMessage, next: Number(request.startRevision), delivered: 0, over: false };
      streams.add(stream);
      queueMicrotask(() => {
        if (stream.over || faults.held !== null) return;
        if (refusal !== null) return say(stream, { kind: "ended", error: refusal });
        say(stream, { kind: "created", header: header() });
        pump(stream);
      });
      return () => close(stream);
    },
    wake() {
      for (const stream of streams) queueMicrotask(() => pump(stream));
    },
    cut(error = broken()) {
      for (const stream of [...streams]) say(stream, { kind: "ended", error });
    },
    part() {
      for (const stream of [...streams]) say(stream, { kind: "part" });
    },
    progress() {
      for (const stream of [...streams])
        if (stream.next > store().revision || matchingNone(stream)) say(stream, { kind: "progress", header: header() });
    },
    get size() {
      return streams.size;
    },
  };

  function matchingNone(stream: Stream): boolean {
    return store()
      .since(stream.next)
      .every((commit) => matching(stream, commit).length === 0);
  }
}
