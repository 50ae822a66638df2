"use client";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { keyAnswerSchema } from "@/lib/api/keys";
import { getJson } from "./get-json";

/**
 * etcd's own facts about one key, with the moment at which they were read. `modRevision` is what the live view says:
 * when it changes the key is read again, and the facts before stay until the new ones are there. `bytes`: also those of a
 * value that is not UTF-8, which an admin may see.
 */
export function useKey(key: string | null, modRevision: string | null, wants: { bytes?: boolean } = {}) {
  const raw = wants.bytes ? { raw: "bytes" } : {};
  return useQuery({
    queryKey: ["key", key, modRevision, wants.bytes === true],
    enabled: key !== null && modRevision !== null,
    queryFn: ({ signal }) => getJson(keyAnswerSchema, "keys", { key, ...raw }, signal),
    placeholderData: (previous, query) => (query?.queryKey[1] === key ? keepPreviousData(previous) : undefined),
    gcTime: 60_000,
  });
}
