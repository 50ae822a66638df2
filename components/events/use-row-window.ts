"use client";
import { type RefObject, useCallback, useEffect, useRef, useState } from "react";

export interface RowWindow {
  list: RefObject<HTMLDivElement | null>;
  /** First and one past the last row to draw. */
  from: number;
  to: number;
  /** The first row's top edge has left the window. */
  scrolled: boolean;
  scrollToRow: (index: number) => void;
  scrollToTop: () => void;
}

const OVERSCAN = 6;

/** Rows of one height inside the nearest `[data-scroll]` ancestor: only those in sight are drawn, nothing is measured. */
export function useRowWindow(count: number, rowHeight: number): RowWindow {
  const list = useRef<HTMLDivElement>(null);
  const [sight, setSight] = useState({ top: 0, height: 900 });

  const frameOf = useCallback(() => list.current?.closest<HTMLElement>("[data-scroll]") ?? null, []);

  useEffect(() => {
    const frame = frameOf();
    if (!frame) return;
    const look = () => {
      const target = list.current;
      if (!target) return;
      const top = frame.getBoundingClientRect().top - target.getBoundingClientRect().top;
      // Whole rows only: a scroll of a few pixels draws nothing anew.
      const snapped = Math.floor(top / rowHeight) * rowHeight;
      setSight((known) =>
        known.top === snapped && known.height === frame.clientHeight
          ? known
          : { top: snapped, height: frame.clientHeight },
      );
    };
    look();
    frame.addEventListener("scroll", look, { passive: true });
    const observer = new ResizeObserver(look);
    observer.observe(frame);
    if (list.current?.parentElement) observer.observe(list.current.parentElement);
    return () => {
      frame.removeEventListener("scroll", look);
      observer.disconnect();
    };
  }, [frameOf, rowHeight]);

  const scrollToRow = useCallback(
    (index: number) => {
      const frame = frameOf();
      const target = list.current;
      if (!frame || !target) return;
      const offset = target.getBoundingClientRect().top - frame.getBoundingClientRect().top;
      const top = offset + index * rowHeight;
      // What is sticky above the list covers its first rows.
      const covered = target.parentElement?.querySelector<HTMLElement>("[data-sticky]")?.offsetHeight ?? 0;
      if (top < covered) frame.scrollTop += top - covered;
      else if (top + rowHeight > frame.clientHeight) frame.scrollTop += top + rowHeight - frame.clientHeight;
    },
    [frameOf, rowHeight],
  );

  const scrollToTop = useCallback(() => frameOf()?.scrollTo({ top: 0 }), [frameOf]);

  const from = Math.max(0, Math.floor(sight.top / rowHeight) - OVERSCAN);
  const to = Math.min(count, Math.ceil((sight.top + sight.height) / rowHeight) + OVERSCAN);
  return {
    list,
    from: Math.min(from, count),
    to: Math.max(to, 0),
    scrolled: sight.top >= rowHeight,
    scrollToRow,
    scrollToTop,
  };
}
