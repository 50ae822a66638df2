import type { Clock } from "@/lib/clock";
import { compareRevisions, laterRevision, nextRevision } from "@/lib/registry/revision";
import type { GapReason, Revision } from "@/lib/registry/types";
import { toEtcdError } from "./errors";
import { type Patience, patience } from "./patience";
import { type CallOptions, EtcdError, type EtcdPort } from "./port";
import { contradiction } from "./resume-check";
import type { History } from "./track";

export interface LivenessOptions {
  port: EtcdPort;
  history: History;
  clock: Clock;
  tuning: { probeMs: number; lookMs: number; graceMs: number };
  within: <T>(run: (call: CallOptions) => Promise<T>) => Promise<T>;
  /** The revision to catch up to before the view counts as live; null where it starts caught up. */
  catchUpTo: Revision | null;
  onCaughtUp: () => void;
  /** etcd answered. */
  onAlive: () => void;
  /** Nothing of ours has changed up to this revision. */
  onQuiet: (revision: Revision) => void;
  onBroken: (error: EtcdError) => void;
  onGap: (reason: GapReason, detail: string) => void;
}

export interface Liveness {
  /** The stream has delivered something. */
  moved(): void;
  /** A part of something long has come. */
  working(): void;
  stop(): void;
}

const CATCH_UP_LOOK_MS = 250;
/** The first part of a long replay takes etcd longer than an event does. */
const CATCH_UP_PATIENCE = 4;

/**
 * Tells whether a watch that says nothing has nothing to say. A cheap read of etcd's revision every few seconds proves the
 * connection; when the revision has moved and the stream was silent, a look at our own keys proves the stream.
 *
 * What the stream delivers proves it, too. A long replay comes in parts that tell nothing before the last one; as long as
 * they come the stream is not dead, however long it takes. And where a read waits behind them until its time is up, etcd
 * or this process is busy, but the connection works. Breaking it would begin the same replay from its beginning, with
 * more to come.
 */
export function watchLiveness(options: LivenessOptions): Liveness {
  const { port, history, clock, tuning, within } = options;
  let stopped = false;
  let cancelTimer = () => {};
  let lookedAt = clock.now();
  let behind = options.catchUpTo;
  /** How often the stream has delivered something. */
  let heard = 0;

  function later(delayMs: number, step: () => Promise<void>): void {
    if (stopped) return;
    cancelTimer = clock.setTimeout(() => attempt(step), delayMs);
  }

  function attempt(step: () => Promise<void>): void {
    const before = heard;
    step().catch((thrown: unknown) => {
      if (stopped) return;
      const error = toEtcdError(thrown);
      if (error.code !== "timeout" || heard === before) {
        options.onBroken(error);
        return;
      }
      options.onAlive();
      later(tuning.probeMs, step);
    });
  }

  async function probe(): Promise<void> {
    const [first] = history.tracks;
    if (first === undefined) return;
    const { clusterId, newest } = history;
    const { header } = await within((call) => port.range({ range: { key: first.range.start }, countOnly: true }, call));
    if (stopped) return;
    const gap = contradiction({ clusterId, newest }, header);
    if (gap !== null) {
      options.onGap(gap.reason, gap.detail);
      return;
    }
    noteRevision(history, header.revision);
    options.onAlive();
    const unseen = history.tracks.some((track) => compareRevisions(header.revision, track.position) > 0);
    // A look makes etcd read every key of ours, so the more there are, the rarer it is.
    const keys = history.tracks.reduce((sum, track) => sum + track.known.size, 0);
    if (unseen && clock.now() - lookedAt >= Math.max(tuning.lookMs, keys)) await look(header.revision);
    later(tuning.probeMs, probe);
  }

  /** Answers whether the stream has delivered all there is. A stream that withholds a change for too long is dead. */
  async function look(upTo: Revision): Promise<boolean> {
    lookedAt = clock.now();
    for (const track of history.tracks) {
      const before = track.position;
      const answer = await within((call) =>
        port.range({ range: track.range, minModRevision: nextRevision(before), limit: 1, keysOnly: true }, call),
      );
      if (stopped) return false;
      // It moved in the meantime: alive, and there may be more to come.
      if (track.position !== before) return false;
      if (answer.keyValues.length > 0 || answer.count !== track.known.size) {
        const heardBefore = heard;
        suspect(() => track.position === before && heard === heardBefore);
        return false;
      }
    }
    options.onQuiet(upTo);
    return true;
  }

  /** One suspicion at a time: asking again while it waits must not put it off. */
  let suspicion: Patience | null = null;
  function suspect(unmoved: () => boolean): void {
    suspicion ??= patience(clock, tuning.graceMs * (behind === null ? 1 : CATCH_UP_PATIENCE), () => {
      suspicion = null;
      if (!stopped && unmoved())
        options.onBroken(new EtcdError("unavailable", "The watch delivered nothing although its keys changed."));
    });
  }

  function clearSuspicion(): void {
    suspicion?.cancel();
    suspicion = null;
  }

  function reached(target: Revision): boolean {
    return history.tracks.every((track) => compareRevisions(track.position, target) >= 0);
  }

  function caughtUp(): void {
    if (stopped || behind === null) return;
    behind = null;
    clearSuspicion();
    cancelTimer();
    later(tuning.probeMs, probe);
    options.onCaughtUp();
  }

  async function catchUp(): Promise<void> {
    if (behind === null) return;
    if (reached(behind) || (await look(behind))) caughtUp();
    else if (behind !== null) later(CATCH_UP_LOOK_MS, catchUp);
  }

  if (behind === null) later(tuning.probeMs, probe);
  else attempt(catchUp);

  return {
    moved() {
      heard++;
      if (behind !== null && reached(behind)) caughtUp();
    },
    working() {
      heard++;
    },
    stop() {
      stopped = true;
      cancelTimer();
      clearSuspicion();
    },
  };
}

/** Raises what is known of etcd's revision. */
export function noteRevision(history: History, revision: Revision): void {
  history.newest = laterRevision(history.newest, revision);
}
