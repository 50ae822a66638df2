"use client";
import { useSyncExternalStore } from "react";

const never = () => () => {};

/** Where this console answers, for commands; empty until the page is awake. */
export function useOrigin(): string {
  return useSyncExternalStore(
    never,
    () => window.location.origin,
    () => "",
  );
}
