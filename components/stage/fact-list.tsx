import { Fragment } from "react";
import { decimalClock } from "@/components/leases/dial-words";
import { revision } from "@/components/ui/format";
import { SafeText } from "@/components/ui/safe-text";
import type { Fact, FactValue } from "@/lib/stage/types";

/** What was measured. Every value carries its raw form, so that a test can hold it against the world. */
export function FactList({ facts }: { facts: readonly Fact[] }) {
  if (facts.length === 0) return null;
  return (
    <dl className="stage-facts">
      {facts.map(({ id, label, value, tone, note }) => (
        <div key={id} data-fact={id} data-raw={rawOf(value)} {...(tone && { "data-tone": tone })}>
          <dt>{label}</dt>
          <dd data-kind={value.kind}>
            <Value value={value} />
            {note && <small>{note}</small>}
          </dd>
        </div>
      ))}
    </dl>
  );
}

function Value({ value }: { value: FactValue }) {
  switch (value.kind) {
    case "text":
      return <span>{revision(value.text)}</span>;
    case "code":
      return (
        <code>
          {value.text.split(/(?<=\/)/).map((part, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: the parts of one text
            <Fragment key={index}>
              <wbr />
              <span>
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
          <small> to </small>
          {decimalClock(value.to, Date.now(), value.from)}
        </span>
      );
    case "seconds":
      return <span>{(value.ms / 1_000).toFixed(1)} s</span>;
    case "waiting":
      return <span className="waiting">{value.text}</span>;
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
