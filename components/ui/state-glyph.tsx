import type { ReactNode } from "react";
import { cn, tv } from "./cn";

/** The states that have a shape of their own; `time` means "not now". `left` is gone without alarm. */
export type GlyphState = "alive" | "late" | "overdue" | "draining" | "static" | "gone" | "left";

const SHAPES: Record<GlyphState, ReactNode> = {
  alive: <circle cx="8" cy="8" r="5.2" fill="currentColor" />,
  late: (
    <>
      <circle cx="8" cy="8" r="5" fill="none" stroke="currentColor" strokeWidth="1.8" />
      <path d="M8 3a5 5 0 0 0 0 10z" fill="currentColor" />
    </>
  ),
  overdue: <path d="M8 1.6 14.4 8 8 14.4 1.6 8z" fill="currentColor" />,
  draining: <circle cx="8" cy="8" r="4.6" fill="none" stroke="currentColor" strokeWidth="2.6" />,
  static: <rect x="3" y="3" width="10" height="10" rx="1.6" fill="currentColor" />,
  gone: (
    <path
      d="M3.6 3.6l8.8 8.8M12.4 3.6l-8.8 8.8"
      fill="none"
      stroke="currentColor"
      strokeWidth="2.6"
      strokeLinecap="round"
    />
  ),
  left: (
    <path
      d="M4.2 4.2l7.6 7.6M11.8 4.2l-7.6 7.6"
      fill="none"
      stroke="currentColor"
      strokeWidth="1.6"
      strokeLinecap="round"
    />
  ),
};

/** The bare shape in a field of 16 by 16, for drawings of their own. */
export function StateShape({ state }: { state: GlyphState }) {
  return SHAPES[state];
}

/** The shape of a state, in its colour. Decorative unless it is given a `label`: a word stands beside it where there is room. */
export function StateGlyph({ state, label, className }: { state: GlyphState; label?: string; className?: string }) {
  return (
    // biome-ignore lint/a11y/noSvgWithoutTitle: a title would be a tooltip; the label or aria-hidden says it
    <svg
      className={cn("glyph", className)}
      data-state={state}
      viewBox="0 0 16 16"
      {...(label ? { role: "img", "aria-label": label } : { "aria-hidden": true })}
    >
      {SHAPES[state]}
    </svg>
  );
}

/** The look of a state's word. `quiet` for the normal case: then only the shape has colour. */
export const stateWord = tv({
  base: "inline-flex items-center gap-1.75 whitespace-nowrap",
  variants: { quiet: { true: "font-normal text-prose", false: "font-medium text-state" } },
  defaultVariants: { quiet: false },
});

/** Shape and word. */
export function StateLabel({
  state,
  quiet,
  className,
  children,
}: {
  state: GlyphState;
  quiet?: boolean;
  className?: string;
  children: ReactNode;
}) {
  return (
    <span className={stateWord({ quiet, className })} data-state={state}>
      <StateGlyph state={state} />
      {children}
    </span>
  );
}
