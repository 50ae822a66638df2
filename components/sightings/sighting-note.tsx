"use client";
import { Unplug } from "lucide-react";
import type { Sighting } from "@/lib/api/sightings";
import type { InstanceRow } from "@/lib/registry/select";
import { setText, useTick } from "../live/ticker-context";
import { Note } from "../ui/note";
import { isFailing, sightingWords } from "./sighting-words";
import { useSighting } from "./sightings-provider";

/** Beside an instance's state: what requests of this console saw of it lately. Nothing where none failed. */
export function SightingNote({ row: { instance, tombstone } }: { row: InstanceRow }) {
  const sighting = useSighting(instance);
  if (sighting === null || tombstone) return null;
  return (
    <Note state={isFailing(sighting) ? "late" : "static"} icon={Unplug}>
      <Words sighting={sighting} />{" "}
      <span className="dim">This is what was seen from here. It says nothing of its registration.</span>
    </Note>
  );
}

function Words({ sighting }: { sighting: Sighting }) {
  const element = useTick<HTMLSpanElement>((target, now) => setText(target, sightingWords(sighting, now)));
  return <span ref={element} />;
}
