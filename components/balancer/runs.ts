import type { AttemptLine, TestLine, TestRequestsInput } from "@/lib/api/test-requests";
import type { Clock } from "@/lib/clock";
import { createRecord, type RunRecord, take } from "./run-record";

/** What is drawn of a page's runs at one moment. */
export interface RunView {
  /** What was sent, so that results are never shown beside settings that they do not belong to. */
  wanted: TestRequestsInput | null;
  record: RunRecord | null;
  /** `stopped` by hand; a run whose connection was lost has an error. */
  state: "none" | "running" | "stopped" | "ended";
  error: unknown;
}

/** Runs of one page, one at a time. What an earlier one still tells when a later one has begun reaches nobody. */
export interface Runs {
  readonly view: RunView;
  /** Called when another `view` is there. Returns the way to stop listening. */
  onChange(listener: () => void): () => void;
  start(wanted: TestRequestsInput): void;
  stop(): void;
  clear(): void;
  /** As if an attempt were told now: a replay makes it fly again. */
  tell(line: AttemptLine): void;
  /** Called with each attempt as it is told. Returns the way to stop listening. */
  onAttempt(listener: (line: AttemptLine) => void): () => void;
}

/** Tells each line of a run; rejects where there is none, or where it broke off. */
type Read = (wanted: TestRequestsInput, signal: AbortSignal, onLine: (line: TestLine) => void) => Promise<void>;

/** The page is drawn so often at most while lines come in; what flies is drawn by itself. */
const DRAW_EACH_MS = 100;
const NOTHING: RunView = { wanted: null, record: null, state: "none", error: null };

export function createRuns(read: Read, clock: Pick<Clock, "setTimeout">): Runs {
  const listeners = new Set<() => void>();
  const attemptListeners = new Set<(line: AttemptLine) => void>();
  let view = NOTHING;
  let current: AbortController | null = null;

  function show(next: RunView): void {
    view = next;
    for (const listener of [...listeners]) listener();
  }

  function tell(line: AttemptLine): void {
    for (const listener of attemptListeners) listener(line);
  }

  async function run(wanted: TestRequestsInput, mine: AbortController, before: RunView): Promise<void> {
    let record: RunRecord | null = null;
    let cancelDraw: (() => void) | null = null;
    const draw = (state: RunView["state"], error: unknown = null) => {
      cancelDraw?.();
      cancelDraw = null;
      if (current !== mine) return;
      // Another object each time: the record itself grows in place.
      if (record) show({ wanted, record: { ...record }, state, error });
      // It never began: what was there before stands as it was.
      else if (state !== "running") show({ ...before, error });
    };
    try {
      await read(wanted, mine.signal, (line) => {
        // Of a part that had arrived before its run was given up.
        if (current !== mine) return;
        if (line.kind === "start") record = createRecord(line);
        else if (record) take(record, line);
        if (line.kind === "attempt") tell(line);
        cancelDraw ??= clock.setTimeout(() => draw("running"), DRAW_EACH_MS);
      });
      draw("ended");
    } catch (error) {
      draw("stopped", mine.signal.aborted ? null : error);
    }
  }

  return {
    get view() {
      return view;
    },
    onChange(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    start(wanted) {
      current?.abort();
      current = new AbortController();
      const before = view.state === "running" ? NOTHING : { ...view, error: null };
      // Results stay on screen until the first of the new ones are there.
      show({ ...view, wanted, state: "running", error: null });
      void run(wanted, current, before);
    },
    stop: () => current?.abort(),
    clear() {
      current?.abort();
      current = null;
      if (view !== NOTHING) show(NOTHING);
    },
    tell,
    onAttempt(listener) {
      attemptListeners.add(listener);
      return () => attemptListeners.delete(listener);
    },
  };
}
