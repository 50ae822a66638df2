/** What became of one of many writes. */
export type Attempt<A> =
  | { state: "waiting" }
  | { state: "running" }
  | { state: "done"; answer: A }
  | { state: "failed"; error: unknown }
  /** It was never sent: the person stopped before its turn. */
  | { state: "stopped" };

export type Attempts<A> = ReadonlyMap<string, Attempt<A>>;

const AT_ONCE = 4;

export interface Run {
  /** What is on its way arrives; nothing else is sent. */
  stop(): void;
  /** Resolves when nothing is on its way any more. Never rejects. */
  finished: Promise<void>;
}

/**
 * One write for each id, few at a time; what fails does not stop its neighbours. `onChange` gets every step, each time
 * a new map. Earlier attempts with other ids are kept, so that what failed can be tried again.
 */
export function runAttempts<A>(
  ids: readonly string[],
  attempt: (id: string) => Promise<A>,
  onChange: (attempts: Attempts<A>) => void,
  earlier: Attempts<A> = new Map(),
): Run {
  let attempts: Attempts<A> = new Map([
    ...earlier,
    ...ids.map((id): [string, Attempt<A>] => [id, { state: "waiting" }]),
  ]);
  let stopped = false;
  const queue = [...ids];
  const set = (id: string, next: Attempt<A>) => {
    attempts = new Map(attempts).set(id, next);
    onChange(attempts);
  };

  async function work(): Promise<void> {
    for (let id = queue.shift(); id !== undefined; id = queue.shift()) {
      if (stopped) {
        set(id, { state: "stopped" });
        continue;
      }
      set(id, { state: "running" });
      try {
        set(id, { state: "done", answer: await attempt(id) });
      } catch (error) {
        set(id, { state: "failed", error });
      }
    }
  }

  onChange(attempts);
  const finished = Promise.all(Array.from({ length: Math.min(AT_ONCE, ids.length) }, work)).then(() => {});
  return {
    stop() {
      stopped = true;
    },
    finished,
  };
}

export interface AttemptCounts {
  all: number;
  done: number;
  failed: number;
  stopped: number;
  /** Answered, one way or the other. */
  settled: number;
}

export function countAttempts(attempts: Attempts<unknown>): AttemptCounts {
  const counts = { all: attempts.size, done: 0, failed: 0, stopped: 0, settled: 0 };
  for (const { state } of attempts.values()) {
    if (state === "done") counts.done++;
    if (state === "failed") counts.failed++;
    if (state === "stopped") counts.stopped++;
  }
  counts.settled = counts.done + counts.failed + counts.stopped;
  return counts;
}
