"use client";
import { useQuery } from "@tanstack/react-query";
import { createContext, type ReactNode, useContext, useMemo } from "react";
import { type Sighting, sightingsAnswerSchema } from "@/lib/api/sightings";
import type { Instance } from "@/lib/registry/types";
import { getJson } from "../api/get-json";
import { useFreshness } from "../live/use-freshness";
import { isFailing } from "./sighting-words";

const ASK_EVERY_MS = 4_000;

interface Seen {
  byInstance: ReadonlyMap<string, Sighting>;
  /** Of each service those whose last request failed. */
  failing: ReadonlyMap<string, readonly Sighting[]>;
}

const NONE: Seen = { byInstance: new Map(), failing: new Map() };
const SightingsContext = createContext<Seen>(NONE);

/** What requests of this console saw, asked for every few seconds; nothing while the console cannot be asked. */
export function SightingsProvider({ children }: { children: ReactNode }) {
  const { state } = useFreshness();
  const reached = state === "live" || state === "polled" || state === "stale";
  const { data, isError } = useQuery({
    queryKey: ["sightings"],
    enabled: reached,
    queryFn: ({ signal }) => getJson(sightingsAnswerSchema, "sightings", {}, signal),
    // The same objects as long as nothing else was seen.
    select: ({ sightings }) => sightings,
    refetchInterval: ASK_EVERY_MS,
  });
  const seen = useMemo<Seen>(() => {
    if (!data || isError || !reached || data.length === 0) return NONE;
    const failing = new Map<string, Sighting[]>();
    for (const one of data) {
      if (!isFailing(one)) continue;
      const known = failing.get(one.service);
      if (known) known.push(one);
      else failing.set(one.service, [one]);
    }
    return { byInstance: new Map(data.map((one) => [one.instance, one])), failing };
  }, [data, isError, reached]);
  return <SightingsContext value={seen}>{children}</SightingsContext>;
}

/** What was seen of an instance; null where nothing failed lately, or where it registered again since. */
export function useSighting({ id, registeredAt }: Pick<Instance, "id" | "registeredAt">): Sighting | null {
  const found = useContext(SightingsContext).byInstance.get(id) ?? null;
  const since = registeredAt === undefined ? Number.NaN : Date.parse(registeredAt);
  return found && since > found.lastFailure.at ? null : found;
}

/** Of each service those whose last request failed within the last minute. */
export function useFailing(): ReadonlyMap<string, readonly Sighting[]> {
  return useContext(SightingsContext).failing;
}
