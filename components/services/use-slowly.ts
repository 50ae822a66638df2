"use client";
import { useEffect, useRef, useState } from "react";

/** The value, but at most once per interval: for what must not flicker while much happens at once. */
export function useSlowly<T>(value: T, intervalMs: number): T {
  const [shown, setShown] = useState(value);
  const latest = useRef(value);
  latest.current = value;
  useEffect(() => {
    setShown(() => latest.current);
    const timer = setInterval(() => setShown(() => latest.current), intervalMs);
    return () => clearInterval(timer);
  }, [intervalMs]);
  return shown;
}
