"use client";
import { useMemo } from "react";
import type { ListQuery } from "@/components/query/use-list-query";
import { compile } from "@/lib/query/compile";
import { unrecognizedLanguage } from "@/lib/query/languages/unrecognized";
import type { UnrecognizedKey, UnrecognizedReason } from "@/lib/registry/types";
import { unrecognizedOrder } from "@/lib/registry/unrecognized-order";
import { useLive } from "../live/use-live";

/** What no layout reads, sorted by key, records of the consoles last; null before the first snapshot. */
export function useUnrecognized(query: ListQuery<UnrecognizedKey>) {
  const map = useLive((state) => state.view?.unrecognized ?? null);
  const all = useMemo(
    () =>
      map
        ? [...map.values()]
            .map((key) => ({ key, order: unrecognizedOrder(key) }))
            .sort((a, b) => (a.order < b.order ? -1 : a.order > b.order ? 1 : 0))
            .map(({ key }) => key)
        : null,
    [map],
  );
  return useMemo(() => {
    if (!all) return null;
    // The chips tell how many each reason would show: all but the reasons counts for that.
    const others = query.parts.filter((part) => part.kind === "word" || part.field !== "reason");
    const fits = all.filter(compile({ ...query.query, parts: others, mistakes: [] }, unrecognizedLanguage).matches);
    const counts = new Map<UnrecognizedReason, number>();
    for (const { reason } of fits) counts.set(reason, (counts.get(reason) ?? 0) + 1);
    return { all, rows: fits.filter(query.matches), counts, total: all.length };
  }, [all, query]);
}
