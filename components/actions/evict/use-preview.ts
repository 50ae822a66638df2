"use client";
import { useQuery } from "@tanstack/react-query";
import { evictionPreviewSchema } from "@/lib/api/evictions";
import { sendJson } from "../../api/send-json";

export function readPreview(key: string) {
  return sendJson(evictionPreviewSchema, { method: "POST", path: "evictions/preview", body: { key } });
}

/** What an eviction would do, read anew whenever a dialog opens. It writes nothing, although it is a POST. */
export function usePreview(key: string) {
  return useQuery({
    queryKey: ["eviction-preview", key],
    queryFn: () => readPreview(key),
    gcTime: 0,
    staleTime: 0,
  });
}
