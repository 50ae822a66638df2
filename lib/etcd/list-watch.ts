import { systemClock } from "@/lib/clock";
import type { GapReason, Revision } from "@/lib/registry/types";
import { createBackoff } from "./backoff";
import { withDeadline } from "./deadline";
import { toEtcdError } from "./errors";
import { prefixRange, sameRange, withoutNested } from "./key-range";
import { type Listed, listAtOneRevision } from "./list";
import {
  DEFAULT_TUNING,
  type ListReason,
  type ListWatch,
  type ListWatchMessage,
  type ListWatchOptions,
} from "./list-watch.types";
import { type CallOptions, EtcdError, type EtcdPort } from "./port";
import { checkResume, contradiction } from "./resume-check";
import { factOf, type History } from "./track";
import { runWatch } from "./watch-session";

type Listing = { kind: "listing"; reason: ListReason; detail?: string };
type Resuming = { kind: "resuming"; history: History };
type Watching = { kind: "watching"; history: History; port: EtcdPort; catchUpTo: Revision | null };
type BackingOff = { kind: "backing-off"; error: EtcdError; after: Listing | Resuming; retry?: Retry };
type Retry = { delayMs: number; attempt: number };
type State = Listing | Resuming | Watching | BackingOff;

/**
 * Follows the keys under some prefixes for ever: lists them, watches on from the list's revision, and after every break
 * either continues exactly where it stopped or says that it cannot, with a new snapshot under a new epoch. Each state's
 * handler answers the next state. It never lets a client resume by itself: those lose events without a word.
 */
