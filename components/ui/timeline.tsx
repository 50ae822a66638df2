import type { ReactNode } from "react";

/** What happened, in order, along a line. */
export function Timeline({ label, children }: { label?: string; children: ReactNode }) {
  return <ol {...(label && { "aria-label": label })}>{children}</ol>;
}

/** The looks of a moment's glyph and of its time. */
export const TIMELINE_GLYPH = "relative top-0.5 size-3";
export const TIMELINE_TIME = "whitespace-nowrap text-muted";

/** One moment: its glyph, its time, and what happened. */
export function TimelineItem({
  state,
  glyph,
  time,
  children,
}: {
  state: string;
  glyph: ReactNode;
  time: ReactNode;
  children: ReactNode;
}) {
  return (
    <li
      className="relative grid grid-cols-[14px_74px_minmax(0,1fr)] items-baseline gap-2.5 py-1.5 text-12 text-prose before:absolute before:top-6 before:-bottom-1.25 before:left-[5.5px] before:w-px before:bg-line last:before:hidden"
      data-state={state}
    >
      {glyph}
      {time}
      <span className="wrap-anywhere">{children}</span>
    </li>
  );
}
