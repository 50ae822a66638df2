"use client";
import { useQuery } from "@tanstack/react-query";
import { eventsAnswerSchema } from "@/lib/api/events";
import { getJson } from "./get-json";

/** The newest part of the history, of one service or of all; the live tail goes on from there. */
export function useRecentEvents({ service }: { service?: string }, limit: number) {
  return useQuery({
    queryKey: ["events", "recent", service ?? null, limit],
    queryFn: ({ signal }) => getJson(eventsAnswerSchema, "events", { service, limit }, signal),
    gcTime: 0,
  });
}
