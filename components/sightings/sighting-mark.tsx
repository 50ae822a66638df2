"use client";
import { Unplug } from "lucide-react";
import type { Sighting } from "@/lib/api/sightings";
import type { Instance } from "@/lib/registry/types";
import { useTick } from "../live/ticker-context";
import { isFailing, sightingWords } from "./sighting-words";
import { useSighting } from "./sightings-provider";

/** In a row: that the last requests failed, as a mark beside the state; how is its title. */
export function SightingMark({ instance }: { instance: Pick<Instance, "id" | "registeredAt"> }) {
  const sighting = useSighting(instance);
  return sighting !== null && isFailing(sighting) ? <Mark sighting={sighting} /> : null;
}

function Mark({ sighting }: { sighting: Sighting }) {
  const element = useTick<HTMLSpanElement>((target, now) => {
    const words = sightingWords(sighting, now);
    if (target.title !== words) target.title = words;
  });
  return (
    <span
      ref={element}
      className="inline-flex items-center gap-1.25 whitespace-nowrap text-11 text-late"
      data-state="late"
    >
      <Unplug className="icon size-3" aria-hidden />
      {sighting.failed} of {sighting.answered + sighting.failed} fail
    </span>
  );
}
