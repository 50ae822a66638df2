"use client";
import { useQuery } from "@tanstack/react-query";
import { eventsAnswerSchema } from "@/lib/api/events";
import { getJson } from "./get-json";

/** The newest events of one key from the history; the live tail goes on from there. */
export function useKeyEvents(key: string | null) {
  return useQuery({
    queryKey: ["events", "key", key],
    enabled: key !== null,
    queryFn: ({ signal }) => getJson(eventsAnswerSchema, "events", { key, limit: 100 }, signal),
    gcTime: 0,
  });
}
