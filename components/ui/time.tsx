"use client";
import { setText, useTick } from "@/components/live/ticker-context";
import { age, timestamp } from "./format";
import { dayClock, type EventAt, longAt } from "./time-words";

/**
 * A moment on the server's clock, relative (`3 min ago`) or as a clock time with its day where that is not today's; the
 * other one is its title. Of an interval the end counts, and the title says both. It ages by the shared ticker, outside
 * React. Nothing is shown until the page is awake: the server does not know the reader's time zone.
 */
export function Time({
  at,
  as = "relative",
  suffix = "",
  source,
}: {
  at: NonNullable<EventAt>;
  as?: "relative" | "clock" | "timestamp";
  /** Follows a relative time: ` ago`. */
  suffix?: string;
  /** How the time is known, for its title. */
  source?: string;
}) {
  const moment = typeof at === "number" ? at : at[1];
  const element = useTick<HTMLTimeElement>((target, now) => {
    const ago = `${age(now - moment)}${as === "relative" ? suffix : " ago"}`;
    setText(target, as === "relative" ? ago : as === "clock" ? dayClock(moment, now) : timestamp(moment));
    const full = typeof at === "number" ? timestamp(at) : longAt(at);
    const title = [as === "relative" || typeof at !== "number" ? full : ago, source].filter(Boolean).join("; ");
    if (target.title !== title) target.title = title;
  });
  return <time ref={element} className="num" dateTime={new Date(moment).toISOString()} />;
}
