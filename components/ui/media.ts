"use client";
import { useCallback, useSyncExternalStore } from "react";

const lists = new Map<string, MediaQueryList>();

/** One list per query: making one costs more than reading it, and it is read with every render. */
function listOf(query: string): MediaQueryList {
  let list = lists.get(query);
  if (!list) {
    list = matchMedia(query);
    lists.set(query, list);
  }
  return list;
}

/** Whether a media query holds. The server answers false, so write queries for the exception. */
export function useMedia(query: string): boolean {
  const subscribe = useCallback(
    (listener: () => void) => {
      const list = listOf(query);
      list.addEventListener("change", listener);
      return () => list.removeEventListener("change", listener);
    },
    [query],
  );
  return useSyncExternalStore(
    subscribe,
    () => listOf(query).matches,
    () => false,
  );
}

export const usePhone = () => useMedia("(max-width: 719.98px)");
/** Too narrow for a panel beside a table. */
export const useNarrow = () => useMedia("(max-width: 1199.98px)");
export const useReducedMotion = () => useMedia("(prefers-reduced-motion: reduce)");
