import type { AttemptLine, TestLine } from "@/lib/api/test-requests";
import { createRecord, type RunRecord, take } from "./run-record";

/** A run that is over, as it stood at any of its moments. */
export interface Player {
  /** Going on is cheap, going back begins anew. `onAttempt` hears of each attempt that was told on the way. */
  to(atMs: number, onAttempt?: (line: AttemptLine) => void): RunRecord;
}

export function createPlayer(whole: RunRecord): Player {
  const start = whole.lines.find((line) => line.kind === "start");
  if (!start) throw new Error("a run begins with its start");
  const lines = whole.lines.filter((line) => line !== start).sort((a, b) => toldAt(a) - toldAt(b));
  let record = createRecord(start);
  let next = 0;
  let reached = 0;
  return {
    to(atMs, onAttempt) {
      if (atMs < reached) {
        record = createRecord(start);
        next = 0;
      }
      reached = atMs;
      for (let line = lines[next]; line && toldAt(line) <= atMs; line = lines[++next]) {
        take(record, line);
        if (line.kind === "attempt") onAttempt?.(line);
      }
      record.atMs = atMs;
      // Another object each time: the record itself grows in place.
      return { ...record };
    },
  };
}

/** Milliseconds since the run began. */
function toldAt(line: TestLine): number {
  switch (line.kind) {
    case "start":
      return 0;
    case "attempt":
      return line.atMs + line.latencyMs;
    case "rotation":
    case "change":
      return line.atMs;
    case "summary":
      return line.elapsedMs;
  }
}
