import type { ReactNode } from "react";
import { cn } from "./cn";
import { count as formatCount } from "./format";
import { type GlyphState, StateGlyph } from "./state-glyph";

/** Chips in a row. On phones it is one line that scrolls to the edge of the page. */
export function Chips({ label, className, children }: { label: string; className?: string; children: ReactNode }) {
  return (
    <fieldset
      className={cn(
        "m-0 flex min-w-0 flex-wrap gap-1.5 border-0 p-0",
        "max-sm:scrollbar-none max-sm:-mr-4 max-sm:flex-nowrap max-sm:overflow-x-auto max-sm:pr-4",
        className,
      )}
      aria-label={label}
    >
      {children}
    </fieldset>
  );
}

/** A filter that is on or off, with how many it would leave. */
export function Chip({
  pressed,
  onPressedChange,
  state,
  count,
  className,
  children,
}: {
  pressed: boolean;
  onPressedChange: (pressed: boolean) => void;
  state?: GlyphState;
  count?: number;
  className?: string;
  children: ReactNode;
}) {
  return (
    <button
      type="button"
      className={cn(
        "inline-flex h-6.5 max-w-full items-center gap-1.75 whitespace-nowrap rounded-control border border-line bg-panel px-2.25",
        "text-12 text-prose transition-colors hover:border-line-hard hover:text-ink max-sm:h-8.5 max-sm:flex-none",
        "aria-pressed:border-line-hard aria-pressed:bg-pressed aria-pressed:text-ink",
        className,
      )}
      aria-pressed={pressed}
      onClick={() => onPressedChange(!pressed)}
    >
      {state && <StateGlyph state={state} className="size-2.75" />}
      {count !== undefined && <span className="num font-medium text-ink">{formatCount(count)}</span>}
      {children}
    </button>
  );
}
