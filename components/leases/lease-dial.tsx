"use client";
import "./leases.css";
import { useRef } from "react";
import { setText, useTicker } from "@/components/live/ticker-context";
import type { LeaseReading } from "@/lib/leases/reading";
import { dialWords, dueWords } from "./dial-words";
import { LeaseRing, StillRing } from "./lease-ring";
import { type LeaseMoment, secondsText } from "./moment";
import type { ReadLease } from "./use-lease-tick";

/** The ring large, with its numeral, what it means and what will happen. Written by the ring's own clock. */
export function LeaseDial({ read, size, legend }: { read: ReadLease; size: number; legend?: boolean }) {
  const root = useRef<HTMLDivElement>(null);
  const ticker = useTicker();
  const onPaint = (moment: LeaseMoment | null, reading: LeaseReading | null) => {
    if (root.current && ticker) paintDial(root.current, moment, reading, ticker.now());
  };
  return (
    <div ref={root} className="dial" {...(size > 200 && { "data-large": "" })}>
      <div className="dial-face">
        <LeaseRing read={read} size={size} onPaint={onPaint} />
        <div className="dial-numeral" aria-hidden>
          <b data-left />
          <span data-of />
        </div>
      </div>
      <p className="dial-head" data-head />
      <p className="dial-body">
        <span data-before />
        <span className="predicted" data-predicted />
        <span data-after />
      </p>
      {legend && (
        <ul className="dial-legend">
          <li data-missed hidden>
            <i className="missed" />
            heartbeat was due here, and missed
          </li>
          <li data-due-row>
            <i />
            <span>
              heartbeat <span data-due />
            </span>
          </li>
          <li>
            <i className="now" />
            now
          </li>
          <li data-soft>
            <i className="soft-end" />
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
  children,
}: {
  state: "static" | "gone" | "left";
  size: number;
  word: string;
  children: React.ReactNode;
}) {
  return (
    <div className="dial" data-state={state} {...(size > 200 && { "data-large": "" })}>
      <div className="dial-face">
        <StillRing state={state} size={size} label={word} />
        <div className="dial-numeral dial-still" aria-hidden>
          {word}
        </div>
      </div>
      <div className="dial-body">{children}</div>
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
