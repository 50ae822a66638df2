"use client";
import { setText, useTick } from "../live/ticker-context";
import { agoOf, type EventAt, longAt, shortAt } from "./event-time";

/** When it happened, in a narrow column; the full time and its age are the title. */
export function EventTime({ at }: { at: EventAt }) {
  const element = useTick<HTMLSpanElement>((target, now) => {
    setText(target, shortAt(at, now));
    const age = agoOf(at, now);
    const title = age ? `${longAt(at)}, ${age}` : longAt(at);
    if (target.title !== title) target.title = title;
  });
  return <span ref={element} className="num t" />;
}

/** `6.1 s ago`, ageing. */
export function EventAge({ at }: { at: EventAt }) {
  const element = useTick<HTMLSpanElement>((target, now) => setText(target, agoOf(at, now) ?? ""));
  return <span ref={element} className="num" />;
}
