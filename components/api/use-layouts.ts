"use client";
import { useQuery } from "@tanstack/react-query";
import { layoutsAnswerSchema } from "@/lib/api/layouts";
import { getJson } from "./get-json";

/** The layouts do not change while the console runs. */
export function useLayouts() {
  return useQuery({
    queryKey: ["layouts"],
    queryFn: async ({ signal }) => (await getJson(layoutsAnswerSchema, "layouts", {}, signal)).layouts,
  });
}
