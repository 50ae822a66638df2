"use client";
import { useQuery } from "@tanstack/react-query";
import { heldAnswerSchema } from "@/lib/api/registrations";
import { getJson } from "../api/get-json";

const ASK_EVERY_MS = 2_000;

/** What this console holds, asked again every two seconds: renewals are not streamed. */
export function useHeld() {
  return useQuery({
    queryKey: ["held"],
    queryFn: ({ signal }) => getJson(heldAnswerSchema, "registrations", {}, signal),
    refetchInterval: ASK_EVERY_MS,
  });
}
