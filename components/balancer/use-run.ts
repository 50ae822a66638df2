"use client";
import { useCallback, useEffect, useRef, useState } from "react";
import type { AttemptLine, TestRequestsInput } from "@/lib/api/test-requests";
import { readLines } from "./read-lines";
import { createRecord, type RunRecord, take } from "./run-record";

/** The page is drawn so often at most while lines come in; what flies is drawn by itself. */
const DRAW_EACH_MS = 100;

export interface RunState {
  record: RunRecord | null;
  /** `stopped` by hand; a run whose connection was lost has an error. */
  state: "none" | "running" | "stopped" | "ended";
  error: unknown;
  start(wanted: TestRequestsInput): void;
  stop(): void;
  clear(): void;
  /** As if an attempt were told now: a replay makes it fly again. */
  tell(line: AttemptLine): void;
  /** Called with each attempt as it is told. Returns the way to stop listening. */
  onAttempt(listener: (line: AttemptLine) => void): () => void;
}

export function useRun(): RunState {
  const [record, setRecord] = useState<RunRecord | null>(null);
  const [state, setState] = useState<RunState["state"]>("none");
  const [error, setError] = useState<unknown>(null);
  const abort = useRef<AbortController | null>(null);
  const listeners = useRef(new Set<(line: AttemptLine) => void>());

  useEffect(() => () => abort.current?.abort(), []);

  const tell = useCallback((line: AttemptLine) => {
    for (const listener of listeners.current) listener(line);
  }, []);

  const start = useCallback(
    (wanted: TestRequestsInput) => {
      abort.current?.abort();
      const mine = new AbortController();
      abort.current = mine;
      setState("running");
      setError(null);
      let growing: RunRecord | null = null;
      let timer: ReturnType<typeof setTimeout> | null = null;
      const draw = () => {
        timer = null;
        // A new object each time: the record itself grows in place.
        if (growing && abort.current === mine) setRecord({ ...growing });
      };
      void readLines(wanted, mine.signal, (line) => {
        if (line.kind === "start") growing = createRecord(line);
        else if (growing) take(growing, line);
        if (line.kind === "attempt") tell(line);
        timer ??= setTimeout(draw, DRAW_EACH_MS);
      })
        .then(
          () => "ended" as const,
          (thrown: unknown) => {
            if (abort.current === mine && !mine.signal.aborted) setError(thrown);
            return "stopped" as const;
          },
        )
        .then((how) => {
          if (timer) clearTimeout(timer);
          draw();
          if (abort.current === mine) setState(growing ? how : "none");
        });
    },
    [tell],
  );

  const stop = useCallback(() => abort.current?.abort(), []);
  const clear = useCallback(() => {
    abort.current?.abort();
    abort.current = null;
    setRecord(null);
    setError(null);
    setState("none");
  }, []);
  const onAttempt = useCallback((listener: (line: AttemptLine) => void) => {
    listeners.current.add(listener);
    return () => void listeners.current.delete(listener);
  }, []);

  return { record, state, error, start, stop, clear, tell, onAttempt };
}
