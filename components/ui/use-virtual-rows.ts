"use client";
import { useVirtualizer, type VirtualItem } from "@tanstack/react-virtual";
import { useCallback, useLayoutEffect, useRef, useState } from "react";

/**
 * Virtual rows inside the nearest `[data-scroll]` ancestor, which holds other things above them too. When rows come
 * or go above the window, the scroll position follows, so that what is being read stays where it is; a new
 * `orderKey` lets go of that.
 */
export function useVirtualRows<R>(
  rows: readonly R[],
  rowId: (row: R) => string,
  heightOf: (row: R) => number,
  orderKey: string,
) {
  const body = useRef<HTMLDivElement>(null);
  const [margin, setMargin] = useState(0);
  const scroller = useRef<HTMLElement | null>(null);

  // Another key function makes the virtualizer lay all its rows out anew: only where a height has changed its place.
  const heights = runsOf(rows, heightOf);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the heights are what it is made anew for
  const getItemKey = useCallback((index: number) => index, [heights]);
  const virtualizer = useVirtualizer<HTMLElement, HTMLElement>({
    count: rows.length,
    getScrollElement: () => {
      scroller.current ??= body.current?.closest<HTMLElement>("[data-scroll]") ?? null;
      return scroller.current;
    },
    estimateSize: (index) => {
      const row = rows[index];
      return row === undefined ? 44 : heightOf(row);
    },
    getItemKey,
    overscan: 8,
    scrollMargin: margin,
    useFlushSync: false,
    initialRect: { width: 0, height: 900 },
  });

  useLayoutEffect(() => {
    const list = body.current;
    const frame = list?.closest<HTMLElement>("[data-scroll]");
    if (!list || !frame) return;
    const measure = () =>
      setMargin(Math.round(list.getBoundingClientRect().top - frame.getBoundingClientRect().top + frame.scrollTop));
    measure();
    const observer = new ResizeObserver(measure);
    if (frame.firstElementChild) observer.observe(frame.firstElementChild);
    observer.observe(frame);
    return () => observer.disconnect();
  }, []);

  const anchor = useRef<Anchor | null>(null);
  useLayoutEffect(() => {
    const before = anchor.current;
    // The virtualizer's own account: asking the element would lay the page out with every render.
    const offset = virtualizer.scrollOffset ?? 0;
    const range = virtualizer.range;
    const top = range ? firstInSight(virtualizer.measurementsCache, range.startIndex, offset) : undefined;
    const row = top && rows[top.index];
    anchor.current =
      offset > margin && top && row !== undefined
        ? { id: rowId(row), index: top.index, start: top.start, orderKey, rows }
        : null;
    const frame = scroller.current;
    if (!frame || !before || !anchor.current || before.orderKey !== orderKey || before.rows === rows) return;
    const stayed = rows[before.index];
    const index =
      stayed !== undefined && rowId(stayed) === before.id
        ? before.index
        : rows.findIndex((candidate) => rowId(candidate) === before.id);
    const shift = (virtualizer.measurementsCache[index]?.start ?? before.start) - before.start;
    if (shift === 0) return;
    anchor.current = { ...before, index, start: before.start + shift, rows };
    frame.scrollTop = offset + shift;
  });

  return { body, virtualizer };
}

/** The heights in order, as one short text: `44x9641 34x1 46x12`. */
function runsOf<R>(rows: readonly R[], heightOf: (row: R) => number): string {
  const runs: string[] = [];
  let height = 0;
  let length = 0;
  for (const row of rows) {
    const next = heightOf(row);
    if (next === height) length++;
    else {
      if (length > 0) runs.push(`${height}x${length}`);
      height = next;
      length = 1;
    }
  }
  return `${runs.join(" ")} ${height}x${length}`;
}

interface Anchor {
  id: string;
  index: number;
  start: number;
  orderKey: string;
  rows: readonly unknown[];
}

/** The range begins with rows drawn ahead of the window. */
function firstInSight(items: readonly VirtualItem[], from: number, offset: number): VirtualItem | undefined {
  for (let index = from; index < items.length; index++) if ((items[index]?.end ?? 0) > offset) return items[index];
  return undefined;
}
