"use client";
import { useBoot } from "@/components/live/live-provider";
import { PAGES, type ShellPage } from "./pages";

const WITHOUT_FLEET = PAGES.filter(({ only }) => only !== "fleet");

/** The pages that this console has. */
export function usePages(): readonly ShellPage[] {
  return useBoot().fleet ? PAGES : WITHOUT_FLEET;
}
