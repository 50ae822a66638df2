"use client";
import { Unplug } from "lucide-react";
import { failingIn } from "@/components/sightings/failing-in";
import { useFailing } from "@/components/sightings/sightings-provider";
import { cn } from "@/components/ui/cn";
import { count } from "@/components/ui/format";
import type { Part } from "@/lib/map/grouping";
import { MARK_CLASS } from "./mark-class";

/** Of a card, where its registrations have nothing wrong: requests of this console to so many of them failed last. */
export function FailingMark({ count: many }: { count: number }) {
  return (
    <span
      className={cn(MARK_CLASS, "text-late [&>svg]:size-2.75 group-data-[detail=far]/map:[&>svg]:size-5")}
      title={`The last requests from this console to ${count(many)} of them failed`}
    >
      <Unplug className="icon" aria-hidden />
      {count(many)} fail
    </span>
  );
}

/** How many of a card's instances the last request failed at. */
export function useFailingOf(part: Part | null): number {
  const failing = useFailing();
  return part === null ? 0 : failingIn(failing, part.service.name, part.instances).length;
}
