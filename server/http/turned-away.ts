import type { Logger } from "pino";
import type { Clock } from "@/lib/clock";
import type { Problem, ProblemCode } from "@/lib/errors";

/** What the console answers by design where it is asked for more than it does at once: no fault of its own. */
const BY_DESIGN: ReadonlySet<ProblemCode> = new Set(["busy", "over-budget", "overloaded"]);
const EVERY_MS = 60_000;

export interface TurnedAway {
  /** False where the problem is none of these. */
  note(problem: Problem, route: string): boolean;
  stop(): void;
}

/** Says which requests were turned away: the first at once, then once a minute how many more there were. */
export function createTurnedAway({ log, clock }: { log: Pick<Logger, "warn">; clock: Clock }): TurnedAway {
  let counts = new Map<string, number>();
  let cancel: (() => void) | null = null;

  function say(): void {
    cancel = null;
    if (counts.size === 0) return;
    log.warn(
      { routes: Object.fromEntries(counts) },
      "Requests were turned away because the console was asked for more at once than it answers",
    );
    counts = new Map();
    cancel = clock.setTimeout(say, EVERY_MS);
  }

  return {
    note(problem, route) {
      if (!BY_DESIGN.has(problem.code)) return false;
      const what = `${route}: ${problem.code}`;
      counts.set(what, (counts.get(what) ?? 0) + 1);
      if (!cancel) say();
      return true;
    },
    stop: () => cancel?.(),
  };
}
