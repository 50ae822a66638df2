"use client";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { eventsAnswerSchema } from "@/lib/api/events";
import { useLive } from "../live/use-live";
import { getJson } from "./get-json";

/** The newest part of the history, of one service or of all; asked again whenever the live tail has a hole. */
export function useRecentEvents({ service }: { service?: string }, limit: number) {
  const missed = useLive((state) => state.eventsMissed);
  return useQuery({
    queryKey: ["events", "recent", service ?? null, limit, missed],
    placeholderData: keepPreviousData,
    queryFn: ({ signal }) => getJson(eventsAnswerSchema, "events", { service, limit }, signal),
    gcTime: 0,
  });
}
