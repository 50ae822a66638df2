import type { LucideIcon } from "lucide-react";
import type { ReactNode } from "react";
import { type GlyphState, StateGlyph } from "./state-glyph";

/** A notice in plain words: what is true, what it means, what to do. */
export function Note({
  state,
  icon: Icon,
  children,
}: {
  state: GlyphState | "time";
  icon?: LucideIcon;
  children: ReactNode;
}) {
  return (
    <div className="note" data-state={state}>
      {Icon ? <Icon className="icon" aria-hidden /> : state !== "time" && <StateGlyph state={state} />}
      <span className="min-w-0 flex-1">{children}</span>
    </div>
  );
}
