"use client";
import { agoOf, type EventAt, longAt, shortAt } from "@/components/ui/time-words";
import { setText, useTick } from "../live/ticker-context";
import { cn } from "../ui/cn";

/**
 * When it happened, in a narrow column; the full time and its age are the title, made when a pointer comes. Nothing
 * ticks here: rows come and go by the hundred.
 */
export function EventTime({ at, className }: { at: EventAt; className?: string }) {
  const now = Date.now();
  return (
    <span
      className={cn("num", className)}
      onPointerEnter={({ currentTarget }) => {
        const age = agoOf(at, Date.now());
        currentTarget.title = age ? `${longAt(at)}, ${age}` : longAt(at);
      }}
    >
      {shortAt(at, now)}
    </span>
  );
}

/** `6.1 s ago`, ageing. */
export function EventAge({ at, className }: { at: EventAt; className?: string }) {
  const element = useTick<HTMLSpanElement>((target, now) => setText(target, agoOf(at, now) ?? ""));
  return <span ref={element} className={cn("num", className)} />;
}
