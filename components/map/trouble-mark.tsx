"use client";
import { useNarrow } from "@/components/query/filter-value";
import { cn } from "@/components/ui/cn";
import { count } from "@/components/ui/format";
import { StateGlyph } from "@/components/ui/state-glyph";
import type { Trouble } from "@/lib/map/trouble";
import { MARK_CLASS } from "./mark-class";

/** The one thing that is wrong. It stands in a card that is pressed itself: `troubleUnder` tells who meant this. */
export function TroubleMark({ trouble: { state, count: many, word } }: { trouble: Trouble }) {
  const filters = useNarrow() !== null;
  return (
    <span
      className={cn(MARK_CLASS, "text-state [&>svg]:size-2.25 group-data-[detail=far]/map:[&>svg]:size-5")}
      data-state={state}
      title={filters ? `Click to filter by state:${asked(state)}. With Alt or Shift: leave it out` : undefined}
    >
      <StateGlyph state={state} />
      {count(many)} {word}
    </span>
  );
}

/** A query asks for what left, whether or not it was a goodbye. */
function asked(state: string): string {
  return state === "left" ? "gone" : state;
}

/** Filters by the mark that was clicked; false where the click meant the card. */
export function useTroubleFilter(): (event: React.MouseEvent) => boolean {
  const narrow = useNarrow();
  return (event) => {
    const mark = event.target instanceof Element && event.target.closest<HTMLElement>(".card-trouble");
    const value = mark ? mark.dataset.state : undefined;
    if (!narrow || value === undefined) return false;
    narrow({ field: "state", value: asked(value) }, event.altKey || event.shiftKey);
    return true;
  };
}
