"use client";
import { plural } from "@/components/ui/format";
import { AXIS, DUE_LINE } from "./chart-lines";
import { ENOUGH_GAPS, histogramOf } from "./saw";
import type { StripItem } from "./strip";

const WIDTH = 288;
const BASE = 78;

/** How regular an owner is: the time between its heartbeats, as often as it was seen. */
export function BeatHistogram({ items, rhythmMs }: { items: readonly StripItem[]; rhythmMs: number | null }) {
  const gaps = items.flatMap(({ gapMs, kind }) => (gapMs !== null && kind !== "exact" ? gapMs : []));
  const histogram = histogramOf(gaps);
  if (!histogram)
    return (
      <p className="dim">
        {plural(gaps.length, "interval")} seen so far; it takes {ENOUGH_GAPS} to draw them.
      </p>
    );
  const { counts, fromMs, stepMs } = histogram;
  const most = Math.max(...counts);
  const pitch = WIDTH / counts.length;
  const toMs = fromMs + stepMs * counts.length;
  const due = rhythmMs === null ? null : ((rhythmMs - fromMs) / (toMs - fromMs)) * WIDTH;
  const seconds = (ms: number) => `${(ms / 1_000).toFixed(1)} s`;
  const bar = (count: number, index: number) =>
    count === 0 ? "" : `M${(index + 0.5) * pitch} ${BASE}v${-(4 + (count / most) * (BASE - 26))}`;
  const isLate = (index: number) => rhythmMs !== null && fromMs + index * stepMs > rhythmMs * 1.25;
  return (
    <svg
      className="block h-auto w-full max-w-85 overflow-visible font-mono text-10"
      fill="none"
      viewBox={`0 0 ${WIDTH} 100`}
      role="img"
      aria-label={`${gaps.length} intervals between heartbeats, from ${seconds(Math.min(...gaps))} to ${seconds(Math.max(...gaps))}${rhythmMs === null ? "" : `, usually ${seconds(rhythmMs)}`}`}
    >
      <path
        className="stroke-alive-quiet"
        strokeWidth={pitch - 2.5}
        d={counts.map((count, i) => (isLate(i) ? "" : bar(count, i))).join("")}
      />
      <path
        className="stroke-late"
        strokeWidth={pitch - 2.5}
        d={counts.map((count, i) => (isLate(i) ? bar(count, i) : "")).join("")}
      />
      <path className={AXIS} d={`M0 ${BASE + 0.5}H${WIDTH}`} />
      {due !== null && (
        <>
          <path className={DUE_LINE} strokeDasharray="2 4" d={`M${due} 4V${BASE + 5}`} />
          <text className="fill-muted" x={due + 5} y="12">
            usually {seconds(rhythmMs ?? 0)}
          </text>
        </>
      )}
      <text className="fill-muted" x="0" y="96">
        {seconds(fromMs)}
      </text>
      <text className="fill-muted" x={WIDTH} y="96" textAnchor="end">
        {seconds(toMs)}
      </text>
    </svg>
  );
}
