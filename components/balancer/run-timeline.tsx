"use client";
import { Card } from "@/components/ui/card";
import { count as countText } from "@/components/ui/format";
import { SafeText } from "@/components/ui/safe-text";
import { StateGlyph } from "@/components/ui/state-glyph";
import type { ChangeLine } from "@/lib/api/test-requests";
import { stateOf, wordOf } from "./change-words";
import { LaneLetter } from "./lane-letter";
import { ReplayBar } from "./replay-bar";
import { BIN_MS, type RunRecord } from "./run-record";
import type { Replay } from "./use-replay";

const WIDTH = 1200;
const LANE = 38;
const TOP = 18;
const BARS = 96;
/** A mark's word is left out where the one before is nearer than this. */
const WORD_PX = 92;
const MOST_LISTED = 60;

/**
 * What was answered and what failed over time, one line for all lanes, and what happened meanwhile. `moment` is the run
 * as it stood where a replay has come to: what came after it is drawn faintly.
 */
export function RunTimeline({
  record,
  moment,
  replay,
}: {
  record: RunRecord;
  moment: RunRecord | null;
  replay: Replay | null;
}) {
  const { lanes, atMs, requests } = record;
  const changes = [...record.changes.values()].sort((a, b) => a.atMs - b.atMs);
  const untilMs = Math.max(1_000, atMs);
  const sent = Math.min(...(moment ?? record).lanes.map(({ tally }) => tally.requests));
  return (
    <Card
      flush
      className="mt-3.5"
      title="Timeline"
      aside={
        <span className="mono">
          {moment && `${(moment.atMs / 1_000).toFixed(1)} of `}
          {(atMs / 1_000).toFixed(1)} s, {countText(sent)} of {countText(requests)} sent
        </span>
      }
    >
      {replay && <ReplayBar replay={replay} />}
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a scrollable region has to be reachable by keyboard */}
      <section className="overflow-x-auto px-4 pt-2 pb-1.5" aria-label="Timeline, scrolls sideways" tabIndex={0}>
        <Chart record={record} changes={changes} untilMs={untilMs} headMs={moment?.atMs ?? null} />
      </section>
      {changes.length > 0 && <Changes changes={changes} lanes={lanes.length} />}
    </Card>
  );
}

