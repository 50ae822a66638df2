"use client";
import { useCallback, useSyncExternalStore } from "react";

/** Whether a media query holds. The server answers false, so write queries for the exception. */
export function useMedia(query: string): boolean {
  const subscribe = useCallback(
    (listener: () => void) => {
      const list = matchMedia(query);
      list.addEventListener("change", listener);
      return () => list.removeEventListener("change", listener);
    },
    [query],
  );
  return useSyncExternalStore(
    subscribe,
    () => matchMedia(query).matches,
    () => false,
  );
}

export const usePhone = () => useMedia("(max-width: 719.98px)");
/** Too narrow for a panel beside a table. */
export const useNarrow = () => useMedia("(max-width: 1199.98px)");
export const useReducedMotion = () => useMedia("(prefers-reduced-motion: reduce)");