export function createListWatch(options: ListWatchOptions): ListWatch {
  const { connect, clock = systemClock, random = Math.random } = options;
  const tuning = { ...DEFAULT_TUNING, ...options.tuning };
  const all = withoutNested([...options.prefixes, ...(options.extraPrefixes ?? [])].map(prefixRange));
  const own = withoutNested(options.prefixes.map(prefixRange));
  const ranges = all.filter((range) => own.some((wanted) => sameRange(range, wanted)));
  const extraRanges = all.filter((range) => !ranges.includes(range));
  const backoff = createBackoff(random);

  let stopped = false;
  let listedOnce = false;
  let wanted: GapReason | null = null;
  let state: State = { kind: "listing", reason: "start" };
  let turn = new AbortController();

  /** A message was not taken in: whoever listens knows less than it was told, until everything is listed anew. */
  let thrown: EtcdError | null = null;
  let thrownAt = Number.NEGATIVE_INFINITY;
  const backoffThrown = createBackoff(random);

  const onMessage = (message: ListWatchMessage) => {
    if (stopped || thrown) return;
    try {
      options.onMessage(message);
    } catch (error) {
      options.onThrown?.(error, message);
      // The news of a wait is no loss, and must not cut the wait short.
      if (message.kind === "status" && message.status.state === "backing-off") return;
      thrown = thrownError(error);
      turn.abort();
    }
  };
  const within = <T>(run: (call: CallOptions) => Promise<T>) =>
    withDeadline(clock, tuning.callTimeoutMs, turn.signal, run);

  async function run(): Promise<void> {
    while (!stopped) {
      turn = new AbortController();
      let next: State;
      try {
        next = await step(state);
      } catch (error) {
        const after: Listing = { kind: "listing", reason: listedOnce ? "events-lost" : "start" };
        next = { kind: "backing-off", error: toEtcdError(error), after };
      }
      state = obey(next);
    }
    if (state.kind === "watching") state.port.close();
  }

  function step(current: State): Promise<State> {
    switch (current.kind) {
      case "listing":
        return list(current);
      case "resuming":
        return resume(current);
      case "watching":
        return watch(current);
      case "backing-off":
        return wait(current);
    }
  }

  /** A relist asked for meanwhile goes before whatever else would come; a list that just came about answers it. */
  function obey(next: State): State {
    if (thrown) return afterThrown(thrown, next);
    if (wanted === null) return next;
    const reason: ListReason = listedOnce ? wanted : "start";
    wanted = null;
    if (next.kind === "watching") next.port.close();
    if (next.kind === "listing") return next;
    if (next.kind === "backing-off" && next.after.kind === "listing") return next.after;
    return { kind: "listing", reason };
  }

  function afterThrown(error: EtcdError, next: State): State {
    if (next.kind === "watching") next.port.close();
    if (clock.now() - thrownAt > CALM_MS) backoffThrown.reset();
    thrownAt = clock.now();
    thrown = null;
    wanted = null;
    const after: Listing = { kind: "listing", reason: listedOnce ? "events-lost" : "start", detail: error.message };
    const delayMs = backoffThrown.next();
    return { kind: "backing-off", error, after, retry: { delayMs, attempt: backoffThrown.attempt } };
  }

  async function list({ reason, detail }: Listing): Promise<State> {
    return connected({ kind: "listing", reason, ...(detail === undefined ? {} : { detail }) }, async (port) => {
      const onProgress = (listed: number, total: number) => {
        onMessage({ kind: "status", status: { state: "listing", listed, total } });
      };
      const request = { ranges, extraRanges, pageSize: tuning.pageSize, onProgress, within };
      const listed = await listAtOneRevision(port, request);
      const { clusterId, revision, parts } = listed;
      const tracks = parts.map(({ range, keyValues }) => ({
        range,
        position: revision,
        known: new Map(keyValues.map((keyValue) => [keyValue.key, factOf(keyValue)])),
      }));
      const other = reason === "start" && options.lastSeen ? otherStore(options.lastSeen, listed) : null;
      listedOnce = true;
      wanted = null;
      onMessage({
        kind: "snapshot",
        epoch: newEpoch(clusterId),
        revision,
        reason: other?.reason ?? reason,
        keyValues: parts.flatMap(({ keyValues }) => keyValues),
        clusterId,
        ...(detail === undefined ? other && { detail: other.detail } : { detail }),
      });
      const history: History = { clusterId, tracks, newest: revision, shown: revision, scope: "covering" };
      return { kind: "watching", history, port, catchUpTo: null };
    });
  }

  async function resume({ history }: Resuming): Promise<State> {
    return connected({ kind: "resuming", history }, async (port) => {
      const verdict = await checkResume(port, history, tuning.maxReplayRevisions, within);
      if (verdict.kind === "gap") {
        port.close();
        return { kind: "listing", reason: verdict.reason, detail: verdict.detail };
      }
      return { kind: "watching", history, port, catchUpTo: verdict.revision };
    });
  }

  async function watch({ history, port, catchUpTo }: Watching): Promise<State> {
    let good = false;
    const onGood = () => {
      good = true;
      backoff.reset();
    };
    const outcome = await runWatch({
      port,
      history,
      catchUpTo,
      clock,
      tuning,
      signal: turn.signal,
      onMessage,
      onGood,
    }).finally(() => port.close());
    switch (outcome.kind) {
      case "gap": {
        const again: Listing = { kind: "listing", reason: outcome.reason, detail: outcome.detail };
        // A list whose watch is compacted at once would otherwise turn in circles.
        return good ? again : { kind: "backing-off", error: gapError(outcome.detail), after: again };
      }
      case "split":
        return { kind: "resuming", history: { ...history, scope: "each" } };
      case "broken":
        return { kind: "backing-off", error: outcome.error, after: { kind: "resuming", history } };
      case "interrupted":
        return { kind: "resuming", history };
    }
  }

  function wait({ error, after, retry }: BackingOff): Promise<State> {
    const { delayMs, attempt } = retry ?? { delayMs: backoff.next(), attempt: backoff.attempt };
    const { code, message, detail } = error;
    const retryAt = clock.now() + delayMs;
    onMessage({
      kind: "status",
      status: { state: "backing-off", code, message, detail, attempt, retryAt },
    });
    return new Promise((resolve) => {
      if (turn.signal.aborted) return resolve(after);
      const cancel = clock.setTimeout(() => resolve(after), delayMs);
      turn.signal.addEventListener("abort", () => {
        cancel();
        resolve(after);
      });
    });
  }

  /** A fresh connection for whoever needs one; closed again unless it goes on into a watch. */
  async function connected(again: Listing | Resuming, use: (port: EtcdPort) => Promise<State>): Promise<State> {
    let port: EtcdPort | null = null;
    const close = () => port?.close();
    turn.signal.addEventListener("abort", close);
    try {
      port = connect();
      return await use(port);
    } catch (error) {
      port?.close();
      if (turn.signal.aborted) return again;
      return { kind: "backing-off", error: toEtcdError(error), after: again };
    } finally {
      turn.signal.removeEventListener("abort", close);
    }
  }

  function newEpoch(clusterId: string): string {
    const cluster = BigInt(clusterId).toString(16).slice(0, 8);
    const unique = Math.floor(random() * 36 ** 4)
      .toString(36)
      .padStart(4, "0");
    return `${cluster}-${clock.now().toString(36)}${unique}`;
  }

  void run();

  return {
    stop() {
      stopped = true;
      turn.abort();
    },
    relist(reason) {
      wanted = reason;
      turn.abort();
    },
    retryNow() {
      if (state.kind === "backing-off") turn.abort();
    },
  };
}

/** After so long without a throw the next one is waited for shortly again. */
const CALM_MS = 60_000;

function thrownError(error: unknown): EtcdError {
  const words = error instanceof Error ? error.message : String(error);
  return new EtcdError("internal", "What etcd said could not be taken in. Everything is listed anew.", words);
}

function otherStore({ clusterId, revision }: { clusterId: string; revision: Revision }, listed: Listed) {
  return contradiction({ clusterId, newest: revision }, listed);
}

function gapError(detail: string): EtcdError {
  return new EtcdError("compacted", detail);
}
