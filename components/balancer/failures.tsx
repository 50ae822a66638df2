"use client";
import { count as countText } from "@/components/ui/format";
import { SafeText } from "@/components/ui/safe-text";
import { StateGlyph } from "@/components/ui/state-glyph";
import { ms } from "./latency";
import type { LaneRecord } from "./run-record";

const MOST = 6;

/** Statuses, and why attempts failed: the first of each kind in its own words. */
export function Failures({ lane }: { lane: LaneRecord }) {
  const statuses = Object.entries(lane.tally.statuses).sort(([, a], [, b]) => b - a);
  const failures = [...lane.firstFailures.entries()].sort(([, a], [, b]) => b.times - a.times);
  return (
    <div className="border-line-soft border-t px-4 py-3 empty:border-0 empty:p-0">
      {statuses.length > 0 && (
        <p className="mono flex flex-wrap gap-x-4 gap-y-1 text-prose">
          {statuses.map(([status, times]) => (
            <span key={status}>
              {status} <b>{countText(times)}</b>
            </span>
          ))}
        </p>
      )}
      {failures.length > 0 && (
        <ul className="mt-2 text-12" aria-label="Failed attempts and their causes">
          {failures.slice(0, MOST).map(([name, { line, times }]) => (
            <li key={name} className="flex flex-wrap items-center gap-x-2.25 gap-y-0.5 py-0.75">
              <StateGlyph state="gone" className="size-2.75" />
              <b className="mono">{countText(times)}</b>
              <span className="mono">{line.cause}</span>
              <span className="wrap-anywhere min-w-0 text-prose">
                <SafeText text={line.message ?? ""} max={140} />
              </span>
              <span className="mono dim ml-auto">first at {ms(line.atMs)}</span>
            </li>
          ))}
        </ul>
      )}
      {failures.length > MOST && <p className="dim">and {failures.length - MOST} more kinds</p>}
    </div>
  );
}
