import type { Clock } from "@/lib/clock";
import { compareRevisions, laterRevision, nextRevision } from "@/lib/registry/revision";
import type { GapReason, Revision } from "@/lib/registry/types";
import { withDeadline } from "./deadline";
import { coveringRange } from "./key-range";
import type { ListWatchMessage, ListWatchTuning } from "./list-watch.types";
import { type Liveness, noteRevision, watchLiveness } from "./liveness";
import { patience } from "./patience";
import { EtcdError, type EtcdPort, type KeyRange, type WatchEvent, type WatchMessage } from "./port";
import { advance, groupByRevision, type History, type Track } from "./track";

/** Why a watch came to its end. */
export type WatchOutcome =
  | { kind: "broken"; error: EtcdError }
  | { kind: "gap"; reason: GapReason; detail: string }
  /** The covering range is not permitted, or too much of it is not ours: one watch per prefix. */
  | { kind: "split" }
  | { kind: "interrupted" };

export interface WatchSessionOptions {
  port: EtcdPort;
  history: History;
  /** etcd's newest revision at a reconnect; null right after a list. */
  catchUpTo: Revision | null;
  clock: Clock;
  tuning: ListWatchTuning;
  signal: AbortSignal;
  onMessage: (message: ListWatchMessage) => void;
  /** Something good came: the connection is worth its backoff's reset. */
  onGood: () => void;
}

const FOREIGN_WINDOW_MS = 10_000;
const PROGRESS_MS = 500;

