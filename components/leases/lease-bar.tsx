"use client";
import "./lease.css";
import { useState } from "react";
import { setText } from "@/components/live/ticker-context";
import { createBurn } from "./burn";
import { barTick, markTicks } from "./draw-ticks";
import { type LeaseMoment, leftText, momentSentence } from "./moment";
import { mayMove } from "./rings";
import { type LeaseFrame, type ReadLease, useLeaseTick } from "./use-lease-tick";

/** The ring unrolled: left is the last heartbeat, right the end of the lease, the burning edge is now. */
export function LeaseBar({ read, bare }: { read: ReadLease /** The numeral alone. */; bare?: boolean }) {
  const [burn] = useState(() => createBurn(mayMove));
  const element = useLeaseTick<HTMLSpanElement>(read, (target, frame) => {
    paintBar(target, frame);
    const fill = target.querySelector<HTMLElement>(".fill");
    if (!fill || !frame.moment) return;
    softenEdge(fill, frame.moment);
    burn(fill, frame.moment, frame.beat, frame.now);
  });
  return (
    <span
      ref={element}
      className="lease inline-flex min-w-0 items-center gap-2.5"
      data-state="unread"
      role="img"
      aria-label="Lease, not observed yet"
    >
      {!bare && (
        <span className="track relative w-27 flex-none rounded-bar">
          <span className="burn absolute inset-x-0 -inset-y-0.5 overflow-hidden">
            <span className="fill absolute inset-x-0 inset-y-0.5" />
          </span>
          <span className="ticks" />
        </span>
      )}
      <span className="whitespace-nowrap font-mono text-12 tracking-[-0.02em]">
        <b className="left inline-block min-w-[3.9ch] text-right" />
        <span className="whitespace-pre text-muted" />
      </span>
    </span>
  );
}

export function NoLease() {
  return (
    <span className="inline-flex items-center gap-2.5 whitespace-nowrap text-12 text-muted">
      <i className="h-0 w-27 border-0 border-faint border-t border-dashed" />
      no lease
    </span>
  );
}

function paintBar(bar: HTMLSpanElement, { moment, reading, fresh }: LeaseFrame): void {
  const [numeral, rest] = bar.lastElementChild?.children ?? [];
  if (!numeral || !rest) return;
  const state = moment?.state ?? "unread";
  if (bar.dataset.state !== state) bar.dataset.state = state;
  if (!moment || !reading) {
    setText(numeral, "");
    setText(rest, "not observed yet");
    return;
  }
  bar.toggleAttribute("data-frozen", moment.frozen);
  if (fresh) markTicks(bar, reading, barTick);
  const text = leftText(moment);
  setText(numeral, text);
  setText(rest, moment.frozen ? " s" : ` s / ${moment.grantedSeconds} s`);
  const mark = `${state} ${text.split(".")[0]}`;
  if (bar.dataset.said === mark) return;
  bar.dataset.said = mark;
  bar.setAttribute("aria-label", momentSentence(moment));
}

/** The edge is as soft as the end is unsure. Between two readings this stands still, and nothing is painted anew. */
function softenEdge(fill: HTMLElement, { fraction, lowest, highest }: LeaseMoment): void {
  setOnce(fill, "--before", (highest - fraction).toFixed(2));
  setOnce(fill, "--after", (fraction - lowest).toFixed(2));
}

function setOnce(element: HTMLElement, name: string, value: string): void {
  if (element.style.getPropertyValue(name) !== value) element.style.setProperty(name, value);
}
