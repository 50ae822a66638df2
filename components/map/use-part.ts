"use client";
import { useLive } from "@/components/live/use-live";
import { type Grouping, type Part, partsOf } from "@/lib/map/grouping";
import { findService } from "@/lib/registry/summaries";

/** What a card shows; the same object while nothing of it changes. Null where nobody is registered or was lately. */
export function usePart(service: string, group: string, grouping: Grouping): Part | null {
  return useLive((state) => {
    const summary = findService(state.services, service);
    return (summary && partsOf(summary, grouping).get(group)) ?? null;
  });
}
