"use client";
import { useEffect, useState } from "react";
import { startTimer } from "@/lib/clock";
import { useLiveStore } from "../live/live-provider";

/** Whether a moment on the server's clock has come; drawn again when it does. */
export function useReached(at: number): boolean {
  const store = useLiveStore();
  const [reached, setReached] = useState(false);
  useEffect(() => {
    const left = at - Date.now() - store.getState().clockOffsetMs;
    setReached(left <= 0);
    if (left <= 0) return;
    return startTimer(() => setReached(true), left, setTimeout, clearTimeout);
  }, [at, store]);
  return reached;
}
