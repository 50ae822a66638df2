"use client";
import { useLayoutEffect, useRef, useState } from "react";

/**
 * The value, but at most once per interval: for what must not flicker while much happens at once. A change after a quiet
 * time shows at once, before anything is painted, so that a list which has just come is never taken for an empty one.
 */
export function useSlowly<T>(value: T, intervalMs: number): T {
  const [shown, setShown] = useState(value);
  const shownAt = useRef(Number.NEGATIVE_INFINITY);
  useLayoutEffect(() => {
    if (Object.is(value, shown)) return;
    const show = () => {
      shownAt.current = performance.now();
      setShown(() => value);
    };
    const wait = shownAt.current + intervalMs - performance.now();
    if (wait <= 0) return show();
    const timer = setTimeout(show, wait);
    return () => clearTimeout(timer);
  }, [value, shown, intervalMs]);
  return shown;
}