function Chart({
  record,
  changes,
  untilMs,
  headMs,
}: {
  record: RunRecord;
  changes: readonly ChangeLine[];
  untilMs: number;
  headMs: number | null;
}) {
  const { lanes } = record;
  const perBar = Math.max(1, Math.ceil(untilMs / BIN_MS / BARS));
  const barMs = perBar * BIN_MS;
  const bars = Math.ceil(untilMs / barMs);
  const height = TOP + lanes.length * (LANE + 8) + 18;
  const x = (ms: number) => (ms / (bars * barMs)) * WIDTH;
  const summed = lanes.map(({ answeredBy, failedBy }) =>
    Array.from({ length: bars }, (_, bar) => [
      sum(answeredBy, bar * perBar, perBar),
      sum(failedBy, bar * perBar, perBar),
    ]),
  );
  const most = Math.max(1, ...summed.flat().map(([ok = 0, bad = 0]) => ok + bad));
  const pitch = WIDTH / bars;
  const seconds = tickSeconds(untilMs / 1_000);
  let lastWordAt = Number.NEGATIVE_INFINITY;
  return (
    <svg
      className="block h-auto w-full min-w-160 font-mono text-11"
      viewBox={`0 0 ${WIDTH} ${height}`}
      role="img"
      aria-label={`Answered and failed attempts over ${(untilMs / 1_000).toFixed(1)} seconds, ${changes.length} changes`}
    >
      {summed.map((lane, index) => {
        const base = TOP + index * (LANE + 8) + LANE;
        return (
          // biome-ignore lint/suspicious/noArrayIndexKey: a lane is its place
          <g key={index}>
            <line className="stroke-line" x1="0" x2={WIDTH} y1={base + 0.5} y2={base + 0.5} />
            {lane.map(([ok = 0, bad = 0], bar) => {
              const h = (value: number) => (value / most) * LANE;
              if (ok + bad === 0) return null;
              return (
                // biome-ignore lint/suspicious/noArrayIndexKey: a bar is its place
                <g key={bar}>
                  <rect
                    className="fill-alive-quiet"
                    x={bar * pitch + 0.75}
                    width={pitch - 1.5}
                    y={base - h(ok)}
                    height={h(ok)}
                  />
                  {bad > 0 && (
                    <rect
                      className="fill-gone"
                      x={bar * pitch + 0.75}
                      width={pitch - 1.5}
                      y={base - h(ok + bad)}
                      height={h(bad)}
                    />
                  )}
                </g>
              );
            })}
          </g>
        );
      })}
      {changes.map((change) => {
        const at = x(change.atMs);
        const named = at - lastWordAt > WORD_PX;
        if (named) lastWordAt = at;
        const end = at > WIDTH - WORD_PX;
        return (
          <g key={change.id} data-state={stateOf(change)}>
            <line className="stroke-[1.6] stroke-state" x1={at} x2={at} y1={TOP - 4} y2={height - 18} />
            {named && (
              <text className="fill-(--ci)" x={end ? at - 4 : at + 4} y="11" textAnchor={end ? "end" : "start"}>
                {wordOf(change)}
              </text>
            )}
          </g>
        );
      })}
      {headMs !== null && (
        <g>
          <rect className="fill-panel opacity-70" x={x(headMs)} width={WIDTH - x(headMs)} y={0} height={height - 18} />
          <line className="stroke-2 stroke-time" x1={x(headMs)} x2={x(headMs)} y1={2} y2={height - 16} />
        </g>
      )}
      {seconds.map((second) => (
        <text key={second} className="fill-muted" x={x(second * 1_000)} y={height - 3}>
          {second} s
        </text>
      ))}
    </svg>
  );
}

function Changes({ changes, lanes }: { changes: readonly ChangeLine[]; lanes: number }) {
  return (
    <ul
      className="max-h-75 overflow-y-auto border-line-soft border-t px-4 pt-1.5 pb-2.5 text-12"
      aria-label="What happened during the run"
    >
      {changes.slice(-MOST_LISTED).map((change) => (
        <li
          key={change.id}
          className="grid grid-cols-[58px_12px_minmax(90px,170px)_110px_minmax(0,1fr)] items-baseline gap-2.5 py-1 max-sm:grid-cols-[54px_12px_minmax(0,1fr)_auto]"
        >
          <span className="mono dim">{(change.atMs / 1_000).toFixed(2)} s</span>
          <StateGlyph state={stateOf(change)} className="size-2.75 self-center" />
          <span className="mono inline-flex min-w-0 items-center gap-1.75 overflow-hidden whitespace-nowrap">
            {change.lane !== null && lanes > 1 && <LaneLetter lane={change.lane} />}
            <SafeText text={change.name ?? "registry"} max={40} />
          </span>
          <b className="font-medium">{wordOf(change)}</b>
          <span className="wrap-anywhere text-prose max-sm:col-[3/-1]">
            <SafeText text={change.words} max={220} />
            {change.certainty && <em className="text-muted not-italic"> {change.certainty}</em>}
          </span>
        </li>
      ))}
    </ul>
  );
}

function sum(bins: readonly number[], from: number, length: number): number {
  let total = 0;
  for (let bin = from; bin < from + length; bin++) total += bins[bin] ?? 0;
  return total;
}

/** Some five to ten round seconds. */
function tickSeconds(seconds: number): number[] {
  const step = [0.2, 0.5, 1, 2, 5, 10, 20, 30, 60, 120].find((one) => seconds / one <= 9) ?? 120;
  return Array.from({ length: Math.floor(seconds / step) + 1 }, (_, index) => Number((index * step).toFixed(1))).filter(
    (second) => second < seconds * 0.97,
  );
}