/** Watches until the watch ends, and tells how. Everything it started is stopped by then. */
export function runWatch(options: WatchSessionOptions): Promise<WatchOutcome> {
  const { port, history, clock, tuning, signal, onMessage, onGood } = options;
  if (signal.aborted) return Promise.resolve({ kind: "interrupted" });
  return new Promise((resolve) => {
    const streams = streamsOf(history);
    const atomic = streams.length === 1;
    const stops: (() => void)[] = [];
    const created = new Set<number>();
    const gathered: { revision: Revision; events: WatchEvent[] }[] = [];
    const foreign = { since: clock.now(), events: 0 };
    let live = false;
    let liveness: Liveness | null = null;
    let over = false;
    let cancelGather: (() => void) | null = null;
    let cancelProgress: (() => void) | null = null;
    let progressAt = Number.NEGATIVE_INFINITY;

    function finish(outcome: WatchOutcome): void {
      if (over) return;
      over = true;
      for (const stop of stops) stop();
      cancelGather?.();
      cancelProgress?.();
      signal.removeEventListener("abort", onAbort);
      flush();
      resolve(outcome);
    }
    const onAbort = () => finish({ kind: "interrupted" });

    function receive(index: number, tracks: readonly Track[], message: WatchMessage): void {
      if (over) return;
      switch (message.kind) {
        case "created":
          created.add(index);
          if (created.size === streams.length) begin();
          break;
        case "events":
          noteRevision(history, message.header.revision);
          take(tracks, message.events);
          break;
        case "part":
          liveness?.working();
          break;
        case "progress":
          onGood();
          noteRevision(history, message.header.revision);
          if (atomic) reached(message.header.revision);
          break;
        case "compacted":
          finish(compacted(`etcd has compacted its history up to revision ${message.compactRevision}.`));
          break;
        case "ended":
          finish(isDenied(message.error) ? { kind: "split" } : outcomeOf(message.error));
          break;
      }
    }

    /** The covering range may be denied where the prefixes in it are not. */
    function isDenied(error: EtcdError): boolean {
      return error.code === "permission-denied" && atomic && history.tracks.length > 1;
    }

    function take(tracks: readonly Track[], events: readonly WatchEvent[]): void {
      onGood();
      let ours = 0;
      for (const group of groupByRevision(events)) {
        const taken = advance(tracks, group.revision, group.events);
        ours += taken.length;
        if (taken.length > 0) gathered.push({ revision: group.revision, events: taken });
      }
      if (atomic) flush();
      else if (gathered.length > 0) cancelGather ??= clock.setTimeout(flush, tuning.gatherMs);
      const [last] = tracks;
      if (ours === 0 && atomic && last) reached(last.position);
      liveness?.moved();
      countForeign(events.length - ours);
    }

    /** Several streams keep no order among themselves: theirs is restored as far as they arrived together. */
    function flush(): void {
      cancelGather = null;
      const batches = gathered.splice(0);
      if (!atomic) batches.sort((a, b) => compareRevisions(a.revision, b.revision));
      for (let at = 0; at < batches.length; ) {
        const revision = batches[at]?.revision ?? "0";
        const events: WatchEvent[] = [];
        for (; batches[at]?.revision === revision; at++)
          for (const event of batches[at]?.events ?? []) events.push(event);
        history.shown = laterRevision(revision, history.shown);
        onMessage({ kind: "batch", revision: history.shown, events });
      }
    }

    /** Tells, now and then, how far etcd has come where nothing of ours changed. */
    function reached(revision: Revision): void {
      if (compareRevisions(revision, history.shown) <= 0) return;
      const wait = progressAt + PROGRESS_MS - clock.now();
      if (wait <= 0) {
        progressAt = clock.now();
        history.shown = revision;
        onMessage({ kind: "progress", revision });
        return;
      }
      cancelProgress?.();
      cancelProgress = clock.setTimeout(() => reached(revision), wait);
    }

    /** etcd answered a check: said again where nothing moves, because a view is as fresh as what was last heard. */
    function stillAlive(): void {
      if (!live || clock.now() - progressAt < PROGRESS_MS) return;
      progressAt = clock.now();
      onMessage({ kind: "progress", revision: history.shown });
    }

    function countForeign(events: number): void {
      if (!atomic || history.tracks.length === 1 || events === 0) return;
      if (clock.now() - foreign.since > FOREIGN_WINDOW_MS) Object.assign(foreign, { since: clock.now(), events: 0 });
      foreign.events += events;
      if (live && foreign.events > (tuning.maxForeignPerSecond * FOREIGN_WINDOW_MS) / 1000) finish({ kind: "split" });
    }

    function begin(): void {
      opening.cancel();
      const resumed = options.catchUpTo !== null;
      const goLive = () => {
        live = true;
        onMessage({ kind: "status", status: { state: "watching", since: clock.now(), atomic, resumed } });
      };
      if (!resumed) goLive();
      liveness = watchLiveness({
        port,
        history,
        clock,
        tuning,
        within: (run) => withDeadline(clock, tuning.callTimeoutMs, signal, run),
        catchUpTo: options.catchUpTo,
        onCaughtUp: goLive,
        onAlive: () => {
          onGood();
          stillAlive();
        },
        onQuiet: reached,
        onBroken: (error) => finish(outcomeOf(error)),
        onGap: (reason, detail) => finish({ kind: "gap", reason, detail }),
      });
      stops.push(liveness.stop);
      if (over) liveness.stop();
    }

    const opening = patience(clock, tuning.callTimeoutMs, () =>
      finish({ kind: "broken", error: new EtcdError("timeout", "etcd did not open the watch in time.") }),
    );
    stops.push(opening.cancel);
    signal.addEventListener("abort", onAbort);
    streams.forEach(({ range, tracks }, index) => {
      if (over) return;
      const startRevision = nextRevision(tracks[0]?.position ?? "0");
      const stop = port.watch({ range, startRevision }, (message) => receive(index, tracks, message));
      if (over) stop();
      else stops.push(stop);
    });
  });
}

function streamsOf(history: History): { range: KeyRange; tracks: Track[] }[] {
  const { tracks, scope } = history;
  if (scope === "each") return tracks.map((track) => ({ range: track.range, tracks: [track] }));
  return [{ range: coveringRange(tracks.map(({ range }) => range)), tracks }];
}

function outcomeOf(error: EtcdError): WatchOutcome {
  return error.code === "compacted" ? compacted(error.message) : { kind: "broken", error };
}

function compacted(detail: string): WatchOutcome {
  return { kind: "gap", reason: "compacted", detail };
}
