"use client";
import { useBoot } from "@/components/live/live-provider";

/** Where a rehearsal leads back to: the talk, or the services where there is no fleet to give one with. */
export function useWayOut(): { href: string; label: string } {
  const { fleet } = useBoot();
  return fleet ? { href: "/stage", label: "Back to the stage" } : { href: "/services", label: "Back to the services" };
}
