"use client";
import "./leases.css";
import { setText } from "@/components/live/ticker-context";
import { cn } from "@/components/ui/cn";
import { barTick, markTicks } from "./draw-ticks";
import { leftText, momentSentence } from "./moment";
import { type LeaseFrame, type ReadLease, useLeaseTick } from "./use-lease-tick";

/** The ring unrolled: left is the last heartbeat, right the end of the lease, the burning edge is now. */
export function LeaseBar({ read, bare }: { read: ReadLease /** The numeral alone. */; bare?: boolean }) {
  const element = useLeaseTick<HTMLSpanElement>(read, paintBar);
  return (
    <span
      ref={element}
      className={cn("lease", bare && "bare")}
      data-state="unread"
      role="img"
      aria-label="Lease, not observed yet"
    >
      <span className="track">
        <span className="burn">
          <span className="fill" />
        </span>
        <span className="ticks" />
      </span>
      <span className="left">
        <b />
        <span />
      </span>
    </span>
  );
}

export function NoLease() {
  return (
    <span className="no-lease">
      <i />
      no lease
    </span>
  );
}

const REFILL_SHOWN_MS = 460;

function paintBar(bar: HTMLSpanElement, { moment, reading, fresh, beat, now }: LeaseFrame): void {
  const [numeral, rest] = bar.lastElementChild?.children ?? [];
  if (!numeral || !rest) return;
  const state = moment?.state ?? "unread";
  if (bar.dataset.state !== state) bar.dataset.state = state;
  if (!moment || !reading) {
    setText(numeral, "");
    setText(rest, "not observed yet");
    return;
  }
  bar.style.setProperty("--f", moment.fraction.toFixed(4));
  // Between two readings these stand still: only the edge moves, and nothing is painted anew.
  setOnce(bar, "--before", (moment.highest - moment.fraction).toFixed(3));
  setOnce(bar, "--after", (moment.fraction - moment.lowest).toFixed(3));
  bar.toggleAttribute("data-frozen", moment.frozen);
  if (beat) bar.dataset.refill = String(now);
  else if (bar.dataset.refill && now - Number(bar.dataset.refill) > REFILL_SHOWN_MS) delete bar.dataset.refill;
  if (fresh) markTicks(bar, reading, barTick);
  const text = leftText(moment);
  setText(numeral, text);
  setText(rest, moment.frozen ? " s" : ` s / ${moment.grantedSeconds} s`);
  const mark = `${state} ${text.split(".")[0]}`;
  if (bar.dataset.said === mark) return;
  bar.dataset.said = mark;
  bar.setAttribute("aria-label", momentSentence(moment));
}

function setOnce(element: HTMLElement, name: string, value: string): void {
  if (element.style.getPropertyValue(name) !== value) element.style.setProperty(name, value);
}
