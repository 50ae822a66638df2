"use client";
import { useQuery } from "@tanstack/react-query";
import { eventsAnswerSchema } from "@/lib/api/events";
import type { RegistryEvent } from "@/lib/registry/types";
import { getJson } from "../api/get-json";
import { TYPES_OF } from "./event-kind";

/** `epoch:revision:key:ordinal`; a key may hold colons, the other parts do not. */
export function keyOfEventId(id: string): string | null {
  const match = /^[^:]*:[^:]*:(.*):\d+$/s.exec(id);
  return match?.[1] ? match[1] : null;
}

/** In a storm the stream leaves out how an instance was before and after. */
function isShortened(event: RegistryEvent): boolean {
  const changes = event.type === "registered" || event.type === "updated" || event.type === "re-registered";
  return (changes || event.type === "removed") && !event.before && !event.after;
}

/** One event by its id: as the list has it, or in full from the history of its key. */
export function useEvent(id: string, known: RegistryEvent | null) {
  const key = keyOfEventId(id);
  const query = useQuery({
    queryKey: ["event", id],
    enabled: known === null || isShortened(known),
    queryFn: async ({ signal }) => {
      const asked = key === null ? { type: [...TYPES_OF.system] } : { key };
      const { events } = await getJson(eventsAnswerSchema, "events", { ...asked, limit: 1000 }, signal);
      return events.find((event) => event.id === id) ?? null;
    },
  });
  const event = query.data ?? known;
  return { event, pending: event === null && query.isPending, error: event === null ? query.error : null };
}
