"use client";
import { Check, CircleDashed, CircleHelp, Loader, X } from "lucide-react";
import type { ReactNode } from "react";
import type { InstanceRow } from "@/lib/registry/select";
import { ApiError } from "../api/api-error";
import { mayBeWritten } from "../api/send-json";
import { SafeText } from "../ui/safe-text";
import type { Attempt, Attempts } from "./attempts";

/** One line a key: what became of it, in words. */
export function AttemptList<A>({
  rows,
  attempts,
  before,
  done,
}: {
  rows: readonly InstanceRow[];
  attempts: Attempts<A>;
  /** What is said of a key before its turn. */
  before: (row: InstanceRow) => ReactNode;
  done: (answer: A, row: InstanceRow) => ReactNode;
}) {
  return (
    <ol
      className="max-h-70 overflow-auto rounded-control border border-line-soft text-12"
      aria-label="Instance by instance"
      // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrollable region has to be reachable by keyboard
      tabIndex={0}
    >
      {rows.map((row) => {
        const attempt = attempts.get(row.instance.id);
        return (
          <li
            key={row.instance.id}
            data-attempt={attempt?.state ?? "before"}
            className="grid grid-cols-[16px_minmax(90px,180px)_minmax(0,1fr)] items-baseline gap-2.5 border-line-soft border-b px-3 py-1.75 text-prose leading-[1.45] last:border-b-0 max-sm:grid-cols-[16px_minmax(0,1fr)]"
          >
            <Glyph attempt={attempt} />
            <span className="mono ell text-ink">
              <SafeText text={row.instance.instance} max={60} />
            </span>
            <span className="wrap-anywhere max-sm:col-start-2">
              {attempt ? <Words attempt={attempt} row={row} before={before} done={done} /> : before(row)}
            </span>
          </li>
        );
      })}
    </ol>
  );
}

function Words<A>({
  attempt,
  row,
  before,
  done,
}: {
  attempt: Attempt<A>;
  row: InstanceRow;
  before: (row: InstanceRow) => ReactNode;
  done: (answer: A, row: InstanceRow) => ReactNode;
}) {
  switch (attempt.state) {
    case "waiting":
      return before(row);
    case "running":
      return "on its way";
    case "done":
      return done(attempt.answer, row);
    case "stopped":
      return "stopped before its turn: nothing was sent";
    case "failed":
      return (
        <>
          {mayBeWritten(attempt.error) && <b>Not known whether it was done. </b>}
          {attempt.error instanceof ApiError ? attempt.error.detail : "The answer did not arrive."}
        </>
      );
  }
}

function Glyph({ attempt }: { attempt: Attempt<unknown> | undefined }) {
  if (!attempt || attempt.state === "waiting" || attempt.state === "stopped")
    return <CircleDashed className="icon dim mt-0.75 size-3.25 self-start" aria-hidden />;
  if (attempt.state === "running") return <Loader className="icon dim mt-0.75 size-3.25 self-start" aria-hidden />;
  if (attempt.state === "done") return <Check className="icon mt-0.75 size-3.25 self-start" aria-hidden />;
  const Icon = mayBeWritten(attempt.error) ? CircleHelp : X;
  return <Icon className="icon mt-0.75 size-3.25 self-start text-gone" aria-hidden />;
}

/** How far it is, for eyes and for screen readers. */
export function AttemptProgress({ settled, all, verb }: { settled: number; all: number; verb: string }) {
  return (
    <div className="flex items-center gap-3 text-12">
      <progress
        max={all}
        value={settled}
        aria-label={`${verb}: ${settled} of ${all}`}
        className="h-1.5 flex-1 appearance-none overflow-hidden rounded-cell border-0 bg-pressed [&::-moz-progress-bar]:bg-ink [&::-webkit-progress-bar]:bg-pressed [&::-webkit-progress-value]:bg-ink [&::-webkit-progress-value]:transition-[width] [&::-webkit-progress-value]:duration-panel"
      />
      <span className="num" role="status">
        {settled} of {all}
      </span>
    </div>
  );
}
