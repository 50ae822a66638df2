"use client";
import { createContext, type RefObject, useContext, useLayoutEffect, useRef } from "react";
import type { Paint, Ticker } from "./ticker";

/** Null while the server renders and until the page is awake: then nothing ticks. */
export const TickerContext = createContext<Ticker | null>(null);

export function useTicker(): Ticker | null {
  return useContext(TickerContext);
}

/** Writes to the element outside React, now and four times a second. `paint` may change with every render. */
export function useTick<E extends Element>(paint: (element: E, now: number) => void): RefObject<E | null> {
  const ticker = useTicker();
  const element = useRef<E>(null);
  const latest = useRef(paint);
  useLayoutEffect(() => {
    latest.current = paint;
    if (ticker && element.current) paint(element.current, ticker.now());
  });
  useLayoutEffect(() => {
    const target = element.current;
    if (!ticker || !target) return;
    const write: Paint = (now) => latest.current(target, now);
    return ticker.add(target, write);
  }, [ticker]);
  return element;
}

/** Sets text only where it differs: an unchanged text costs no layout. A text that is there is written to: another node would be styled and laid out from nothing. */
export function setText(element: Element, text: string): void {
  const { firstChild } = element;
  if (firstChild === null || firstChild !== element.lastChild || !(firstChild instanceof Text)) {
    if (element.textContent !== text) element.textContent = text;
  } else if (firstChild.data !== text) firstChild.data = text;
}
