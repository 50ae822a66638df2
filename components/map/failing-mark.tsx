"use client";
import { Unplug } from "lucide-react";
import { failingIn } from "@/components/sightings/failing-in";
import { useFailing } from "@/components/sightings/sightings-provider";
import { count } from "@/components/ui/format";
import type { Part } from "@/lib/map/grouping";

/** Of a card, where its registrations have nothing wrong: requests of this console to so many of them failed last. */
export function FailingMark({ count: many }: { count: number }) {
  return (
    <span
      className="card-trouble text-late"
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
