"use client";
import { useQuery } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import { registrationPreviewSchema } from "@/lib/api/registrations";
import { sendJson } from "../../api/send-json";

const TYPING_MS = 250;

/**
 * What would be written, asked of the server a moment after the last letter: the same code makes the bytes there.
 * The answer before stays until the next one is there.
 */
export function useDryRun(body: Record<string, unknown> | null, reach: boolean) {
  const text = body === null ? null : JSON.stringify(body);
  const [asked, setAsked] = useState(text);
  useEffect(() => {
    const timer = setTimeout(() => setAsked(text), TYPING_MS);
    return () => clearTimeout(timer);
  }, [text]);
  const query = useQuery({
    queryKey: ["registration-dry-run", asked, reach],
    enabled: asked !== null,
    placeholderData: (previous) => previous,
    gcTime: 0,
    retry: false,
    queryFn: () =>
      sendJson(registrationPreviewSchema, {
        method: "POST",
        path: "registrations",
        query: { dryRun: true, reach },
        body: JSON.parse(asked ?? "{}"),
      }),
  });
  return { preview: query.data ?? null, error: query.error, current: asked === text && !query.isFetching };
}
