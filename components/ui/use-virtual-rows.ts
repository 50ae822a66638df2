"use client";
import { useVirtualizer } from "@tanstack/react-virtual";
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

  // Another key function makes the virtualizer lay its rows out anew.
  const getItemKey = useCallback(
    (index: number) => {
      const row = rows[index];
      return row === undefined ? index : rowId(row);
    },
    [rows, rowId],
  );
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

  const anchor = useRef<{ id: string; index: number; start: number; orderKey: string } | null>(null);
  useLayoutEffect(() => {
    const frame = scroller.current;
    const offset = frame?.scrollTop ?? 0;
    const before = anchor.current;
    const starts = virtualizer.measurementsCache;
    if (frame && before && before.orderKey === orderKey && offset > margin) {
      const stayed = rows[before.index];
      const index =
        stayed !== undefined && rowId(stayed) === before.id
          ? before.index
          : rows.findIndex((row) => rowId(row) === before.id);
      const shift = (starts[index]?.start ?? before.start) - before.start;
      if (shift !== 0) frame.scrollTop = offset + shift;
    }
    const first = virtualizer.getVirtualItemForOffset(frame?.scrollTop ?? 0);
    const row = first && rows[first.index];
    anchor.current =
      first && row !== undefined ? { id: rowId(row), index: first.index, start: first.start, orderKey } : null;
  });

  return { body, virtualizer };
}
