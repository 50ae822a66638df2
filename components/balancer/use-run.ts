"use client";
import { useEffect, useState, useSyncExternalStore } from "react";
import { systemClock } from "@/lib/clock";
import { readLines } from "./read-lines";
import { createRuns, type Runs, type RunView } from "./runs";

export type RunState = RunView & Pick<Runs, "start" | "stop" | "clear" | "tell" | "onAttempt">;

/** This page's runs; who leaves the page ends what is under way. */
export function useRun(): RunState {
  const [runs] = useState(() => createRuns(readLines, systemClock));
  const view = useSyncExternalStore(
    runs.onChange,
    () => runs.view,
    () => runs.view,
  );
  useEffect(() => runs.clear, [runs]);
  const { start, stop, clear, tell, onAttempt } = runs;
  return { ...view, start, stop, clear, tell, onAttempt };
}
