"use client";
import { useQuery } from "@tanstack/react-query";
import { createContext, type ReactNode, useContext, useMemo } from "react";
import { type Restorable, restorablesAnswerSchema } from "@/lib/api/restorations";
import type { View } from "@/lib/registry/view";
import { getJson } from "../../api/get-json";
import { useLive } from "../../live/use-live";
import { useWrites } from "../use-writes";

const ASK_EVERY_MS = 5_000;
const NONE: ReadonlyMap<string, Restorable> = new Map();

const RestorablesContext = createContext<ReadonlyMap<string, Restorable>>(NONE);

/**
 * Which evictions the server says can be taken back now, by key. It is asked while the page shows something that was
 * evicted, and again whenever what was evicted changes: a lease that ends takes its way back with it.
 */
export function RestorablesProvider({ children }: { children: ReactNode }) {
  const writes = useWrites();
  const evicted = useLive((state) => evictedIn(state.view?.tombstones ?? null));
  const { data, isError } = useQuery({
    queryKey: ["restorations", evicted],
    enabled: evicted !== null && writes.may !== "not",
    queryFn: ({ signal }) => getJson(restorablesAnswerSchema, "restorations", {}, signal),
    placeholderData: (previous) => previous,
    refetchInterval: ASK_EVERY_MS,
    gcTime: 0,
  });
  const value = useMemo(
    () =>
      data && !isError && evicted !== null && writes.may !== "not"
        ? new Map(data.restorable.map((one) => [one.key, one]))
        : NONE,
    [data, isError, evicted, writes.may],
  );
  return <RestorablesContext value={value}>{children}</RestorablesContext>;
}

/** By key, the latest eviction first. */
export function useRestorables(): ReadonlyMap<string, Restorable> {
  return useContext(RestorablesContext);
}

const known = new WeakMap<object, string | null>();

/** A word that changes whenever something else is evicted and on screen; null where nothing is. */
function evictedIn(tombstones: View["tombstones"] | null): string | null {
  if (tombstones === null) return null;
  const before = known.get(tombstones);
  if (before !== undefined) return before;
  let count = 0;
  let last = 0;
  for (const { cause, removedAtMs } of tombstones.values()) {
    if (cause !== "evicted") continue;
    count++;
    last = Math.max(last, removedAtMs);
  }
  const word = count === 0 ? null : `${count} ${last}`;
  known.set(tombstones, word);
  return word;
}
