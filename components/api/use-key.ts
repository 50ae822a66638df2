"use client";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { keyAnswerSchema } from "@/lib/api/keys";
import { getJson } from "./get-json";

/**
 * etcd's own facts about one key, with the moment at which they were read. `modRevision` is what the live view says:
 * when it changes the key is read again, and the facts before stay until the new ones are there.
 */
export function useKey(key: string | null, modRevision: string | null) {
  return useQuery({
    queryKey: ["key", key, modRevision],
    enabled: key !== null && modRevision !== null,
    queryFn: ({ signal }) => getJson(keyAnswerSchema, "keys", { key }, signal),
    placeholderData: (previous, query) => (query?.queryKey[1] === key ? keepPreviousData(previous) : undefined),
    gcTime: 60_000,
  });
}
