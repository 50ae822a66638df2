"use client";
import { useMemo } from "react";
import type { UnrecognizedKey, UnrecognizedReason } from "@/lib/registry/types";
import { useLive } from "../live/use-live";
import { REASONS } from "./reasons";

export interface UnrecognizedQuery {
  reasons: readonly UnrecognizedReason[];
  q: string;
}

export function readQuery(params: Pick<URLSearchParams, "get" | "getAll">): UnrecognizedQuery {
  const asked = params.getAll("reason");
  return { reasons: REASONS.filter((reason) => asked.includes(reason)), q: params.get("q") ?? "" };
}

/** Words that all occur in the key or the detail, in any case. */
export function textMatcher(q: string): (key: UnrecognizedKey) => boolean {
  const words = q.toLowerCase().split(/\s+/).filter(Boolean);
  return ({ key, detail }) => {
    const text = `${key}\n${detail}`.toLowerCase();
    return words.every((word) => text.includes(word));
  };
}

/** What no layout reads, sorted by key; null before the first snapshot. */
export function useUnrecognized(query: UnrecognizedQuery) {
  const map = useLive((state) => state.view?.unrecognized ?? null);
  const all = useMemo(
    () => (map ? [...map.values()].sort((a, b) => (a.key < b.key ? -1 : a.key > b.key ? 1 : 0)) : null),
    [map],
  );
  return useMemo(() => {
    if (!all) return null;
    const fits = all.filter(textMatcher(query.q));
    const counts = new Map<UnrecognizedReason, number>();
    for (const { reason } of fits) counts.set(reason, (counts.get(reason) ?? 0) + 1);
    const rows = query.reasons.length === 0 ? fits : fits.filter(({ reason }) => query.reasons.includes(reason));
    return { rows, counts, total: all.length };
  }, [all, query]);
}
