"use client";
import { useCallback, useRef, useState } from "react";
import { type Attempts, type Run, runAttempts } from "./attempts";

/** Many writes with their progress. They go on when the dialog is closed: what was asked for is done, or stopped by hand. */
export function useAttempts<A>() {
  const [attempts, setAttempts] = useState<Attempts<A>>(new Map());
  const [running, setRunning] = useState(false);
  const run = useRef<Run | null>(null);
  const start = useCallback(
    async (ids: readonly string[], attempt: (id: string) => Promise<A>, earlier?: Attempts<A>) => {
      setRunning(true);
      run.current = runAttempts(ids, attempt, setAttempts, earlier);
      await run.current.finished;
      setRunning(false);
    },
    [],
  );
  const stop = useCallback(() => run.current?.stop(), []);
  return { attempts, running, start, stop };
}
