"use client";
import { useRef } from "react";
import { setText, useTicker } from "@/components/live/ticker-context";
import { cn } from "@/components/ui/cn";
import type { LeaseReading } from "@/lib/leases/reading";
import { dialWords, dueWords } from "./dial-words";
import { LeaseRing, StillRing } from "./lease-ring";
import { type LeaseMoment, secondsText } from "./moment";
import type { ReadLease } from "./use-lease-tick";

const DIAL = "group/dial grid justify-items-center gap-0.5 text-center";
const FACE = "relative grid place-items-center pt-3.5 pb-4";
const NUMERAL = "pointer-events-none absolute text-center";
const BODY = "min-h-9 max-w-[40ch] text-balance text-code text-prose";
const UNWELL =
  "group-data-[state=late]/dial:text-state group-data-[state=overdue]/dial:text-state group-data-[state=gone]/dial:text-state";
const LEGEND = "flex items-center gap-3";
const MARK = "ml-1.5 h-2.75 w-0.5 flex-none";
/** What has not happened yet. */
export const PREDICTED = "whitespace-nowrap font-mono text-[0.93em] text-time";

/** The ring large, with its numeral, what it means and what will happen. Written by the ring's own clock. */
export function LeaseDial({
  read,
  size,
  legend,
  className,
}: {
  read: ReadLease;
  size: number;
  legend?: boolean;
  className?: string;
}) {
  const root = useRef<HTMLDivElement>(null);
  const ticker = useTicker();
  const onPaint = (moment: LeaseMoment | null, reading: LeaseReading | null) => {
    if (root.current && ticker) paintDial(root.current, moment, reading, ticker.now());
  };
  return (
    <div ref={root} className={cn(DIAL, className)}>
      <div className={FACE}>
        <LeaseRing read={read} size={size} onPaint={onPaint} />
        <div className={NUMERAL} aria-hidden>
          <b
            data-left
            className={cn(
              "block font-medium text-ink tracking-[-0.03em]",
              size > 200 ? "text-[66px]/[62px]" : "text-[46px]/[46px]",
              "group-data-frozen/dial:text-[34px] group-data-frozen/dial:text-prose",
              UNWELL,
            )}
          />
          <span data-of className="text-code text-prose" />
        </div>
      </div>
      <p className={cn("min-h-4.75 font-medium", UNWELL)} data-head />
      <p className={BODY}>
        <span data-before />
        <span className={PREDICTED} data-predicted />
        <span data-after />
      </p>
      {legend && (
        <ul className="-mx-3.5 mt-2.5 -mb-0.5 grid gap-1.25 justify-self-stretch border-line-soft border-t px-4 pt-2.5 text-left text-12 text-prose">
          <li className={LEGEND} data-missed hidden>
            <i className={cn(MARK, "bg-late")} />
            heartbeat was due here, and missed
          </li>
          <li className={LEGEND} data-due-row>
            <i className={cn(MARK, "bg-prose")} />
            <span>
              heartbeat <span data-due />
            </span>
          </li>
          <li className={LEGEND}>
            <i className={cn(MARK, "w-0.75 bg-ink")} />
            now
          </li>
          <li className={LEGEND} data-soft>
            <i className="ml-px h-1.25 w-3 flex-none bg-alive opacity-42" />
            <span data-spread />
          </li>
        </ul>
      )}
    </div>
  );
}

/** The same place for what has no countdown. */
export function StillDial({
  state,
  size,
  word,
  className,
  children,
}: {
  state: "static" | "gone" | "left";
  size: number;
  word: string;
  className?: string;
  children: React.ReactNode;
}) {
  return (
    <div className={cn(DIAL, className)} data-state={state}>
      <div className={FACE}>
        <StillRing state={state} size={size} label={word} />
        <div className={cn(NUMERAL, "font-medium text-18 text-state")} aria-hidden>
          {word}
        </div>
      </div>
      <div className={BODY}>{children}</div>
    </div>
  );
}

function paintDial(root: HTMLElement, moment: LeaseMoment | null, reading: LeaseReading | null, now: number): void {
  const part = (name: string) => root.querySelector<HTMLElement>(`[data-${name}]`);
  const write = (name: string, text: string) => {
    const element = part(name);
    if (element) setText(element, text);
  };
  const state = moment?.state ?? "unread";
  if (root.dataset.state !== state) root.dataset.state = state;
  root.toggleAttribute("data-frozen", moment?.frozen ?? false);
  if (!moment || !reading) {
    write("left", "");
    write("of", "");
    write("head", "Not observed yet");
    return;
  }
  const words = dialWords(reading, moment, now);
  write("left", state === "unsure" ? "–" : `${moment.frozen ? "was " : ""}${secondsText(moment.leftMs)}`);
  write("of", `s of ${moment.grantedSeconds} s`);
  write("head", words.head);
  write("before", words.before);
  write("predicted", words.predicted);
  write("after", words.after);
  const due = dueWords(reading, now);
  const missed = part("missed");
  if (missed) missed.hidden = moment.state !== "late";
  const dueRow = part("due-row");
  if (dueRow) dueRow.hidden = due === null || moment.frozen;
  write("due", due ?? "");
  const spread = ((moment.highest - moment.lowest) / 2) * moment.grantedSeconds;
  const soft = part("soft");
  if (soft) soft.hidden = spread < 0.05 || moment.state === "overdue";
  write("spread", `the end is known to ±${spread.toFixed(1)} s`);
}
