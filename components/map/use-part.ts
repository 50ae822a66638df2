"use client";
import { useLive } from "@/components/live/use-live";
import { type Grouping, type Part, partIn } from "@/lib/map/grouping";

/** What a card shows; the same object while nothing of it changes. Null where nobody is registered or was lately. */
export function usePart(service: string, group: string, grouping: Grouping): Part | null {
  return useLive(({ services }) => partIn(services, { service, group }, grouping));
}
