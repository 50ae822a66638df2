import { Fragment } from "react";
import { decimalClock } from "@/components/leases/dial-words";
import { cn } from "@/components/ui/cn";
import { revision } from "@/components/ui/format";
import { SafeText } from "@/components/ui/safe-text";
import type { Fact, FactValue } from "@/lib/stage/types";

/** Read by a room, or by the one who speaks. */
const LOOK = {
  stage: {
    list: "mt-[calc(3.2*var(--u))] grid grid-cols-[auto_minmax(0,1fr)] items-baseline gap-x-[calc(2.8*var(--u))] gap-y-[calc(0.9*var(--u))] border-t-2 border-line pt-[calc(2.4*var(--u))] text-[max(24px,2.4*var(--u))]",
    value:
      "text-[max(26px,3.3*var(--u))] font-medium leading-[1.15] tabular-nums tracking-[-0.03em] data-[kind=code]:text-[max(24px,2.3*var(--u))]",
    note: "text-[max(20px,2.1*var(--u))] font-normal leading-normal tracking-[-0.01em] text-prose",
  },
  speaker: {
    list: "mt-3.5 grid grid-cols-[auto_minmax(0,1fr)] gap-x-4.5 gap-y-0.5 tabular-nums",
    value: "",
    note: "text-15 tracking-[-0.01em] text-prose",
  },
};

const TONE = { time: "text-time", alive: "text-alive", late: "text-late", gone: "text-gone" };

/** What was measured. Every value carries its raw form, so that a test can hold it against the world. */
export function FactList({ facts, on }: { facts: readonly Fact[]; on: keyof typeof LOOK }) {
  if (facts.length === 0) return null;
  const look = LOOK[on];
  return (
    <dl className={look.list}>
      {facts.map(({ id, label, value, tone, note }) => (
        <div key={id} data-fact={id} data-raw={rawOf(value)} {...(tone && { "data-tone": tone })} className="contents">
          <dt className="whitespace-nowrap text-prose">{label}</dt>
          <dd data-kind={value.kind} className={cn(look.value, tone && TONE[tone])}>
            <Value value={value} note={look.note} />
            {note && <small className={cn("ml-[0.5em]", look.note)}>{note}</small>}
          </dd>
        </div>
      ))}
    </dl>
  );
}

function Value({ value, note }: { value: FactValue; note: string }) {
  switch (value.kind) {
    case "text":
      return <span>{revision(value.text)}</span>;
    case "code":
      return (
        <code className="wrap-anywhere font-mono tracking-[-0.05em]">
          {value.text.split(/(?<=\/)/).map((part, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: the parts of one text
            <Fragment key={index}>
              <wbr />
              <span className="whitespace-nowrap">
                <SafeText text={part} max={160} />
              </span>
            </Fragment>
          ))}
        </code>
      );
    case "clock":
      return <span>{decimalClock(value.at, Date.now())}</span>;
    case "window":
      return (
        <span>
          {decimalClock(value.from, Date.now())}
          <small className={note}> to </small>
          {decimalClock(value.to, Date.now(), value.from)}
        </span>
      );
    case "seconds":
      return <span>{(value.ms / 1_000).toFixed(1)} s</span>;
    case "waiting":
      return <span className="text-muted">{value.text}</span>;
  }
}

function rawOf(value: FactValue): string {
  switch (value.kind) {
    case "clock":
      return String(value.at);
    case "window":
      return `${value.from} ${value.to}`;
    case "seconds":
      return String(Math.round(value.ms));
    case "waiting":
      return "";
    default:
      return value.text;
  }
}
