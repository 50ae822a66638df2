"use client";
import { type RefObject, useEffect, useRef, useState } from "react";

const RESTS_AFTER_MS = 4000;

/**
 * Whether a hand is in the element: the pointer moved over it, or a key was pressed in it, within the last seconds.
 * A pointer left lying on a list does not hold it for ever.
 */
export function useHand(element: RefObject<HTMLElement | null>): boolean {
  const [held, setHeld] = useState(false);
  const lastSign = useRef(0);
  useEffect(() => {
    const target = element.current;
    if (!target) return;
    let timer: ReturnType<typeof setTimeout> | null = null;
    const rest = () => {
      const quietMs = performance.now() - lastSign.current;
      if (quietMs < RESTS_AFTER_MS) timer = setTimeout(rest, RESTS_AFTER_MS - quietMs);
      else release();
    };
    const sign = () => {
      lastSign.current = performance.now();
      if (timer) return;
      timer = setTimeout(rest, RESTS_AFTER_MS);
      setHeld(true);
    };
    const release = () => {
      if (timer) clearTimeout(timer);
      timer = null;
      setHeld(false);
    };
    target.addEventListener("pointermove", sign, { passive: true });
    target.addEventListener("pointerleave", release);
    target.addEventListener("keydown", sign);
    return () => {
      if (timer) clearTimeout(timer);
      target.removeEventListener("pointermove", sign);
      target.removeEventListener("pointerleave", release);
      target.removeEventListener("keydown", sign);
    };
  }, [element]);
  return held;
}
