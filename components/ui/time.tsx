"use client";
import { setText, useTick } from "@/components/live/ticker-context";
import { age, clock, timestamp } from "./format";

/**
 * A moment on the server's clock, relative (`3 min ago`) or as a clock time; the other one is its title.
 * It ages by the shared ticker, outside React. Nothing is shown until the page is awake: the server does not
 * know the reader's time zone.
 */
export function Time({
  at,
  as = "relative",
  suffix = "",
}: {
  at: number;
  as?: "relative" | "clock" | "timestamp";
  /** Follows a relative time: ` ago`. */
  suffix?: string;
}) {
  const element = useTick<HTMLTimeElement>((target, now) => {
    if (as === "relative") setText(target, `${age(now - at)}${suffix}`);
    else setText(target, as === "clock" ? clock(at) : timestamp(at));
    const title = as === "relative" ? timestamp(at) : `${age(now - at)} ago`;
    if (target.title !== title) target.title = title;
  });
  return <time ref={element} className="num" dateTime={new Date(at).toISOString()} />;
}
