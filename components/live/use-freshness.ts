"use client";
import type { LiveState } from "@/lib/live/state";
import { type Freshness, freshnessOf } from "./freshness";
import { useBoot } from "./live-provider";
import { shallowEqual, useLive } from "./use-live";

/** Drawn again when the freshness changes, not with every change of the data. */
export function useFreshness(): Freshness {
  const { status } = useBoot();
  return useLive((state: LiveState) => freshnessOf(state, status), shallowEqual);
}
