import type { LucideIcon } from "lucide-react";
import type { ReactNode } from "react";
import { cn } from "./cn";
import { type GlyphState, StateGlyph } from "./state-glyph";

/** A notice in plain words: what is true, what it means, what to do. */
export function Note({
  state,
  icon: Icon,
  className,
  children,
}: {
  state: GlyphState | "time";
  icon?: LucideIcon;
  className?: string;
  children: ReactNode;
}) {
  return (
    <div
      className={cn(
        "flex gap-2.5 rounded-control border border-state/26 bg-state-wash px-3 py-2.5 text-12 text-prose leading-normal",
        "[&_b]:font-semibold [&_b]:text-ink",
        className,
      )}
      data-note=""
      data-state={state}
    >
      {Icon ? (
        <Icon className="icon mt-px text-state" aria-hidden />
      ) : (
        state !== "time" && <StateGlyph state={state} className="mt-px text-state" />
      )}
      <span className="min-w-0 flex-1">{children}</span>
    </div>
  );
}
