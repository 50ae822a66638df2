// biome-ignore-all lint/a11y/useSemanticElements: a grid of positioned rows, not a <table>
"use client";
import { type ReactNode, useCallback, useEffect, useLayoutEffect, useRef, useState } from "react";
import type { RegistryEvent } from "@/lib/registry/types";
import { isTyping, stepFor } from "../ui/keys";
import { usePhone } from "../ui/media";
import { useHand } from "../ui/use-hand";
import type { LogSnapshot } from "./event-log";
import { bracketOf } from "./event-order";
import { EventRow } from "./event-row";
import { useRowWindow } from "./use-row-window";

export const ROW_HEIGHT = 34;
const PHONE_ROW_HEIGHT = 58;

interface EventTableProps {
  snapshot: LogSnapshot;
  selectedId: string | null;
  onOpen: (event: RegistryEvent) => void;
  /** Rows must stand still: somebody reads further down, or has a hand in the list. */
  onReading: (reading: boolean) => void;
  /** The end of what was read comes into sight. */
  onEnd: () => void;
  /** What rows are in sight, newest first. */
  onSight?: (from: number, to: number) => void;
  /** Grows when the list should go back to its newest row. */
  toTop: number;
  foot: ReactNode;
}

/** Newest first. Draws only the rows in sight; j, k and the arrows move, Enter opens. */
export function EventTable(props: EventTableProps) {
  const { snapshot, selectedId, onOpen, onReading, onEnd, onSight } = props;
  const { rows, length } = snapshot;
  const height = usePhone() ? PHONE_ROW_HEIGHT : ROW_HEIGHT;
  const sight = useRowWindow(length, height);
  const held = useHand(sight.list);
  const reading = sight.scrolled || held;
  const wanted = useRef<number | null>(null);
  const [activeId, setActiveId] = useState<string | null>(null);
  const at = (index: number): RegistryEvent | undefined => (index < 0 ? undefined : rows[length - 1 - index]);

  useEffect(() => onReading(reading), [reading, onReading]);
  const { scrollToTop } = sight;
  useEffect(() => {
    if (props.toTop > 0) scrollToTop();
  }, [props.toTop, scrollToTop]);
  const { from, to } = sight;
  const nearEnd = to >= length - 12;
  // biome-ignore lint/correctness/useExhaustiveDependencies: a page that filled less than the window asks for the next
  useEffect(() => {
    if (nearEnd) onEnd();
  }, [nearEnd, length, onEnd]);
  useEffect(() => onSight?.(from, to), [from, to, onSight]);

  const moveTo = (index: number) => {
    const event = at(index);
    if (!event) return;
    setActiveId(event.id);
    sight.scrollToRow(index);
    if (selectedId !== null) onOpen(event);
    wanted.current = index;
  };
  // Without dependencies: a far row is drawn some renders after the scroll, and on a busy machine not in the next frame.
  useLayoutEffect(() => {
    if (wanted.current === null) return;
    const row = sight.list.current?.querySelector<HTMLElement>(`[aria-rowindex="${wanted.current + 1}"]`);
    if (!row) return;
    wanted.current = null;
    row.focus({ preventScroll: true });
  });
  const onKey = (press: KeyboardEvent | React.KeyboardEvent) => {
    if (isTyping(press)) return;
    let index = -1;
    const current = activeId ?? selectedId;
    for (let i = 0; i < length && index < 0; i++) if (at(i)?.id === current) index = i;
    const to = stepFor(press.key, index, length, 10);
    if (to === null) return;
    press.preventDefault();
    moveTo(to);
  };
  useListKeys(onKey);

  const shown: ReactNode[] = [];
  const activeInSight = Array.from({ length: Math.max(0, to - from) }, (_, i) => at(from + i)?.id).includes(
    activeId ?? "",
  );
  for (let index = from; index < to; index++) {
    const event = at(index);
    if (!event) continue;
    shown.push(
      <EventRow
        key={event.id}
        event={event}
        bracket={bracketOf(at(index - 1), event, at(index + 1))}
        index={index}
        top={index * height}
        height={height}
        selected={event.id === selectedId}
        inTabOrder={activeInSight ? event.id === activeId : index === from}
        onOpen={onOpen}
        onActive={setActiveId}
      />,
    );
  }
  return (
    <>
      <div
        ref={sight.list}
        className="relative -mx-5.5 max-sm:-mx-4"
        role="grid"
        aria-label="Events, newest first"
        aria-rowcount={length}
        style={{ height: length * height }}
        onKeyDown={(press) => {
          if (/^(Arrow|Page|Home|End)/.test(press.key)) onKey(press);
        }}
      >
        {shown}
      </div>
      {props.foot}
    </>
  );
}

/** j and k work from anywhere on the page. */
function useListKeys(onKey: (press: KeyboardEvent) => void) {
  const latest = useRef(onKey);
  useEffect(() => {
    latest.current = onKey;
  });
  const listen = useCallback((press: KeyboardEvent) => {
    if ((press.key === "j" || press.key === "k") && !press.defaultPrevented) latest.current(press);
  }, []);
  useEffect(() => {
    document.addEventListener("keydown", listen);
    return () => document.removeEventListener("keydown", listen);
  }, [listen]);
}
